"""Words that a line's end parts: joined where the text has them whole elsewhere."""

from __future__ import annotations

import re
from collections import Counter

from publish.convert.log import Log
from publish.model.lazy_pattern import lazy_pattern

_LETTERS = r"(?:[^\W\d_]|[\u0300-\u036f])+"
"""Letters with the marks above and below them, which old print has in plenty."""
_AT_END = lazy_pattern(rf"({_LETTERS})-\n\s*({_LETTERS})")
_WORD = lazy_pattern(rf"{_LETTERS}(?:-{_LETTERS})*")

MANY = 0.01
"""The share of lines with a hyphen at their end from which on the source parts its words."""


class LineEnds:
    """What is known of a text's words, to tell a parted word from a compound."""

    def __init__(self, text: str, log: Log) -> None:
        """Count the words of a text."""
        self.log = log
        self.words = Counter(word.lower() for word in _WORD.findall(text))
        ends = len(re.findall(r"[^\W\d_]-$", text, re.MULTILINE))
        self.parts_words = ends > MANY * (text.count("\n") + 1)
        self.doubts: list[str] = []

    def join(self, text: str) -> str:
        """Join the lines of a paragraph; the hyphen goes where it parted one word."""
        return re.sub(r"\s*\n\s*", " ", _AT_END.sub(self._joined, text)).strip()

    def _joined(self, found: re.Match[str]) -> str:
        first, second = found[1], found[2]
        whole, compound = f"{first}{second}".lower(), f"{first}-{second}".lower()
        is_known = self.words[whole] > 0 or self.words[compound] > 0
        is_parted = self.words[whole] >= self.words[compound] if is_known else self.parts_words
        if second[:1].isupper():
            is_parted = False
        if not is_known and not self.parts_words and second[:1].islower():
            self.doubts.append(f"{first}{'' if is_parted else '-'}{second}")
        if is_parted:
            self.log.taken.append("-")
            return f"{first}{second}"
        return f"{first}-{second}"
