"""The text of a manuscript as a reader meets it, indexed once so that quotations are found fast.

Looking a quotation up takes the places of its rarest word, so that the work grows with the text
and the number of quotations and not with their product.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

from publish.model.document import Segment
from publish.model.lazy_pattern import lazy_pattern
from publish.revise.vocabulary import Vocabulary

APART = "\x00"
"""Keeps blocks apart, so that no quotation runs from one into the next; no XML can hold it."""

SOFT_HYPHEN = "\u00ad"

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts that put no space between words (Thai to Myanmar, Kana, Han): each letter is a word."""

WORD = lazy_pattern(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
FEW = 200
_FIRST_UNSPACED = "\u0e00"


def fold(text: str) -> str:
    """Fold white space as the index does: runs of it become one space; soft hyphens are nothing."""
    return re.sub(r"[ \n\r\t]+", " ", text.replace(SOFT_HYPHEN, ""))


def as_read(text: str) -> str:
    """Return a stretch of the index with a space where one block ends and the next begins."""
    return text.replace(APART, " ")


class Piece(Struct, frozen=True):
    """A stretch of indexed text that stands, letter for letter, in one text node."""

    segment: Segment
    offset: int
    """Where in the text node it begins."""
    length: int


class TextIndex(Struct):
    """All text of a document in reading order, and where each stretch of it stands."""

    text: str
    starts: list[int]
    """Where in `text` each piece begins."""
    pieces: list[Piece]
    origins: list[int]
    """How many characters of the document, white space and all, come before each piece."""
    _words: dict[str, list[int]] = field(default_factory=dict)
    _vocabulary: Vocabulary | None = None

    def find(self, quotation: str) -> list[int]:
        """List every place at which a quotation begins; `quotation` is folded already."""
        if not quotation or APART in quotation:
            return []
        anchor = self._anchor(quotation)
        if anchor is None:
            return list(_scan(self.text, quotation))
        found = set()
        for start in self._starts_of(anchor, quotation):
            begin = start - anchor.start()
            if begin >= 0 and self.text.startswith(quotation, begin):
                found.add(begin)
        return sorted(found)

    def _anchor(self, quotation: str) -> re.Match[str] | None:
        """Choose the word by which to look: the rarest of those that are surely whole words."""
        words = self.words()
        rarest, fewest = None, FEW
        tokens = list(WORD.finditer(quotation))
        for token in tokens:
            if _is_whole(token, quotation):
                count = len(words.get(token[0], ()))
                if count < fewest:
                    rarest, fewest = token, count
        return rarest or max(tokens, key=lambda token: len(token[0]), default=None)

    def _starts_of(self, anchor: re.Match[str], quotation: str) -> Iterator[int]:
        """Yield where the anchor's letters stand: as a word, or in a longer word at the edges."""
        letters, words = anchor[0], self.words()
        if _is_whole(anchor, quotation):
            yield from words.get(letters, ())
            return
        for word, at in self.vocabulary().holding(letters):
            for start in words[word]:
                yield start + at

    def words(self) -> dict[str, list[int]]:
        """Map every word of the text to the places at which it begins."""
        if not self._words:
            words: dict[str, list[int]] = defaultdict(list)
            for match in WORD.finditer(self.text):
                words[match[0]].append(match.start())
            self._words = dict(words)
        return self._words

    def vocabulary(self) -> Vocabulary:
        """Return the different words."""
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(self.words())
        return self._vocabulary

    def pieces_of(self, start: int, end: int) -> list[Piece]:
        """Cut the stretch between two places into pieces of text nodes, in reading order."""
        found = []
        number = bisect_right(self.starts, start) - 1
        while number < len(self.pieces) and self.starts[number] < end:
            piece, begin = self.pieces[number], self.starts[number]
            first, last = max(start, begin), min(end, begin + piece.length)
            if first < last:
                found.append(Piece(piece.segment, piece.offset + first - begin, last - first))
            number += 1
        return _joined(found)

    def origin(self, at: int) -> int:
        """Count the characters of the document before the one at `at`."""
        number = max(0, bisect_right(self.starts, at) - 1)
        return self.origins[number] + min(at - self.starts[number], self.pieces[number].length)

    def owner(self, at: int) -> etree._Element:
        """Return the element in which the character at `at` stands."""
        number = max(0, bisect_right(self.starts, at) - 1)
        return owner_of(self.pieces[number].segment)


def owner_of(segment: Segment) -> etree._Element:
    """Return the element whose content a text node is."""
    if not segment.is_tail:
        return segment.element
    parent = segment.element.getparent()
    return segment.element if parent is None else parent


def _is_whole(token: re.Match[str], quotation: str) -> bool:
    """Return whether the text has these letters as a word; at an edge they may be part of one."""
    if token.start() > 0 and token.end() < len(quotation):
        return True
    return token.end() - token.start() == 1 and token[0] > _FIRST_UNSPACED


def _scan(text: str, letters: str) -> Iterator[int]:
    at = text.find(letters)
    while at >= 0:
        yield at
        at = text.find(letters, at + 1)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Join neighbouring pieces of one text node; the folded white space between is theirs."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and last.segment == piece.segment:
            joined[-1] = Piece(
                piece.segment, last.offset, piece.offset + piece.length - last.offset
            )
        else:
            joined.append(piece)
    return joined
