"""Tables measured before they are laid out: a wide one is set smaller, a crowded one turned.

WeasyPrint makes a column as wide as its longest word and lets the table run off the page. The
words are counted here, and the class tells the style sheet what the table needs. What is too wide
in the smallest size is turned, or its words are broken. No figure is
broken in two: a column is as wide as its longest. Large print is for readers who need its size:
its tables are set no smaller than its text, though words be broken, unless figures would be; and
they stay upright as long as that size fits, as such books are not easily turned.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from msgspec import Struct

from publish.engine.tree import add_class, parents_of
from publish.write.pdf.prepare.setting.turned_tables import turn, turnable_tables

LETTER = 0.5
"""Width of a letter in em: words in narrow columns have few spaces and many figures."""

SIZES = (("", 0.82, 0.6), ("wide", 0.68, 0.35), ("very-wide", 0.55, 0.25))
"""Class, size of type in rem, space between columns in em; from the roomiest (print.css)."""

LARGE = ("large", 1.0, 0.6)
"""The size of tables in large print; smaller ones only where figures would be broken."""

LARGE_PRINT_PT = 16.0
"""The smallest type of large print (RNIB, Clear Print guidelines)."""

FIGURE, POINT = 0.5, 0.28
"""Width of a lining figure, and of a point, comma or the like between figures, in em."""

SMALLEST_PT = 5.0
"""The smallest type that a table is set in so that its figures are whole."""

CROWDED = "crowded"
"""The class of a table whose words must be broken even in the smallest size."""

BROKEN = "broken"
"""The class of a crowded table whose figures are broken, too."""

FEWEST = 7
"""Letters of a word that a column has room for at the least."""

MOST = 16
"""Letters of a word that count for its column's share of a crowded table."""

NO_WORD = 40
"""Letters of an address, a formula or the like, which is broken rather than a table turned."""

PICTURED = 0.92
"""Share of the text block's width that pictures beside each other may take."""

TALL = 700
"""Characters in a cell from which on a row may break over pages."""


class _Column(Struct):
    """What a column holds: its longest word in letters, its longest figure in em."""

    word: int = 1
    figures: float = 0.0

    def least(self) -> float:
        """Return the width in em below which a figure breaks, or words come to pieces."""
        return max(self.figures, LETTER * min(self.word, FEWEST))


def fit_tables(
    root: Element, measure: float, font_size_pt: float = 11.0, turned_measure: float = 0.0
) -> list[str]:
    """Class the tables below `root`; `measure` is the width of the text block in rem.

    `turned_measure` is its height, the width that a turned table has. Give the first words of
    those whose words must be broken to fit.
    """
    crowded = []
    parents, turnable = parents_of(root), turnable_tables(root) if turned_measure > measure else {}
    for table in list(root.iter("table")):
        _close_cells(table)
        columns, room = _columns(table), measure
        if table in turnable and _is_too_wide(columns, measure, font_size_pt):
            turn(turnable[table], parents)
            room = turned_measure
        if _fit(table, columns, room, font_size_pt):
            crowded.append(_first_words(table))
        for row in table.iter("tr"):
            if any(len("".join(cell.itertext())) > TALL for cell in row):
                add_class(row, "tall")
    return crowded


def _is_too_wide(columns: list[_Column], measure: float, font_size_pt: float) -> bool:
    """Return whether whole words do not fit in any size, or figures not in that of large print."""
    words = [_Column(min(column.word, NO_WORD), column.figures) for column in columns]
    name, size, _ = _size(words, measure, font_size_pt)
    return CROWDED in name and size < LARGE[1]


def _fit(table: Element, columns: list[_Column], measure: float, font_size_pt: float) -> bool:
    """Set one table as large as it fits; tell whether its words must be broken for that."""
    name, size, gap = _size(columns, measure, font_size_pt)
    if name:
        add_class(table, name)
    if CROWDED in name:
        if size < SIZES[-1][1]:
            type_size = f"font-size: {size:.3f}rem; line-height: {1.27 * size:.3f}rem"
            table.set("style", f"{table.get('style', '')} {type_size}".strip())
        _share_out(table, columns, measure / size, gap)
    else:
        _make_room_for_caption(table, measure)
    _fit_pictures(table, measure)
    return CROWDED in name


def _first_words(table: Element) -> str:
    return " ".join(" ".join(table.itertext()).split()[:6])


def _make_room_for_caption(table: Element, measure: float) -> None:
    """Let a narrow table be as wide as its title in three lines, whose words would be broken."""
    caption = table.find("caption")
    if caption is None:
        return
    words = [len(word) for word in "".join(caption.itertext()).split()]
    if words:
        width = min(measure, LETTER * max(max(words), sum(words) / 3))
        table.set("style", f"{table.get('style', '')} min-width: {width:.1f}rem".strip())


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


def _size(columns: list[_Column], measure: float, font_size_pt: float) -> tuple[str, float, float]:
    """Choose a table's classes, its size in rem and the space between its columns in em."""
    is_large = font_size_pt >= LARGE_PRINT_PT
    sizes = (LARGE,) if is_large else SIZES
    for name, size, gap in sizes:
        if size * sum(LETTER * column.word + gap for column in columns) <= measure:
            return name, size, gap
    for name, size, gap in (LARGE, *SIZES) if is_large else SIZES[-1:]:
        if size * sum(column.least() + gap for column in columns) <= measure:
            return f"{name} {CROWDED}", size, gap
    name, size, gap = SIZES[-1]
    fitting = measure / sum(column.least() + gap for column in columns)
    if fitting * font_size_pt >= SMALLEST_PT:
        return f"{name} {CROWDED}", fitting, gap
    return f"{name} {CROWDED} {BROKEN}", size, gap


def _share_out(table: Element, columns: list[_Column], room: float, gap: float) -> None:
    """Give each column its share of the page; left to itself the longest text would take it all.

    `room` and `gap` are in em of the table's type. Figures have the room that they need first.
    """
    least = [column.least() + gap for column in columns]
    more = [max(0.0, LETTER * min(c.word, MOST) - c.least()) for c in columns]
    spare = max(0.0, room - sum(least)) / (sum(more) or 1)
    shares = [first + spare * second for first, second in zip(least, more, strict=True)]
    for group in table.findall("colgroup"):  # of headers, which paper has no use for
        table.remove(group)
    group = Element("colgroup")
    for share in shares:
        group.append(Element("col", {"style": f"width: {100 * share / sum(shares):.2f}%"}))
    is_titled = len(table) > 0 and table[0].tag == "caption"
    table.insert(1 if is_titled else 0, group)


def _columns(table: Element) -> list[_Column]:
    """Measure the longest words of each column; a cell over several columns shares them."""
    columns: dict[int, _Column] = {}
    for row in table.iter("tr"):
        place = 0
        for cell in row:
            span = _span(cell)
            words = list(_words(cell))
            longest = max(map(_length, words), default=1)
            figures = max((_width(word) for word in words if _is_figure(word)), default=0.0)
            for column in (columns.setdefault(n, _Column()) for n in range(place, place + span)):
                column.word = max(column.word, -(-longest // span))
                column.figures = max(column.figures, figures / span)
            place += span
    return list(columns.values())


def _is_figure(word: str) -> bool:
    """Return whether a word is mostly of figures, and reads as one number."""
    return 2 * sum(letter.isdigit() for letter in word) >= len(word)


def _width(figure: str) -> float:
    return sum(FIGURE if letter.isalnum() else POINT for letter in figure)


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
