"""What the header cells of a table head: a column, a row, or a group of them.

HTML has groups of columns (`colgroup`) and of rows (`tbody`), and a header that heads one says so
in its `scope` (HTML 4.9.10; WCAG 2.2 technique H63). TEI has `@role` alone: the groups are found
by the spans of the labels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree
from msgspec import Struct

from publish.model.document import tei

_LABEL = frozenset("label labels head header heading th columnhead columnheading".split())

_MOST_SPANNED = 1000
"""What browsers take at most (HTML 4.9.11)."""


class TableHeaders(Struct, frozen=True):
    """A table's rows as HTML groups them."""

    header_rows: int
    """Rows at the top that are labels, with those that their cells reach down into."""
    column_groups: tuple[int, ...]
    """How many columns each group has, where labels span some of them; empty without groups."""
    group_starts: frozenset[int]
    """Rows of the body that begin a group of rows."""
    scopes: dict[etree._Element, str]
    """What each header cell heads, by the cell: `col`, `row`, `colgroup`, `rowgroup`."""


class _Rows(Struct, frozen=True):
    """A table's rows, and what is asked of all of them."""

    cells: list[list[etree._Element]]
    label_rows: list[bool]
    """Which rows are marked as labels themselves."""
    headers: list[bool]
    """Which rows have labels alone."""
    width: int
    last_of_data: int

    @classmethod
    def of(cls, rows: Sequence[etree._Element]) -> _Rows:
        cells = [_cells(row) for row in rows]
        headers = list(map(_is_header, rows))
        width = max((sum(span_of(c, "cols") for c in row) for row in cells), default=0)
        last = max((number for number, is_head in enumerate(headers) if not is_head), default=-1)
        return cls(cells, list(map(is_label_cell, rows)), headers, width, last)


def read_headers(rows: Sequence[etree._Element]) -> TableHeaders:
    """Find what each label of a table's `rows` heads; what is no row among them is a cell."""
    known = _Rows.of(rows)
    count = _header_rows(known)
    groups = _column_groups(known, count)
    starts = _group_starts(known, count)
    scopes: dict[etree._Element, str] = {}
    for number, cells in enumerate(known.cells):
        is_label = number < count or known.label_rows[number]
        for cell in cells:
            if is_label or is_label_cell(cell):
                scopes[cell] = _scope(cell, number, known, count, has_groups=bool(groups))
    return TableHeaders(count, groups, frozenset(starts), scopes)


def is_label_cell(element: etree._Element) -> bool:
    """Return whether a cell, or a whole row, is marked as a label."""
    written = f"{element.get('role') or ''} {element.get('rend') or ''}".lower()
    return not _LABEL.isdisjoint(written.split())


def span_of(cell: etree._Element, attribute: str) -> int:
    """Return over how many `rows` or `cols` a cell reaches."""
    written = (cell.get(attribute) or "").strip()
    return min(_MOST_SPANNED, max(1, int(written))) if re.fullmatch(r"\d{1,6}", written) else 1


def _cells(row: etree._Element) -> list[etree._Element]:
    return row.findall(tei("cell")) if row.tag == tei("row") else [row]


def _is_header(row: etree._Element) -> bool:
    if is_label_cell(row):
        return True
    cells = row.findall(tei("cell"))
    return bool(cells) and all(map(is_label_cell, cells))


def _header_rows(rows: _Rows) -> int:
    """Count the rows at the top that are labels; none where the whole table is."""
    count = next((n for n, is_head in enumerate(rows.headers) if not is_head), len(rows.headers))
    if count > 1 and len(rows.cells[count - 2]) > 1 and _is_heading(count - 1, rows):
        count -= 1  # it is over the first rows of the body
    reach = count
    for number, cells in enumerate(rows.cells[:count]):
        reach = max(reach, number + max((span_of(c, "rows") for c in cells), default=1))
    return reach if reach < len(rows.cells) else 0


def _column_groups(rows: _Rows, count: int) -> tuple[int, ...]:
    """Group the columns as the first row of the head does, where more rows of it stand below."""
    if count < 2:
        return ()
    spans = [span_of(cell, "cols") for cell in rows.cells[0]]
    return tuple(spans) if max(spans, default=1) > 1 and sum(spans) == rows.width else ()


def _group_starts(rows: _Rows, count: int) -> set[int]:
    """Find the rows of the body that begin a group: no cell may reach from one into another."""
    starts, reach, ends = set(), count, -1
    for number, cells in enumerate(rows.cells[count:], start=count):
        rows_down = span_of(cells[0], "rows") if cells and is_label_cell(cells[0]) else 1
        begins = rows_down > 1 or _is_heading(number, rows)
        if number >= reach:
            if number > count and (begins or number == ends):
                starts.add(number)
            ends = number + rows_down if rows_down > 1 else ends
        reach = max(reach, number + max((span_of(cell, "rows") for cell in cells), default=1))
    return starts


def _is_heading(number: int, rows: _Rows) -> bool:
    """Return whether a row is one label over all columns, with rows of data below it."""
    cells = rows.cells[number]
    if len(cells) != 1 or number + 1 >= len(rows.cells) or rows.width < 2:
        return False
    is_label = rows.label_rows[number] or is_label_cell(cells[0])
    return is_label and not rows.headers[number + 1]


def _scope(cell: etree._Element, number: int, rows: _Rows, count: int, *, has_groups: bool) -> str:
    """Say what one header cell heads.

    A row of several labels in the midst of a table heads the columns below it.
    """
    if number < count:
        return "colgroup" if has_groups and number == 0 and span_of(cell, "cols") > 1 else "col"
    if _is_heading(number, rows):
        return "rowgroup"
    is_head = rows.label_rows[number] and len(rows.cells[number]) > 1
    return "col" if is_head and number < rows.last_of_data else "row"
