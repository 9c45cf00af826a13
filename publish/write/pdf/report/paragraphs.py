"""Lines of running text -> paragraphs, over the ends of pages, told by indents and short lines.

An indented line begins a paragraph, whatever stands above it: a paragraph of one line may reach
the edge by chance. Lines of a quotation that is set in are so each taken for one, and never for a
widow or an orphan.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from publish.write.pdf.report.reading import Line
from publish.write.pdf.report.zones import Book, Zones

EM = 0.7
"""An em as a share of a font's height, roughly."""

SHORT = 0.2
"""A justified line that ends this share of an em before the edge is a paragraph's last."""

GAP = 1.3
"""More leading than this stands between two paragraphs that are set apart."""


@dataclass(slots=True)
class Paragraph:
    """Lines, each with the place of its page in the book."""

    lines: list[tuple[int, Line]] = field(default_factory=list)

    def on_page(self, place: int) -> list[Line]:
        """List its lines on one page."""
        return [line for page, line in self.lines if page == place]


def set_paragraphs(book: Book) -> list[Paragraph]:
    """Tell where paragraphs begin."""
    paragraphs: list[Paragraph] = []
    before: tuple[int, Line] | None = None
    for place, page in enumerate(book.pages):
        for line in page.body:
            if before is None or _begins(book, place, line, before):
                paragraphs.append(Paragraph())
            paragraphs[-1].lines.append((place, line))
            before = place, line
    return paragraphs


def _begins(book: Book, place: int, line: Line, before: tuple[int, Line]) -> bool:
    page, last = book.pages[before[0]], before[1]
    em = EM * book.size
    now = book.pages[place]
    indent, was = line.left - now.left, last.left - page.left
    is_short = last.right < page.right - SHORT * em
    if is_short and (last.gaps or was > 0.5 * em):
        return True
    if indent > 0.5 * em:
        return True
    if place != before[0]:
        return place != before[0] + 1 or book.opens(place)
    return last.base - line.base > GAP * book.leading or _stands_between(now, last, line)


def _stands_between(page: Zones, last: Line, line: Line) -> bool:
    return any(last.base > other.base > line.base for other in page.other)


def is_full(book: Book, place: int, line: Line) -> bool:
    """Tell whether a line reaches from edge to edge of the text, but for an indent."""
    page, em = book.pages[place], EM * book.size
    return line.right >= page.right - 0.35 * em and line.left <= page.left + 3 * em
