"""Kindle's locations: which of several places a clipping means, by how a device measures the book.

A location is so much of the device's own file: 150 bytes of what a MOBI or AZW3 holds, markup and
all (calibre, `devices/kindle/bookmark.py`), 128 characters of a KFX. Which it is, and how much the
device's markup differs from the copy's, is told by the clippings whose words stand once.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import accumulate, islice
from typing import TypeVar

from publish.revise.marks.mark import Mark
from publish.revise.matching import is_in_word
from publish.revise.reader_text import FoldedText, fold_letters

FEWEST = 12
"""Clippings with one place each that a measure is laid along, at least."""
CARE = 2.0
"""How much farther from its location a place may lie than any of those that are known."""
DEVIATIONS = 4.0
"""Standard deviations by which the measure itself may be off: one in 15,000 is farther."""
ROUNDING = math.sqrt(1 / 12)
"""The standard deviation of what is told in whole numbers."""

Span = tuple[int, int]
_Known = tuple[int, int]
"""A place, and its location counted from 0."""
_Order = TypeVar("_Order", bound=tuple[float, ...])


class Ruler:
    """A copy's text, and where in it how many tags stand."""

    def __init__(self, text: str, tags: Sequence[tuple[int, int, int]]) -> None:
        """Take the text, and for rising places of it the number of tags before and their bytes."""
        self.text, self.tags = text, tags

    @cached_property
    def folded(self) -> FoldedText:
        """Return the text's letters."""
        return FoldedText.of(self.text)

    @cached_property
    def bytes_before(self) -> array[int]:
        """Count the bytes of text, as UTF-8, before each place."""
        return array("L", accumulate((_bytes(each) for each in self.text), initial=0))

    def tags_before(self, at: int) -> tuple[int, int]:
        """Count the tags before a place, and their bytes."""
        number = bisect_right(self.tags, at, key=lambda each: each[0])
        return self.tags[number - 1][1:] if number else (0, 0)

    def places(self, words: str) -> Iterator[Span]:
        """Yield the places of some words, but not of parts of words."""
        quoted = fold_letters(words)
        for at in self.folded.find(quoted):
            span = self.folded.span(at, at + len(quoted))
            if not any(is_in_word(self.text, edge) for edge in span):
                yield span

    def reads(self, words: str, span: Span) -> bool:
        """Return whether a place has the words to the letter."""
        return self.text[slice(*span)].split() == words.split()


def _bytes(character: str) -> int:
    """Count the bytes that a character has in UTF-8."""
    return 1 + (character > "\x7f") + (character > "\u07ff") + (character > "\uffff")


_Counts = Callable[[Ruler, int], tuple[float, ...]]
COUNTS: tuple[_Counts, ...] = (
    lambda _, at: (1, at),
    lambda ruler, at: (1, at, *ruler.tags_before(at)),
    lambda ruler, at: (1, ruler.bytes_before[at], *ruler.tags_before(at)),
)
"""What a device may count before a place: characters or bytes, and tags as it writes them anew."""


class _Measure:
    """Where a device's locations stand in a text, by those that are known."""

    def __init__(self, ruler: Ruler, counts: _Counts, known: Sequence[_Known]) -> None:
        """Lay what is counted along the known places, by least squares.

        Raises ZeroDivisionError where they do not tell one count from another.
        """
        self._counts = partial(counts, ruler)
        rows = [self._counts(at) for at, _ in known]
        middles = [location + 0.5 for _, location in known]
        columns = list(zip(*rows, strict=True))
        self._inverse = inverted([[_product(one, other) for other in columns] for one in columns])
        sums = [_product(column, middles) for column in columns]
        self._factors = [_product(row, sums) for row in self._inverse]
        self._farthest = max(0.0, *(self.misses(*each) for each in known))
        off = sum((self.location(at) - location - 0.5) ** 2 for at, location in known)
        # Both ends of a clipping say much the same, so that they count for one.
        variance = off / (len(known) - 2 * len(columns))
        self.spread = max(ROUNDING, math.sqrt(variance))

    def location(self, at: int) -> float:
        """Return the location of a place; the device tells its whole number."""
        return _product(self._factors, self._counts(at))

    def misses(self, at: int, location: int) -> float:
        """Return by how much a place lies outside a location; less than 0 is inside."""
        return abs(self.location(at) - location - 0.5) - 0.5

    def reach(self, at: int) -> float:
        """Return how far from its location a place may lie; far from known ones it is more."""
        row = self._counts(at)
        lever = max(0.0, _product(row, [_product(each, row) for each in self._inverse]))
        return CARE * self._farthest + DEVIATIONS * self.spread * math.sqrt(2 * lever)

    def has(self, span: Span, first: int, last: int) -> bool:
        """Return whether words may begin and end in these locations."""
        reach = self.reach(span[0])
        return self.misses(span[0], first) <= reach and self.misses(span[1] - 1, last) <= reach


def _product(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def inverted(table: Sequence[Sequence[float]]) -> list[list[float]]:
    """Invert a square table of numbers (Gauss and Jordan). Raises ZeroDivisionError."""
    size = len(table)
    rows = [[*row, *(float(a == b) for b in range(size))] for a, row in enumerate(table)]
    for at in range(size):
        best = max(range(at, size), key=lambda number: abs(rows[number][at]))
        rows[at], rows[best] = rows[best], rows[at]
        top = [each / rows[at][at] for each in rows[at]]
        for number, row in enumerate(rows):
            rows[number] = [x - row[at] * y for x, y in zip(row, top, strict=True)]
        rows[at] = top
    return [row[size:] for row in rows]


def located(marks: Sequence[Mark], ruler: Ruler) -> dict[int, list[Span]]:
    """Find, for marks by their number, the places that lie where their locations say.

    Left out are marks without a location, those whose words stand once or not at all, and those
    with no place near their location: that says that the measure is wrong there.
    """
    found = [list(islice(ruler.places(mark.words), 2)) if mark.locations else [] for mark in marks]
    once = zip(marks, found, strict=True)
    sure = [(mark.locations, own[0]) for mark, own in once if mark.locations and len(own) == 1]
    known = list(_ends(rising(sorted(sure))))
    measure = _measure(ruler, known) if len(known) >= 2 * FEWEST else None
    chosen = {}
    for number, (mark, own) in enumerate(zip(marks, found, strict=True)):
        if measure and mark.locations and len(own) > 1:
            first, last = (location - 1 for location in mark.locations)
            near = [each for each in ruler.places(mark.words) if measure.has(each, first, last)]
            chosen[number] = [each for each in near if ruler.reads(mark.words, each)] or near
    return {number: near for number, near in chosen.items() if near}


def _measure(ruler: Ruler, known: Sequence[_Known]) -> _Measure | None:
    """Choose what the device counts: that by which the known places lie best."""
    made = []
    for counts in COUNTS:
        try:
            made.append(_Measure(ruler, counts, known))
        except ZeroDivisionError:
            continue
    return min(made, key=lambda each: each.spread, default=None)


def _ends(sure: Iterable[tuple[tuple[int, int], Span]]) -> Iterator[_Known]:
    """Yield where words begin and end, with their locations."""
    for (first, last), (start, end) in sure:
        yield start, first - 1
        yield end - 1, last - 1


def rising(sure: Sequence[tuple[_Order, Span]]) -> list[tuple[_Order, Span]]:
    """Keep the longest series of places that stand in the text as the device has them.

    What is out of order is no witness: a title that stands in the contents, too.
    """
    ends: list[Span] = []
    at: list[int] = []
    before: list[int] = [-1] * len(sure)
    for number, (_, span) in enumerate(sure):
        place = bisect_right(ends, span)
        before[number] = at[place - 1] if place else -1
        ends[place : place + 1] = [span]
        at[place : place + 1] = [number]
    kept, number = [], at[-1] if at else -1
    while number >= 0:
        kept.append(sure[number])
        number = before[number]
    return kept[::-1]
