"""What each line of a page is: running text, heading, note, running head or folio.

A foreign PDF says nothing of this; sizes and places do. Text is what most letters are set in;
notes are smaller and stand at the foot; running heads and folios stand off the text at head and
foot, where they come back on page after page.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from itertools import pairwise

from msgspec import Struct, field

from publish.check.typography.reading import Line, Page
from publish.model.lazy_pattern import lazy_pattern

SAME = 0.07
"""Sizes that differ by less than this share are one size."""

_FOLIO = lazy_pattern(r"[\W_]*(\d+|[ivxlcdm]+)[\W_]*", re.I)
_RECURS = 3
"""Pages on which a line comes back at one height, for it to be a running head."""


FEWEST_FULL = 3
"""Lines that end at one place for it to be the edge of the text."""

FULL = 0.25
"""The share of a page's lines that do; of verse some end at one place by chance."""


ODD = 0.02
"""The share of lines that may begin anywhere."""

HANGING = 2.5
"""Font heights by which lines hang at the most; what stands further in is set in as a whole."""


class Zones(Struct):
    """One page's lines by what they are, from the top down."""

    label: str
    number: int
    """What the label counts; decides the page's side."""
    body: list[Line] = field(default_factory=list)
    """Running text."""
    other: list[Line] = field(default_factory=list)
    """Headings, captions, tables: text of another size among the running text."""
    notes: list[Line] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    """Running head and folio."""
    left: float = 0.0
    right: float = 0.0
    """The edges of the text block."""
    pictures: list[float] = field(default_factory=list)

    @property
    def is_recto(self) -> bool:
        """Tell whether the page is a right-hand one: those have odd numbers (Chicago 1.5)."""
        return self.number % 2 == 1

    @property
    def top(self) -> float | None:
        """Give the uppermost baseline of the page's text; None where there is none."""
        return max((line.base for line in self.body + self.other), default=None)

    @property
    def foot(self) -> float | None:
        """Give the lowest baseline, or a picture's lower edge; None on an empty page."""
        bases = [line.base for line in self.body + self.other + self.notes]
        return min(bases + self.pictures, default=None)


class Book(Struct):
    """All pages, and what most of them share."""

    pages: list[Zones]
    size: float
    """The height of the text's font."""
    leading: float
    head: float
    """The baseline of a full page's first line."""
    em: float = 10.0
    """The size of the text's type."""

    def opens(self, place: int) -> bool:
        """Tell whether a page begins a division: its text is sunk, or a heading comes first."""
        page = self.pages[place]
        if not page.body or page.top is None:
            return True
        is_sunk = page.top < self.head - 1.5 * self.leading
        above = page.body[0].base + 0.5 * self.leading
        return is_sunk or any(line.base > above for line in page.other)

    def ends(self, place: int) -> bool:
        """Tell whether a page is the last of its division, so that it may be short."""
        pages = self.pages
        if place + 1 >= len(pages) or self.opens(place + 1):
            return True
        return pages[place + 1].number != pages[place].number + 1


def zone(pages: list[Page]) -> Book:
    """Tell apart the lines of all pages."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.height] += len(line.glyphs)
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    leading = _leading(pages, size)
    recurring = Counter(
        sign for page in pages for is_top, line in _outermost(page) for sign in _signs(line, is_top)
    )
    known = {sign for sign, count in recurring.items() if count >= max(2, min(_RECURS, len(pages)))}
    known -= _ends_of_text(pages, known)
    zoned = [_zones(page, place, size, leading, known) for place, page in enumerate(pages)]
    _set_edges(zoned, size)
    tops = Counter(round(page.body[0].base) for page in zoned if page.body)
    head = tops.most_common(1)[0][0] if tops else 0.0
    em = pages[0].sizes.get(round(size, 1), size) if pages else size
    return Book(zoned, size, leading, head, em)


def _set_edges(pages: list[Zones], size: float) -> None:
    """Have all pages of a side begin at one edge, and end at one where they have none of their own.

    A page may have few lines at the edge, or none, where speeches hang or all lines are indented.
    A page of verse has no full lines; where no page has, the longest line tells.
    """
    for is_recto in (True, False):
        side = [page for page in pages if page.is_recto is is_recto and page.body]
        lines = [line for page in side for line in page.body]
        justified = [page for page in side if _is_justified(page)]
        rights = Counter(round(page.right) for page in justified)
        right = rights.most_common(1)[0][0] if rights else max((x.right for x in lines), default=0)
        left = _outermost_left(lines)
        for page in side:
            if page not in justified:
                page.right = max(page.right, right)
            if left < page.left < left + HANGING * size:
                page.left = left


def _outermost_left(lines: list[Line]) -> float:
    """Find the outermost place at which more than some odd lines begin."""
    counts = Counter(round(line.left) for line in lines)
    fewest = min(max(FEWEST_FULL, ODD * len(lines)), max(counts.values(), default=0))
    edge = min((place for place, count in counts.items() if count >= fewest), default=0)
    return statistics.median([x.left for x in lines if abs(x.left - edge) <= 1] or [0.0])


def _is_justified(page: Zones) -> bool:
    """Tell whether many lines end at one place, and few beyond it, as those of columns would."""
    full = sum(abs(line.right - page.right) < 1 for line in page.body)
    beyond = sum(line.right >= page.right + 1 and line.letters[-1].isalnum() for line in page.body)
    return full >= max(FEWEST_FULL, FULL * len(page.body), 2 * beyond)


def _leading(pages: list[Page], size: float) -> float:
    steps: Counter[float] = Counter()
    for page in pages:
        bases = sorted({line.base for line in page.lines if _is_same(line.height, size)})
        steps.update(round(b - a, 1) for a, b in pairwise(bases) if b - a > 2)
    return steps.most_common(1)[0][0] if steps else 1.2 * size


def _is_same(height: float, size: float) -> bool:
    return abs(height - size) <= SAME * size


def _ends_of_text(pages: list[Page], known: set[object]) -> set[object]:
    """Return the signs of lines at the foot, as `Exit` is, where most pages end with others."""
    feet = [line for page in pages for is_top, line in _outermost(page) if not is_top]
    recurring = [line for line in feet if not known.isdisjoint(_signs(line, False))]
    all_at, known_at = (Counter(round(line.base) for line in some) for some in (feet, recurring))
    return {
        sign
        for line in recurring
        for sign in _signs(line, False)
        if 2 * known_at[round(line.base)] < all_at[round(line.base)]
    }


def _outermost(page: Page) -> list[tuple[bool, Line]]:
    """List the lines level with the uppermost and with the lowest."""
    if not page.lines:
        return []
    top, bottom = page.lines[0].base, page.lines[-1].base
    return [(True, line) for line in page.lines if top - line.base < 2] + [
        (False, line) for line in page.lines if line.base - bottom < 2 and top - bottom >= 2
    ]


def _signs(line: Line, is_top: bool) -> tuple[object, ...]:
    """Say what makes a line known again: at the head its words, or its height on the page.

    At the foot both together: text ends there too, and with the same word now and then.
    """
    place = round(line.base)
    return (line.letters, place) if is_top else ((line.letters, place),)


def _zones(page: Page, place: int, size: float, leading: float, known: set[object]) -> Zones:
    zones = Zones(page.label, _number(page.label, place), pictures=page.pictures)
    found = [
        line
        for is_top, line in _outermost(page)
        if _is_furniture(page, line, is_top, size, leading, known)
    ]
    furniture = {id(line) for line in found}
    zones.furniture = found
    rest = [line for line in page.lines if id(line) not in furniture]
    while rest and rest[-1].height < (1 - SAME) * size:
        zones.notes.insert(0, rest.pop())
    for line in rest:
        (zones.body if _is_same(line.height, size) else zones.other).append(line)
    if zones.body:
        begun = [line.left for line in zones.body if line.letters[0].isalnum()]
        zones.left = _edge(begun or [line.left for line in zones.body], -1)
        ended = [line.right for line in zones.body if line.letters[-1].isalnum()]
        zones.right = _edge(ended or [line.right for line in zones.body], 1)
    return zones


def _edge(places: list[float], sign: int) -> float:
    """Find where most lines begin (`sign` -1) or end (1); of two as frequent, the outer one.

    Lines that begin or end with a sign are asked only where there are no others: theirs may stand
    out over the edge.
    """
    counts = Counter(round(place) for place in places)
    most = max(counts.values())
    edge = sign * max(sign * place for place, count in counts.items() if count * 2 >= most)
    return statistics.median(place for place in places if abs(place - edge) <= 1)


def _is_furniture(
    page: Page,
    line: Line,
    is_top: bool,
    size: float,
    leading: float,
    known: set[object],
) -> bool:
    if line.height > (1 + SAME) * size:
        return False
    inner = [other.base for other in page.lines if abs(other.base - line.base) >= 2]
    if not inner:
        return bool(_FOLIO.fullmatch(line.letters))
    gap = abs(line.base - (max(inner) if is_top else min(inner)))
    if gap < 1.15 * leading:
        return False
    recurs = any(sign in known for sign in _signs(line, is_top))
    return bool(_FOLIO.fullmatch(line.letters)) or (recurs and gap > 1.3 * leading)


def _number(label: str, place: int) -> int:
    """Read the number in a page's label, arabic or roman; else count the pages."""
    digits = re.search(r"\d+", label)
    if digits:
        return int(digits[0])
    return _roman(label.lower()) or place + 1


def _roman(letters: str) -> int:
    values = [
        {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}.get(letter, 0)
        for letter in letters
    ]
    if not values or 0 in values:
        return 0
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))
