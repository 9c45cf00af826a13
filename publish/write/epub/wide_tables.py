"""Tables that a narrow page can hold: every row is shown, and no word runs over the edge.

A frame that scrolls is no help in a paged reading system: a box with hidden overflow is never
broken over pages (CSS Fragmentation 3 section 4.1), so all rows after the first page are lost.
Columns get shares by what they need, and a table that needs more than a telephone has is
marked, so that a style sheet can set it there as one record for each row.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from msgspec import Struct

from publish.model.lazy_pattern import lazy_pattern
from publish.write.epub.content import EPUB_TYPE, H

LETTER_EM = 0.44
"""Width of a letter in em of the text around the table, whose type is smaller (tables.css)."""

WIDE_LETTER_EM = 0.9
"""That of a Chinese, Japanese or Korean one."""

GAP_EM = 0.55
"""The space between two columns."""

PHONE_EM = 19.0
"""The measure of a telephone of 360 px, at the usual size of type, with some room to spare."""

READER_EM = 36.0
"""That of an e-reader of 600 px, in the smaller type that wide tables have there (epub.css)."""

_INSET_EM = {"ul": 1.6, "ol": 1.6, "dd": 1.4, "blockquote": 2.4}
"""What an element around a table takes of the measure."""

FEWEST_MEASURED = 4
"""A table of fewer columns that need little gets along by itself."""

MOST_COLUMNS = 60
"""What is wider has spans that mean "all of them"."""

_BREAKS = lazy_pattern(r"[\s\u00ad\u200b/–—]+|(?<=-)")
_WIDE = lazy_pattern(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")


class _Column(Struct):
    """What a column needs at least, and what it would fill without a line's end, in em."""

    need: float = 0.0
    natural: float = 0.0


def fit_table(table: etree._Element) -> None:
    """Share out a table's columns; mark one that is too wide for a telephone (`wide`, `stacked`).

    `stacked` is one that no reader's page holds. Tables inside others stay as they are.
    """
    around = [ancestor.tag for ancestor in table.iterancestors()]
    if H + "table" in around or "gloss" in (table.get("class") or "").split():
        return
    columns = _columns(table)
    need = sum(column.need + GAP_EM for column in columns)
    room = PHONE_EM - sum(_INSET_EM.get(str(tag).removeprefix(H), 0.0) for tag in around)
    if need > room:
        name = "stacked" if need > READER_EM - (PHONE_EM - room) else "wide"
        table.set("class", f"{table.get('class') or ''} {name}".strip())
        _label_cells(table)
    if len(columns) >= FEWEST_MEASURED or need > room / 2:
        table.set("class", f"{table.get('class') or ''} measured".strip())
        _share_out(table, columns, max(need, room))


def _columns(table: etree._Element) -> list[_Column]:
    columns: list[_Column] = []
    for number, cell in _cells(table):
        while len(columns) <= min(number, MOST_COLUMNS):
            columns.append(_Column())
        if _span(cell, "colspan") > 1 or number > MOST_COLUMNS:
            continue
        text = " ".join("".join(map(str, cell.itertext())).split())
        column = columns[number]
        column.need = max(column.need, max(map(_width, _BREAKS.split(text)), default=0.0))
        column.natural = max(column.natural, _width(text, can_break=False))
    return columns


def _width(text: str, *, can_break: bool = True) -> float:
    """Estimate how wide a text is; Chinese and Japanese may end a line between any two letters."""
    wide = len(_WIDE.findall(text))
    if can_break and wide:
        return max(WIDE_LETTER_EM, max(map(len, _WIDE.split(text))) * LETTER_EM)
    return (len(text) - wide) * LETTER_EM + wide * WIDE_LETTER_EM


def _cells(table: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Yield each cell with the number of its column, counted as HTML does (HTML 4.9.12.1)."""
    filled: dict[int, int] = {}
    for row in table.iter(H + "tr"):
        number = 0
        below = {column: rows - 1 for column, rows in filled.items() if rows > 1}
        for cell in row:
            if cell.tag not in {H + "td", H + "th"}:
                continue
            while filled.get(number, 0) > 0:
                number += 1
            yield number, cell
            width, rows = _span(cell, "colspan"), _span(cell, "rowspan")
            for column in range(number, number + width):
                if rows > 1:
                    below[column] = rows - 1
            number += width
        filled = below


def _span(cell: etree._Element, name: str) -> int:
    written = cell.get(name) or "1"
    return min(MOST_COLUMNS, max(1, int(written))) if written.isdigit() else 1


def _share_out(table: etree._Element, columns: list[_Column], room: float) -> None:
    """Give each column what it needs, and of the rest by what would fill it."""
    spare = max(0.0, room - sum(column.need + GAP_EM for column in columns))
    wishes = [min(column.natural, room) - column.need for column in columns]
    whole = sum(wishes)
    shares = [
        column.need + GAP_EM + (spare * wish / whole if whole else 0.0)
        for column, wish in zip(columns, wishes, strict=True)
    ]
    if len(shares) > MOST_COLUMNS or not sum(shares):
        return
    groups = iter(_column_groups(table, len(shares)))
    for share in shares:
        width = {"style": f"width: {100 * share / sum(shares):.1f}%"}
        etree.SubElement(next(groups), H + "col", width)


def _column_groups(table: etree._Element, count: int) -> Iterator[etree._Element]:
    """Yield for each column the group that it belongs to: one that the table has, or a new one."""
    groups = table.findall(H + "colgroup")
    spans = [_span(group, "span") for group in groups]
    if sum(spans) != count:
        for group in groups:
            table.remove(group)
        caption = table.find(H + "caption")
        groups, spans = [etree.Element(H + "colgroup")], [count]
        table.insert(0 if caption is None else table.index(caption) + 1, groups[0])
    for group, span in zip(groups, spans, strict=True):
        group.attrib.pop("span", "")
        yield from [group] * span


def _label_cells(table: etree._Element) -> None:
    """Write each cell's heading beside it, and above a row the cell that reaches down into it."""
    headings: dict[int, list[str]] = {}
    head = table.find(H + "thead")
    for number, cell in _cells(table):
        row = cell.getparent()
        if row is not None and head is not None and row.getparent() is head:
            for column in range(number, number + _span(cell, "colspan")):
                headings.setdefault(column, []).append(_words(cell))
        elif not cell.get("scope") and any(headings.get(number, [])):
            cell.set("data-label", ", ".join(filter(None, headings[number])))
        _name_rows_below(cell, row)


def _name_rows_below(cell: etree._Element, row: etree._Element | None) -> None:
    for _ in range(_span(cell, "rowspan") - 1):
        row = row.getnext() if row is not None else None
        if row is not None and row.tag == H + "tr" and _words(cell):
            row.set("data-under", ", ".join(filter(None, [row.get("data-under"), _words(cell)])))


def _words(cell: etree._Element) -> str:
    """Say what a cell says, without the marks of its notes."""
    return " ".join("".join(_words_outside_marks(cell)).split())


def _words_outside_marks(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.get(EPUB_TYPE) not in {"noteref", "pagebreak"}:
            yield from _words_outside_marks(child)
        yield child.tail or ""
