"""Tables of which every cell can be told (ISO 14289-1 clause 7.5).

All rows are equally long, every header says whether it heads a row or a column, and every other
cell names its headers.
"""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf

from publish.engine.tree_names import GROUP_OF_ROWS
from publish.write.pdf.assemble.tags.headers import COLUMN, ROW, Cell, headers_of
from publish.write.pdf.assemble.tags.tree import Names, kids, new_element

GROUPS = ("/THead", "/TBody", "/TFoot")


def mend_table(pdf: Pdf, table: Object, names: Names) -> None:
    """Fill up the rows of a table, and tie its cells to their headers."""
    rows = list(_rows(table))
    cells = _grid(rows)
    width = max((cell.column + cell.columns for cell in cells), default=0)
    cells += _fill(pdf, rows, cells, width)
    for cell in cells:
        if cell.is_header:
            names.name(cell.element)
            cell.scope = _scope(cell, cells)
            cell.element.A = _attributes(cell)
            cell.element.A.Scope = Name.Row if cell.scope == ROW else Name.Column
    grid = {place: cell for cell in cells for place in _places(cell)}
    for cell in cells:
        if not cell.is_header:
            headers = headers_of(cell, grid)
            cell.element.A = _attributes(cell)
            if headers:
                cell.element.A.Headers = Array([header.element.ID for header in headers])


def _rows(table: Object) -> Iterator[Object]:
    for kid in kids(table):
        if str(kid.S) == "/TR":
            yield kid
        elif str(kid.S) in GROUPS:
            yield from _rows(kid)


def _grid(rows: list[Object]) -> list[Cell]:
    """Find where each cell stands, past those that reach down from above."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, element in enumerate(rows):
        column = 0
        for kid in kids(element):
            while (row, column) in taken:
                column += 1
            said = kid.get("/A", Dictionary())
            down = min(int(said.get("/RowSpan", 1)), len(rows) - row)
            columns = int(said.get("/ColSpan", 1))
            cell = Cell(kid, row, column, down, columns, element.P.objgen)
            taken |= set(_places(cell))
            cells.append(cell)
    return cells


def _places(cell: Cell) -> Iterator[tuple[int, int]]:
    for row in range(cell.row, cell.row + cell.rows):
        for column in range(cell.column, cell.column + cell.columns):
            yield row, column


def _fill(pdf: Pdf, rows: list[Object], cells: list[Cell], width: int) -> list[Cell]:
    """End short rows with empty cells."""
    taken = {place for cell in cells for place in _places(cell)}
    made = []
    for row, element in enumerate(rows):
        for column in range(width):
            if (row, column) not in taken:
                empty = new_element(pdf, Name.TD, element)
                element.K = Array([*element.K, empty])
                made.append(Cell(empty, row, column, 1, 1, element.P.objgen))
    return made


def _attributes(cell: Cell) -> Dictionary:
    made = Dictionary(O=Name.Table)
    if cell.columns > 1:
        made.ColSpan = cell.columns
    if cell.rows > 1:
        made.RowSpan = cell.rows
    return made


def _scope(header: Cell, cells: list[Cell]) -> str:
    """Return what a header heads; where that is not said, its row if data stands beside it."""
    said = str(header.element.get("/A", Dictionary()).get("/Scope", "")).lstrip("/")
    if said in {ROW, COLUMN, GROUP_OF_ROWS}:
        return said
    has_data = any(cell.row == header.row and not cell.is_header for cell in cells)
    return ROW if has_data else COLUMN
