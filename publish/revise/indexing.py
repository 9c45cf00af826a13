"""Gather a document's text for the index: white space folded, notes apart, breaks read both ways.

A break (`lb`, `pb` ...) with no white space beside it says nothing of whether a word goes on
behind it, unless by `break="no"` (TEI P5 chapter 3.11.3); a hyphen before it may be the line's or
the word's. A quotation may therefore read it either way, and a text that has such breaks is
gathered twice, see `Policy`.
"""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from publish.model.document import (
    INLINE,
    OUT_OF_TEXT,
    Segment,
    local_name,
    reading_texts,
    tei,
    text_runs,
)
from publish.model.lazy_pattern import lazy_pattern
from publish.revise.index import APART, SOFT_HYPHEN, Piece, TextIndex

BREAKS = frozenset(map(tei, "lb pb cb gb milestone".split()))
MILESTONE = tei("milestone")
HYPHENS = "-\u2010\u00ac"
TEXTUAL = INLINE - OUT_OF_TEXT
OPEN = {" ", APART}
"""Behind these, white space adds nothing."""

_IRREGULAR = lazy_pattern(rf"[\n\r\t]\s*| [ \n\r\t]+|{SOFT_HYPHEN}")


class Policy(NamedTuple):
    """How breaks are read that leave it open whether a word goes on behind them."""

    drops_marked_hyphens: bool
    """A hyphen before `break="no"` is the line's."""
    joins_hyphened: bool
    """A hyphen before any other break, small letters behind it, is the line's."""
    joins_bare: bool
    """A break with no white space beside it stands inside a word."""


PARTING = Policy(True, False, False)
JOINING = Policy(False, True, True)
LIKELY = Policy(True, True, False)


def index_text(root: etree._Element) -> list[TextIndex]:
    """Index the text of a whole document, whose headers are not text: one index, or both."""
    first = _gather(root, PARTING)
    builders = [first, _gather(root, JOINING)] if first.has_breaks else [first]
    return [builder.finish() for builder in builders]


def index_likely(root: etree._Element) -> TextIndex:
    """Index the text once, every break read as it is most likely meant."""
    return _gather(root, LIKELY).finish()


def _gather(root: etree._Element, policy: Policy) -> _Builder:
    builder = _Builder(policy)
    for text in reading_texts(root):
        for run in text_runs(text):
            for segment in run.segments:
                builder.segment(segment)
            builder.add(APART)
    return builder


class _Builder:
    """Gathers text node by node."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.has_breaks = False
        self.parts: list[str] = []
        self.starts: list[int] = []
        self.pieces: list[Piece] = []
        self.origins: list[int] = []
        self.length = 0
        self.origin = 0
        self.last = APART

    def finish(self) -> TextIndex:
        return TextIndex("".join(self.parts), self.starts, self.pieces, self.origins)

    def add(self, text: str, piece: Piece | None = None) -> None:
        if not text:
            return
        if piece is not None:
            self.starts.append(self.length)
            self.pieces.append(piece)
            self.origins.append(self.origin + piece.offset)
        self.parts.append(text)
        self.length += len(text)
        self.last = text[-1]

    def segment(self, segment: Segment) -> None:
        """Add a text node, its white space folded."""
        at, text = 0, segment.text
        breaks = _breaks_before(segment)
        if breaks:
            at = self._pass_breaks(breaks, text)
        for match in _IRREGULAR.finditer(text, at):
            self._chunk(segment, at, match.start())
            if match[0] != SOFT_HYPHEN and self.last not in OPEN:
                self.add(" ", Piece(segment, match.start(), 1))
            at = match.end()
        self._chunk(segment, at, len(text))
        self.origin += len(text)

    def _chunk(self, segment: Segment, start: int, end: int) -> None:
        if start < end and segment.text[start] == " " and self.last in OPEN:
            start += 1
        if start < end:
            self.add(segment.text[start:end], Piece(segment, start, end - start))

    def _pass_breaks(self, breaks: list[etree._Element], text: str) -> int:
        """Part or join what stands around breaks; give where to go on in the text behind them."""
        rest = len(text) - len(text.lstrip(" \n\r\t"))
        if any(found.get("break") == "no" for found in breaks):
            self.has_breaks = True
            self._drop_last(" ")
            if self.policy.drops_marked_hyphens:
                self._drop_last(HYPHENS)
            return rest
        if all(found.tag == MILESTONE for found in breaks):
            return 0
        if self._ending() in HYPHENS and text[rest : rest + 1].islower():
            self.has_breaks = True
            if self.policy.joins_hyphened:
                self._drop_last(" ")
                self._drop_last(HYPHENS)
                return rest
        if self.last not in OPEN and not rest:
            self.has_breaks = True
            if not self.policy.joins_bare:
                self.add(" ")
        return 0

    def _ending(self) -> str:
        """Return the last character that is no space."""
        return "".join(self.parts[-2:]).rstrip(" ")[-1:] or APART

    def _drop_last(self, letters: str) -> None:
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
                self.origins.pop()
            self.last = self.parts[-1][-1] if self.parts else APART
        if self.starts:
            piece, begin = self.pieces[-1], self.starts[-1]
            if begin + piece.length > self.length:
                self.pieces[-1] = Piece(piece.segment, piece.offset, self.length - begin)


def _breaks_before(segment: Segment) -> list[etree._Element]:
    """List the breaks that stand right before a text node, with no text between."""
    node = segment.element if segment.is_tail else _neighbour(segment.element)
    found = []
    while node is not None:
        if node.tag in BREAKS:
            found.append(node)
        elif local_name(node) in TEXTUAL:
            last = node[-1] if len(node) else None
            if last is not None and not last.tail and last.tag in BREAKS:
                found.append(last)
            break
        node = _neighbour(node)
    return found


def _neighbour(element: etree._Element) -> etree._Element | None:
    """Return the element before this one, or before the inline one it opens; None behind text."""
    before = element.getprevious()
    if before is not None:
        return None if before.tail else before
    parent = element.getparent()
    if parent is None or parent.text or local_name(parent) not in INLINE:
        return None
    return _neighbour(parent)
