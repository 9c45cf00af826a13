"""Tables measured before they are laid out: a wide one is set smaller, a crowded one broken.

WeasyPrint makes a column as wide as its longest word and lets the table run off the page. The
words are counted here, and the class tells the style sheet what the table needs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from publish.write.pdf.tree import add_class

LETTER = 0.5
"""Width of a letter in em: words in narrow columns have few spaces and many figures."""

SIZES = (("", 0.82, 0.6), ("wide", 0.68, 0.35), ("very-wide", 0.55, 0.25))
"""Class, size of type in rem, space between columns in em; from the roomiest (print.css)."""

CROWDED = "crowded"
"""The class of a table whose words must be broken even in the smallest size."""

MOST = 16
"""Letters of a word that count for its column's share of a crowded table."""

PICTURED = 0.92
"""Share of the text block's width that pictures beside each other may take."""

TALL = 700
"""Characters in a cell from which on a row may break over pages."""


def fit_tables(root: Element, measure: float) -> None:
    """Class the tables below `root`; `measure` is the width of the text block in rem."""
    for table in root.iter("table"):
        _close_cells(table)
        columns = _columns(table)
        name = _size(columns, measure)
        if name:
            add_class(table, name)
        if name.endswith(CROWDED):
            _share_out(table, columns)
        _fit_pictures(table, measure)
        for row in table.iter("tr"):
            if any(len("".join(cell.itertext())) > TALL for cell in row):
                add_class(row, "tall")


def _close_cells(table: Element) -> None:
    """Take the white space from the ends of cells; from right to left it would part their lines."""
    for cell in (cell for row in table.iter("tr") for cell in row):
        if not len(cell):
            cell.text = (cell.text or "").rstrip(" \n\t")
        else:
            cell[-1].tail = (cell[-1].tail or "").rstrip(" \n\t")


def _fit_pictures(table: Element, measure: float) -> None:
    """Set pictures as wide as their share of the page, which a column does not hold them to."""
    rows = [
        [cell for cell in row if next(cell.iter("img"), None) is not None]
        for row in table.iter("tr")
    ]
    beside = max(map(len, rows), default=0)
    for cell in (cell for row in rows for cell in row):
        for picture in cell.iter("img"):
            width = PICTURED * measure / max(1, beside)
            asked = f"{style}; " if (style := picture.get("style")) else ""
            picture.set("style", f"{asked}max-width: {width:.2f}rem")


def _size(widths: list[int], measure: float) -> str:
    for name, size, gap in SIZES:
        if size * sum(LETTER * width + gap for width in widths) <= measure:
            return name
    return f"{SIZES[-1][0]} {CROWDED}"


def _share_out(table: Element, columns: list[int]) -> None:
    """Give each column its share of the page; left to itself the longest text would take it all."""
    shares = [LETTER * min(width, MOST) + SIZES[-1][2] for width in columns]
    group = Element("colgroup")
    for share in shares:
        group.append(Element("col", {"style": f"width: {100 * share / sum(shares):.2f}%"}))
    is_titled = len(table) > 0 and table[0].tag == "caption"
    table.insert(1 if is_titled else 0, group)


def _columns(table: Element) -> list[int]:
    """Count the letters of each column's longest word; a cell over several columns shares them."""
    widths: dict[int, int] = {}
    for row in table.iter("tr"):
        column = 0
        for cell in row:
            span = _span(cell)
            longest = max((_length(word) for word in _words(cell)), default=1)
            for place in range(column, column + span):
                widths[place] = max(widths.get(place, 1), -(-longest // span))
            column += span
    return list(widths.values())


def _span(cell: Element) -> int:
    written = cell.get("colspan", "1")
    return min(100, max(1, int(written))) if written.isascii() and written.isdigit() else 1


def _words(cell: Element) -> Iterator[str]:
    return (word for text in cell.itertext() for word in text.split())


def _length(word: str) -> int:
    """Measure a word in letters; between East Asian characters a line may break anywhere."""
    if any(unicodedata.east_asian_width(letter) in "WF" for letter in word):
        return 2
    return max(len(part) + 1 for part in word.replace("\u2010", "-").split("-"))
