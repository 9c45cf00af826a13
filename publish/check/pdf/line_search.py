"""Lines looked for in what is drawn of a page, where it is not simply one after the other."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from publish.check.pdf.drawn_text import letters_of

GAP = "\0"
"""Stands where something was found."""

SHORTEST = 5
"""Letters of words that may be called drawn twice; fewer come together by chance."""

FIRST_MARK = "\u0300"
"""No character before it is a combining mark (Unicode's UnicodeData.txt)."""

_SAME = str.maketrans(dict.fromkeys("\u2010\u2011\u2212\u2013", "-") | {"ı": "i", "\u0640": ""})
"""Signs that one glyph may stand for; a tatweel is no letter, but makes one longer."""

BRACKET = "("
"""Stands for all signs that are drawn as their mirror image from right to left."""


class LineSearch:
    """Finds lines, and takes what is found of what is drawn."""

    def __init__(self, drawn: str) -> None:
        """Begin with all letters of a page in the order in which they are drawn."""
        self.rest = drawn
        self.left: Counter[str] = Counter()
        """The letters of the rest, and how often each is there."""

    def missing(self, lines: Iterable[str]) -> list[str]:
        """List the lines of which words are not drawn."""
        lacking = [line for line in self._longest_first(lines) if not self._take(letters_of(line))]
        self.rest = alike(self.rest)
        lacking = [line for line in lacking if not self._take(alike(line))]
        lost = [(line, self._lost(line.split())) for line in lacking]
        self.left = Counter(self.rest)
        return [line for line, words in lost if not all([*map(self._take_apart, words)])]

    def _lost(self, words: list[str]) -> list[str]:
        """List the words of a line that are not drawn, longest first."""
        spelt = self._longest_first(map(alike, words))
        return [word for word in spelt if not (self._take(word) or self._take(word[::-1]))]

    def repeated(self, lines: Iterable[str]) -> Iterator[str]:
        """Yield what is left of the drawing and stands in a line that was found already."""
        left = [piece for piece in self.rest.split(GAP) if len(piece) >= SHORTEST]
        known = GAP.join(map(alike, lines)) if left else ""
        for piece in left:
            if piece in known and self._take_apart(piece):
                yield piece

    def _longest_first(self, lines: Iterable[str]) -> list[str]:
        return sorted((line for line in lines if line), key=len, reverse=True)

    def _take(self, letters: str) -> bool:
        """Take letters that stand together; none is always there."""
        at = self.rest.find(letters)
        if at >= 0 and letters:
            self.rest = f"{self.rest[:at]}{GAP}{self.rest[at + len(letters) :]}"
        return at >= 0

    def _take_apart(self, letters: str) -> bool:
        """Take letters that are left, if not together."""
        wanted = Counter(letters)
        is_there = not wanted - self.left
        if is_there:
            self.left.subtract(wanted)
        return is_there


def alike(text: str) -> str:
    """Reduce letters to what those of one glyph have in common: no case, marks or ligatures.

    Of brackets their direction is forgotten (Unicode's Bidi_Mirrored): a glyph has the meaning of
    one of the two, and from right to left it is drawn for the other.
    """
    bare = unicodedata.normalize("NFKD", letters_of(text).translate(_SAME))
    for sign in set(bare):
        if unicodedata.mirrored(sign):
            bare = bare.replace(sign, BRACKET)
        elif sign >= FIRST_MARK and unicodedata.combining(sign):
            bare = bare.replace(sign, "")
    return bare.casefold()
