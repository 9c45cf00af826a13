"""Where words stand in the author's files: line and column of the word, not of its paragraph.

The tree knows the places of start tags. From there the file itself is walked, reference by
reference and comment by comment, to the letter that is meant; what is found there must be the
word, or the place is that of the element.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from lxml import etree
from msgspec import Struct, field

from publish.model.document import Document, Segment
from publish.model.finding import Place
from publish.model.lazy_pattern import lazy_pattern

_TOKEN = lazy_pattern(
    r"<!--.*?-->|<!\[CDATA\[(?P<data>.*?)\]\]>|<\?.*?\?>"
    r"|<(?P<end>/)?[^\s<>/]+(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(?P<empty>/)?>"
    r"|(?P<reference>&[^\s;<&]+;)|(?P<text>[^<&]+)|[<&]",
    re.DOTALL,
)
_NEAR = 400
"""Characters within which a word is looked for, where reading changed what stands before it."""
_WORD = 24
"""Letters of it that have to agree."""


class WordPlaces(Struct):
    """Finds the places of words in a document's files, each of which is read once."""

    document: Document
    _files: dict[str, _File | None] = field(default_factory=dict)

    def place(self, segment: Segment, offset: int) -> Place:
        """Tell where the character at `offset` of a text node stands in its file."""
        start, skipped = _tag_before(segment)
        around = self.document.place(segment.element)
        if start is None:
            return around
        place = self.document.place(start[0])
        file = self._file(place.file)
        if file is None or place.line is None or place.column is None:
            return around
        at = file.walk(file.offset(place.line, place.column), start[1], skipped, offset)
        word = re.match(r"\S+", segment.text[offset : offset + _WORD])
        found = file.nearest(at, word[0] if word else "")
        return around if found is None else file.place(place.file, found)

    def _file(self, name: str) -> _File | None:
        if name not in self._files:
            read = self.document.read_source
            text = read(name) if read else ""
            self._files[name] = _File(text) if text else None
        return self._files[name]


def _tag_before(segment: Segment) -> tuple[tuple[etree._Element, bool] | None, int]:
    """Name the tag behind which a text node begins, and the comments that stand between.

    The tag is an element's start tag, or, where the second is true, its end tag.
    """
    node: etree._Element | None = segment.element
    if not segment.is_tail:
        return (segment.element, False), 0
    skipped = 0
    while node is not None and not isinstance(node.tag, str):
        skipped += 1
        before = node.getprevious()
        if before is None:
            parent = node.getparent()
            return ((parent, False) if parent is not None else None), skipped
        node = before
    return ((node, True) if node is not None else None), skipped


class _File:
    """The text of one file, as it was parsed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]

    def offset(self, line: int, column: int) -> int:
        return self.starts[min(line, len(self.starts)) - 1] + column - 1

    def place(self, name: str, offset: int) -> Place:
        line = bisect_right(self.starts, offset)
        return Place(name, line, offset - self.starts[line - 1] + 1)

    def walk(self, at: int, is_behind: bool, skipped: int, offset: int) -> int:
        """Go from a start tag to the letter: into the element, or behind it, `offset` letters on.

        `skipped` comments and instructions are passed first.
        """
        depth, left = 0, offset
        is_there = False
        for token in _TOKEN.finditer(self.text, at):
            kind = token[0]
            if not is_there:
                depth += _step(token)
                is_there = not is_behind or depth <= 0
                continue
            if skipped:
                skipped -= kind.startswith(("<!--", "<?"))
                continue
            length = _length(token)
            if left < length:
                return token.start() + (9 if token["data"] is not None else 0) + left
            left -= length
        return len(self.text)

    def nearest(self, at: int, word: str) -> int | None:
        """Find the word at a place or nearest to it; one with references in it is trusted."""
        if self.text.startswith(word, at):
            return at
        first, last = max(0, at - _NEAR), at + _NEAR
        found = [first + m.start() for m in re.finditer(re.escape(word), self.text[first:last])]
        if found:
            return min(found, key=lambda place: abs(place - at))
        return at if "&" in self.text[at : at + len(word) + 8] else None


def _step(token: re.Match[str]) -> int:
    """Count how much deeper a token leads."""
    if not token[0].startswith("<") or token[0].startswith(("<!", "<?")) or token["empty"]:
        return 0
    return -1 if token["end"] else 1


def _length(token: re.Match[str]) -> int:
    """Count the characters that a token is in the tree; tags that reading took away are none."""
    if token["data"] is not None:
        return len(token["data"])
    if token["reference"]:
        return 1
    return len(token["text"] or "")
