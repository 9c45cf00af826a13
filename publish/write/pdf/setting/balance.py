"""Titles of two lines broken where both are alike and sense is kept (Bringhurst 2.4.9).

A line that ends in an article or preposition reads badly, so the break stands before it. The
other spaces are made such that no line ends at them.
"""

from __future__ import annotations

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
    """Fix the break of each title that two lines hold; `measure` is their width in rem."""
    for title in root.iter():
        classes = set(title.get("class", "").split())
        is_smaller = title.tag == "p" and not classes.isdisjoint(_SMALLER)
        is_title = title.tag in HEADINGS or is_smaller
        if not is_title or len(title) or "very-long" in classes:
            continue
        size = SMALLER if is_smaller else LONG_TITLE if "long" in classes else LARGEST
        title.text = balanced(title.text or "", measure / size / LETTER)


def balanced(text: str, room: float) -> str:
    """Bind all words but two, where each line then has no more letters than there is room for."""
    words = text.split()
    halves = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
    fitting = [half for half in halves if max(map(len, half)) <= room]
    if len(words) < 3 or not fitting:
        return text
    return " ".join(part.replace(" ", "\u00a0") for part in min(fitting, key=_imbalance))


def _imbalance(half: tuple[str, str]) -> int:
    first, second = half
    ends_small = len(first.split()[-1]) <= SMALL_WORD
    return abs(len(first) - len(second)) + (PENALTY if ends_small else 0)
