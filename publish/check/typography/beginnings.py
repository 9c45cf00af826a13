"""Lines of running text -> where a paragraph begins at the edge, as verse and speeches do.

In prose the first line of a paragraph is indented, and what stands at the edge goes on. A line of
verse begins at the edge, as does a speech whose further lines hang; what is indented goes on. A
line at the edge tells which it is by the one before: in prose that is full.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from publish.check.typography.reading import Line
from publish.check.typography.zones import Book, Zones

EM = 0.7
"""An em as a share of a font's height, roughly."""

SPACE = 0.25
"""A word space as a share of an em."""

INDENT = 0.5
"""A line this share of an em off the edge is indented."""

SHORT = 0.2
"""A justified line that ends this share of an em before the edge is a paragraph's last."""

GAP = 1.3
"""More leading than this stands between two paragraphs that are set apart."""

AROUND = 8
"""Lines before and behind one that are asked how paragraphs begin there."""

Placed = tuple[int, Line]
"""A line and the place of its page in the book."""


def begin_at_edge(book: Book, lines: Sequence[Placed]) -> list[bool]:
    """Tell of each line whether paragraphs begin at the edge where it stands."""
    votes = [0, *(_vote(book, before, line) for before, line in pairwise(lines))]
    sums = [0, *accumulate(votes[: len(lines)])]
    return [
        sums[min(len(lines), place + AROUND + 1)] - sums[max(0, place - AROUND)] > 0
        for place in range(len(lines))
    ]


def _vote(book: Book, before: Placed, now: Placed) -> int:
    """Ask a line at the edge: 1 where it begins, -1 where it goes on; others have no vote."""
    page = book.pages[now[0]]
    if before[0] != now[0] or now[1].left - page.left > INDENT * EM * book.size:
        return 0
    if is_apart(book, page, before[1], now[1]) or not before[1].gaps:
        return 0
    return 1 if is_short(book, before) else -1


def is_short(book: Book, placed: Placed) -> bool:
    """Tell whether a line ends before the edge."""
    page, line = book.pages[placed[0]], placed[1]
    return line.right < page.right - SHORT * EM * book.size


def is_apart(book: Book, page: Zones, before: Line, line: Line) -> bool:
    """Tell whether two lines of a page are set apart: by a gap, or something between them."""
    between = any(before.base > other.base > line.base for other in page.other)
    return between or before.base - line.base > GAP * book.leading


def has_room(book: Book, before: Placed, line: Line) -> bool:
    """Tell whether a line's first word would have fitted on the line before it."""
    em = EM * book.size
    word = line.first_word
    width = word[-1].right - word[0].left
    return before[1].right + SPACE * em + width < book.pages[before[0]].right
