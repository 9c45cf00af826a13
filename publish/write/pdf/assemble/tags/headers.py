"""Which header cells head a cell of data, as HTML has it (HTML 4.9.12.2).

One goes up from the cell, and along its row to where that begins. A header of the same columns that
stands behind data is past: rows below it have headers of their own.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from pikepdf import Object

from publish.engine.tree_names import GROUP_OF_ROWS

ROW, COLUMN = "Row", "Column"


class Cell(Struct, eq=False):
    """A cell and the part of the grid that it fills."""

    element: Object
    row: int
    column: int
    rows: int
    columns: int
    group: tuple[int, int]
    """The section of the table that it stands in, by its object's number."""
    scope: str = ""
    """What a header heads."""

    @property
    def is_header(self) -> bool:
        """Tell a header from a cell of data."""
        return str(self.element.S) == "/TH"


Grid = Mapping[tuple[int, int], Cell]
"""The cell that fills each place, by row and column."""


def headers_of(cell: Cell, grid: Grid) -> list[Cell]:
    """List the headers of a cell: of its columns from the top down, then of its rows."""
    found: dict[Cell, None] = {}
    for column in range(cell.column, cell.column + cell.columns):
        way = [grid.get((row, column)) for row in range(cell.row - 1, -1, -1)]
        found.update(dict.fromkeys(_column_headers(way, cell.group)))
    for row in range(cell.row, cell.row + cell.rows):
        way = [grid.get((row, column)) for column in range(cell.column)]
        found.update(dict.fromkeys(c for c in way if c and c.is_header and c.scope == ROW))
    return list(found)


def _column_headers(way: list[Cell | None], group: tuple[int, int]) -> list[Cell]:
    """List the headers that stand over a place, the topmost first; `way` leads up from it."""
    found: list[Cell] = []
    block: list[Cell] = []
    past: set[tuple[int, int, bool]] = set()
    for cell in way:
        if cell is None or not cell.is_header:
            past.update(map(_extent, block))
            block = []
            continue
        heads = cell.scope == COLUMN or (cell.scope == GROUP_OF_ROWS and cell.group == group)
        if _extent(cell) not in past and heads and cell not in found:
            found.append(cell)
        block.append(cell)
    return found[::-1]


def _extent(cell: Cell) -> tuple[int, int, bool]:
    return cell.column, cell.columns, cell.scope == GROUP_OF_ROWS
