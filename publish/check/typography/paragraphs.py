"""Lines of running text -> paragraphs, over the ends of pages, told by indents and short lines.

An indented line begins a paragraph, whatever stands above it: a paragraph of one line may reach
the edge by chance. Lines of a quotation that is set in are so each taken for one, and never for a
widow or an orphan. Where paragraphs begin at the edge, each line there begins one: a line of
verse, a speaker, a speech; it takes along the indented lines that were too long for it.
"""

from __future__ import annotations

from msgspec import Struct, field

from publish.check.typography.beginnings import (
    EM,
    INDENT,
    begin_at_edge,
    has_room,
    is_apart,
    is_short,
)
from publish.check.typography.reading import Line
from publish.check.typography.zones import Book


class Paragraph(Struct):
    """Lines, each with the place of its page in the book."""

    lines: list[tuple[int, Line]] = field(default_factory=list)

    def on_page(self, place: int) -> list[Line]:
        """List its lines on one page."""
        return [line for page, line in self.lines if page == place]


def set_paragraphs(book: Book) -> list[Paragraph]:
    """Tell where paragraphs begin."""
    lines = [(place, line) for place, page in enumerate(book.pages) for line in page.body]
    at_edge = begin_at_edge(book, lines)
    paragraphs: list[Paragraph] = []
    for number, (place, line) in enumerate(lines):
        begins = _begins_at_edge if at_edge[number] else _begins
        before = lines[number - 1] if number else None
        if (
            before is None
            or _is_cut_off(book, place, line, before)
            or begins(book, place, line, before, paragraphs[-1])
        ):
            paragraphs.append(Paragraph())
        paragraphs[-1].lines.append((place, line))
    return paragraphs


def _is_cut_off(book: Book, place: int, line: Line, before: tuple[int, Line]) -> bool:
    """Tell whether something stands between two lines: a gap, a heading, another page."""
    if place == before[0]:
        return is_apart(book, book.pages[place], before[1], line)
    return place != before[0] + 1 or book.opens(place)


def _begins(
    book: Book, place: int, line: Line, before: tuple[int, Line], _paragraph: Paragraph
) -> bool:
    """Tell whether a line is indented or stands out, or the one above is short."""
    indent = INDENT * EM * book.size
    if is_short(book, before) and (before[1].gaps or _indent(book, *before) > indent):
        return True
    return abs(_indent(book, place, line)) > indent


def _begins_at_edge(
    book: Book, place: int, line: Line, before: tuple[int, Line], paragraph: Paragraph
) -> bool:
    """Tell whether a line does not hang below the first one, or did not have to be turned."""
    hang = _indent(book, place, line) - _indent(book, *paragraph.lines[0])
    return hang <= INDENT * EM * book.size or has_room(book, before, line)


def _indent(book: Book, place: int, line: Line) -> float:
    return line.left - book.pages[place].left


def is_justified(book: Book, paragraph: Paragraph) -> bool:
    """Tell whether a paragraph's lines are full but for the last.

    Of one that hangs more than one must be: a line of verse that is turned may end at the edge.
    """
    *above, last = paragraph.lines
    hangs = _indent(book, *last) > _indent(book, *paragraph.lines[0]) + INDENT * EM * book.size
    return len(above) > hangs and all(is_full(book, *line) for line in above)


def is_full(book: Book, place: int, line: Line) -> bool:
    """Tell whether a line reaches from edge to edge of the text, but for an indent."""
    page, em = book.pages[place], EM * book.size
    return line.right >= page.right - 0.35 * em and line.left <= page.left + 3 * em
