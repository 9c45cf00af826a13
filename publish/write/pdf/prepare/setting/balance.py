"""Titles of some lines broken where all are alike and sense is kept (Bringhurst 2.4.9).

A line that ends in an article or preposition reads badly, so the break stands before it. The
other spaces are made such that no line ends at them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from xml.etree.ElementTree import Element

from publish.house.language.sense_lines import (
    NO_BREAK,
    bind_by_sense,
    leads_on,
    words_between_spaces,
)
from publish.write.pdf.prepare.setting.openings import HEADINGS

LETTER = 0.46
"""Width of a letter of display type with its share of spaces, in em."""

LARGEST, LONG_TITLE, VERY_LONG_TITLE, SMALLER = 2.3, 1.7, 1.25, 1.4
"""rem: the largest type of titles, of long and very long ones, of half titles (print.css)."""

_SMALLER = frozenset({"half-title", "subtitle", "sub", "author", "contributor"})

SMALL_WORD, PENALTY = 3, 9
"""A line ending in a word of so few letters counts as so many letters out of balance."""

MOST_WORDS = 40
"""More are a paragraph rather than a title, and are not balanced."""

PARTED = 30
"""The same for a line whose last word belongs to the next: an article, an initial, `and`."""


def balance_titles(root: Element, measure: float) -> None:
    """Fix the breaks of each title that a few lines hold; `measure` is their width in rem."""
    language = root.get("lang", "")
    for title in root.iter():
        classes = set(title.get("class", "").split())
        is_smaller = title.tag == "p" and not classes.isdisjoint(_SMALLER)
        is_title = title.tag in HEADINGS or is_smaller or "title" in classes
        numbered = len(title) == 1 and title[0].get("class") == "head-number"
        if not is_title or (len(title) and not numbered):
            continue
        size, most = _size_and_lines(classes, is_smaller=is_smaller)
        room = measure / size / LETTER
        if numbered:
            title[0].tail = " " + balanced(title[0].tail or "", room, most, language)
        else:
            title.text = balanced(title.text or "", room, most, language)


def _size_and_lines(classes: set[str], *, is_smaller: bool) -> tuple[float, int]:
    """Return a title's type in rem, and how many lines of it are balanced."""
    if is_smaller:
        return SMALLER, 3
    if "very-long" in classes:
        return VERY_LONG_TITLE, 3
    return (LONG_TITLE if "long" in classes else LARGEST), 2


def balanced(text: str, room: float, most: int = 2, language: str = "") -> str:
    """Bind the words of each line, where two lines have room for them, or up to `most`."""
    words = words_between_spaces(text)
    for count in range(2, most + 1 if len(words) <= MOST_WORDS else 2):
        fitting = [
            lines for lines in _breaks(words, count) if max(len(line) for line in lines) <= room
        ]
        if len(words) > count and fitting:
            best = min(fitting, key=lambda lines: _imbalance(lines, language))
            return " ".join(line.replace(" ", NO_BREAK) for line in best)
    return bind_by_sense(text, language) if len(words) > 2 else text


def _breaks(words: list[str], count: int) -> Iterator[list[str]]:
    """List the ways to break words into so many lines."""
    for inner in combinations(range(1, len(words)), count - 1):
        places = pairwise((0, *inner, len(words)))
        yield [" ".join(words[start:end]) for start, end in places]


def _imbalance(lines: list[str], language: str) -> int:
    lengths = [len(line) for line in lines]
    ends = [(before.split()[-1], after.split()[0]) for before, after in pairwise(lines)]
    small = sum(len(last) <= SMALL_WORD for last, _ in ends)
    parted = sum(leads_on(last, first, language) for last, first in ends)
    return max(lengths) - min(lengths) + PENALTY * small + PARTED * parted
