"""The tag tree as ISO 14289-1 asks for it, where WeasyPrint's is not (clauses 7.5, 7.6, 7.9).

An entry of a list holds a label and a body. All rows of a table are equally long, every header
says whether it heads a row or a column, and every other cell names its headers. A note at the
foot is a note, with a name of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

GROUPS = ("/THead", "/TBody", "/TFoot")
OF_ITEMS = ("/Lbl", "/LBody")
STRUCTURES = frozenset(("/LI", "/Table", "/Figure"))
"""A division whose tags have none of these is right as it is; the others are walked through."""


@dataclass(slots=True)
class Cell:
    """A cell and the part of the grid that it fills."""

    element: Object
    row: int
    column: int
    rows: int
    columns: int

    @property
    def is_header(self) -> bool:
        """Tell a header from a cell of data."""
        return str(self.element.S) == "/TH"


def mend_structure(pdf: Pdf, structures: list[Object]) -> None:
    """Put lists and tables right, and list the names that headers go by.

    `structures` are the tags in which there may be any.
    """
    names: list[str | Object] = []
    for element in list(_elements(structures)):
        if str(element.S) == "/LI":
            _wrap_strays(pdf, element)
        elif str(element.S) == "/Table":
            _mend_table(pdf, element, names)
    for document in kids(pdf.Root.StructTreeRoot):
        _name_notes(document, names)
    if names:
        tree = pdf.make_indirect(Dictionary(Names=Array(names)))
        pdf.Root.StructTreeRoot.IDTree = tree


def _elements(roots: list[Object]) -> Iterator[Object]:
    """Yield elements and those below them in reading order."""
    pending = roots[::-1]
    while pending:
        element = pending.pop()
        yield element
        pending += kids(element)[::-1]


def has_words_for_all_pictures(structures: list[Object]) -> bool:
    """Tell whether every figure says what it shows (7.3), as only the author can."""
    figures = (element for element in _elements(structures) if str(element.S) == "/Figure")
    return all(str(figure.get("/Alt", "")).strip() for figure in figures)


def kids(element: Object) -> list[Object]:
    """List the elements right below one; marks of content and references to objects are none."""
    held = element.get("/K")
    if held is None:
        return []
    found = list(held) if isinstance(held, Array) else [held]
    return [kid for kid in found if isinstance(kid, Dictionary) and "/S" in kid]


def _make(pdf: Pdf, kind: Name, parent: Object) -> Object:
    made = Dictionary(Type=Name.StructElem, S=kind, P=parent, K=Array([]))
    if "/Pg" in parent:
        made.Pg = parent.Pg
    return pdf.make_indirect(made)


def _wrap_strays(pdf: Pdf, item: Object) -> None:
    """Put what is neither label nor body into a body."""
    inside = kids(item)
    if all(str(kid.S) in OF_ITEMS for kid in inside):
        return
    bodies = [kid for kid in inside if str(kid.S) == "/LBody"]
    body = bodies[0] if bodies else _make(pdf, Name.LBody, item)
    held = list(body.K)
    for kid in inside:
        if str(kid.S) not in OF_ITEMS:
            kid.P = body
            held.append(kid)
    body.K = Array(held)
    item.K = Array([*(kid for kid in inside if str(kid.S) == "/Lbl"), body])


def _name_notes(document: Object, names: list[str | Object]) -> None:
    """Tag notes, which stand outside all sections, each below what holds those of its page."""
    for area in kids(document):
        for note in kids(area) if str(area.S) == "/NonStruct" else []:
            if str(note.S) == "/NonStruct":
                note.S = Name.Note
                note.ID = _new_name(names, note)


def _new_name(names: list[str | Object], element: Object) -> String:
    """Name an element in the list of names, which stays in order."""
    name = String(f"e{len(names) // 2:07}")
    names += [name, element]
    return name


def _mend_table(pdf: Pdf, table: Object, names: list[str | Object]) -> None:
    rows = list(_rows(table))
    cells = _grid(rows)
    width = max((cell.column + cell.columns for cell in cells), default=0)
    cells += _fill(pdf, rows, cells, width)
    for cell in cells:
        if cell.is_header:
            cell.element.ID = _new_name(names, cell.element)
            cell.element.A = _attributes(cell)
            cell.element.A.Scope = _scope(cell, cells)
    for cell in cells:
        if not cell.is_header:
            headers = [other.element.ID for other in cells if _heads(other, cell)]
            cell.element.A = _attributes(cell)
            if headers:
                cell.element.A.Headers = Array(headers)


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
            cell = Cell(kid, row, column, down, int(said.get("/ColSpan", 1)))
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
                empty = _make(pdf, Name.TD, element)
                element.K = Array([*element.K, empty])
                made.append(Cell(empty, row, column, 1, 1))
    return made


def _attributes(cell: Cell) -> Dictionary:
    made = Dictionary(O=Name.Table)
    if cell.columns > 1:
        made.ColSpan = cell.columns
    if cell.rows > 1:
        made.RowSpan = cell.rows
    return made


def _scope(header: Cell, cells: list[Cell]) -> Name:
    """A header beside which data stands heads its row, any other its column."""
    has_data = any(cell.row == header.row and not cell.is_header for cell in cells)
    return Name.Row if has_data else Name.Column


def _heads(header: Cell, cell: Cell) -> bool:
    if not header.is_header:
        return False
    if str(header.element.A.Scope) == "/Row":
        return header.row < cell.row + cell.rows and cell.row < header.row + header.rows
    return header.row < cell.row and (
        header.column < cell.column + cell.columns and cell.column < header.column + header.columns
    )
