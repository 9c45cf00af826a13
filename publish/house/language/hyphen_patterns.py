"""A language's patterns for dividing words, each read when a word first has its letters.

pyphen reads every pattern of a dictionary before the first word is divided: 11,000 of English,
78,000 of German, of which a chapter meets some hundreds. Here the letters of all are told from
their digits at one stroke. The few dictionaries that hold more than letters and digits are left to
pyphen (Hungarian, whose words change where they are divided).
"""

from __future__ import annotations

import re
from pathlib import Path

import pyphen

from publish.model.lazy_pattern import lazy_pattern

_PIECE = lazy_pattern(r"([0-9]?)([^0-9]?)")
_REMARK = lazy_pattern(f"\n({'|'.join(pyphen.ignored)}).*")
_NEITHER = lazy_pattern(r"[/=]|\^\^")
"""What no letter is: a changed spelling behind a pattern, a letter by its code."""

_Values = tuple[int, tuple[int, ...]]
"""Where in a pattern its digits begin, and the digits up to the last that is not 0."""


class HyphenPatterns(pyphen.HyphDict):  # type: ignore[misc]
    """The patterns of one dictionary by their letters; one that a word has met is parsed."""

    def __init__(self, rows: list[str]) -> None:
        """Take patterns as a dictionary writes them, such as `a1bal`."""
        letters = "\n".join(rows)
        for digit in "0123456789":
            letters = letters.replace(digit, "")
        by_letters = zip(letters.split("\n"), rows, strict=True)
        self.patterns: dict[str, str | _Values] = {
            key: row for key, row in by_letters if key != row
        }
        self.cache: dict[str, list[int]] = {}
        self.maxlen = max(map(len, self.patterns), default=0)

    def positions(self, word: str) -> list[int]:
        """List the places where a word may be divided (Liang 1983): where the highest is odd."""
        word = word.lower()
        points = self.cache.get(word)
        if points is None:
            points = self.cache[word] = self._find(f".{word}.")
        return points

    def _find(self, pointed: str) -> list[int]:
        values, patterns = [0] * (len(pointed) + 1), self.patterns
        for start in range(len(pointed) - 1):
            for end in range(start + 1, min(start + self.maxlen, len(pointed)) + 1):
                pattern = patterns.get(pointed[start:end])
                if pattern is None:
                    continue
                if isinstance(pattern, str):
                    pattern = patterns[pointed[start:end]] = _parse(pattern)
                offset, own = pattern
                for at, value in enumerate(own, start + offset):
                    if value > values[at]:
                        values[at] = value
        return [pyphen.DataInt(place - 1) for place, value in enumerate(values) if value % 2]


def read_patterns(path: Path) -> pyphen.HyphDict:
    """Read a dictionary in the form of hunspell's, which pyphen has."""
    with path.open("rb") as file:
        encoding = file.readline().decode().strip()
    text = path.read_text(encoding.lower().replace("microsoft-", ""))
    text = _REMARK.sub("", text[text.index("\n") :])
    if _NEITHER.search(text):
        return pyphen.HyphDict(path)
    rows = text.split()
    if "0" in text:
        rows = [row for row in rows if re.search("[1-9]", row)]
    return HyphenPatterns(rows)


def _parse(pattern: str) -> _Values:
    """Parse one pattern: the digits before each of its letters, and behind the last."""
    digits = [int(piece[1] or "0") for piece in _PIECE.finditer(pattern)]
    first = next(place for place, digit in enumerate(digits) if digit)
    while not digits[-1]:
        digits.pop()
    return first, tuple(digits[first:])
