"""The text of a manuscript as a reader meets it, indexed once so that quotations are found fast.

White space is folded; `lb`, `pb` and other breaks are a space, or nothing where they say
`break="no"`; notes are transparent and come as text of their own. Blocks are kept apart by a
character that no XML document can hold, so that no quotation runs from one into the next.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from publish.document import Segment, local_name, tei, text_runs

APART = "\x00"
BREAKS = frozenset("lb pb cb gb milestone".split())
HYPHENS = "-\u2010\u00ac\u00ad"

_IRREGULAR = re.compile(r"[\n\r\t]\s*| [ \n\r\t]+")
_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Fold white space as the index does: runs of it become one space."""
    return re.sub(r"[ \n\r\t]+", " ", text)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of indexed text that stands, letter for letter, in one text node."""

    segment: Segment
    offset: int
    """Where in the text node it begins."""
    length: int


@dataclass(slots=True)
class TextIndex:
    """All text of a document in reading order, and where each stretch of it stands."""

    text: str
    starts: list[int]
    pieces: list[Piece]
    _words: dict[str, list[int]] = field(default_factory=dict)
    _vocabulary: str = ""

    def find(self, quotation: str) -> list[int]:
        """List every place at which a quotation begins; `quotation` is folded already."""
        if not quotation:
            return []
        anchor = max(_WORD.finditer(quotation), key=_weight, default=None)
        if anchor is None:
            return list(_scan(self.text, quotation))
        found = []
        for start in self._starts_of(anchor, quotation):
            begin = start - anchor.start()
            if begin >= 0 and self.text.startswith(quotation, begin):
                found.append(begin)
        return sorted(set(found))

    def _starts_of(self, anchor: re.Match[str], quotation: str) -> Iterator[int]:
        """Yield where the anchor's letters stand: as a word, or in a longer word at the edges."""
        self._index_words()
        letters = anchor[0]
        if anchor.start() > 0 and anchor.end() < len(quotation):
            yield from self._words.get(letters, ())
            return
        for at in _scan(self._vocabulary, letters):
            begin = self._vocabulary.rfind("\n", 0, at) + 1
            word = self._vocabulary[begin : self._vocabulary.find("\n", at)]
            for start in self._words[word]:
                yield start + at - begin

    def words(self) -> dict[str, list[int]]:
        """Map every word of the text to the places at which it begins."""
        self._index_words()
        return self._words

    def _index_words(self) -> None:
        if self._words:
            return
        words: dict[str, list[int]] = defaultdict(list)
        for match in _WORD.finditer(self.text):
            words[match[0]].append(match.start())
        self._words = dict(words)
        self._vocabulary = "\n".join(["", *words, ""])

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

    def owner(self, at: int) -> etree._Element:
        """Give the element in which the character at `at` stands."""
        number = max(0, bisect_right(self.starts, at) - 1)
        return owner_of(self.pieces[number].segment)


def owner_of(segment: Segment) -> etree._Element:
    """Give the element whose content a text node is."""
    if not segment.is_tail:
        return segment.element
    parent = segment.element.getparent()
    return segment.element if parent is None else parent


def _weight(match: re.Match[str]) -> int:
    return match.end() - match.start()


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


class _Builder:
    """Gathers text run by run."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.starts: list[int] = []
        self.pieces: list[Piece] = []
        self.length = 0
        self.last = APART

    def add(self, text: str, piece: Piece | None = None) -> None:
        if not text:
            return
        if piece is not None:
            self.starts.append(self.length)
            self.pieces.append(piece)
        self.parts.append(text)
        self.length += len(text)
        self.last = text[-1]

    def drop_last(self, letters: str) -> None:
        """Take letters off the end, for a break inside a word."""
        while self.parts and self.last in letters:
            kept = self.parts[-1].rstrip(letters)
            self.length -= len(self.parts[-1]) - len(kept)
            self.parts[-1] = kept
            while self.parts and not self.parts[-1]:
                self.parts.pop()
            while self.starts and self.starts[-1] >= self.length:
                self.starts.pop()
                self.pieces.pop()
            self.last = self.parts[-1][-1] if self.parts else APART
        if self.starts:
            piece, begin = self.pieces[-1], self.starts[-1]
            if begin + piece.length > self.length:
                self.pieces[-1] = Piece(piece.segment, piece.offset, self.length - begin)

    def segment(self, segment: Segment) -> None:
        """Add a text node, its white space folded."""
        at, text = 0, segment.text
        if _is_break(segment) and segment.element.get("break") == "no":
            self.drop_last(" ")
            self.drop_last(HYPHENS)
            at = len(text) - len(text.lstrip())
        for match in _IRREGULAR.finditer(text, at):
            self.chunk(segment, at, match.start())
            if self.last not in {" ", APART}:
                self.add(" ", Piece(segment, match.start(), 1))
            at = match.end()
        self.chunk(segment, at, len(text))

    def chunk(self, segment: Segment, start: int, end: int) -> None:
        if start < end and segment.text[start] == " " and self.last in {" ", APART}:
            start += 1
        if start < end:
            self.add(segment.text[start:end], Piece(segment, start, end - start))


def index_text(root: etree._Element) -> TextIndex:
    """Index the text of a whole document; its headers are not text."""
    builder = _Builder()
    for text in root.iter(tei("text")):
        if next(text.iterancestors(tei("text")), None) is not None:
            continue
        for run in text_runs(text):
            for segment in run.segments:
                if _parts_words(segment) and builder.last not in {" ", APART}:
                    builder.add(" ")
                builder.segment(segment)
            builder.add(APART)
    return TextIndex("".join(builder.parts), builder.starts, builder.pieces)


def _is_break(segment: Segment) -> bool:
    return segment.is_tail and local_name(segment.element) in BREAKS


def _parts_words(segment: Segment) -> bool:
    """Tell whether a text node stands behind a break that parts words."""
    if not _is_break(segment) or local_name(segment.element) == "milestone":
        return False
    return segment.element.get("break") != "no"
