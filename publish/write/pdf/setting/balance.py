"""Titles of some lines broken where all are alike and sense is kept (Bringhurst 2.4.9).

A line that ends in an article or preposition reads badly, so the break stands before it. The
other spaces are made such that no line ends at them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from xml.etree.ElementTree import Element

from publish.write.pdf.setting.openings import HEADINGS

LETTER = 0.46
"""Width of a letter of display type with its share of spaces, in em."""

LARGEST, LONG_TITLE, SMALLER = 2.3, 1.7, 1.4
"""rem: the largest type of titles, of long ones, of half titles and subtitles (print.css)."""

_SMALLER = frozenset({"half-title", "subtitle", "sub"})

SMALL_WORD, PENALTY = 3, 9
"""A line ending in a word of so few letters counts as so many letters out of balance."""


def balance_titles(root: Element, measure: float) -> None:
    """Fix the breaks of each title that a few lines hold; `measure` is their width in rem."""
    for title in root.iter():
        classes = set(title.get("class", "").split())
        is_smaller = title.tag == "p" and not classes.isdisjoint(_SMALLER)
        is_title = title.tag in HEADINGS or is_smaller
        if not is_title or len(title) or "very-long" in classes:
            continue
        size = SMALLER if is_smaller else LONG_TITLE if "long" in classes else LARGEST
        most = 3 if is_smaller else 2
        title.text = balanced(title.text or "", measure / size / LETTER, most)


def balanced(text: str, room: float, most: int = 2) -> str:
    """Bind the words of each line, where two lines have room for them, or up to `most`."""
    words = text.split()
    for count in range(2, most + 1):
        fitting = [
            lines for lines in _breaks(words, count) if max(len(line) for line in lines) <= room
        ]
        if len(words) > count and fitting:
            best = min(fitting, key=_imbalance)
            return " ".join(line.replace(" ", "\u00a0") for line in best)
    return text


def _breaks(words: list[str], count: int) -> Iterator[list[str]]:
    """List the ways to break words into so many lines."""
    for inner in combinations(range(1, len(words)), count - 1):
        places = pairwise((0, *inner, len(words)))
        yield [" ".join(words[start:end]) for start, end in places]


def _imbalance(lines: list[str]) -> int:
    lengths = [len(line) for line in lines]
    small = sum(len(line.split()[-1]) <= SMALL_WORD for line in lines[:-1])
    return max(lengths) - min(lengths) + PENALTY * small
