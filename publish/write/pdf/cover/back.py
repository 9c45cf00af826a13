"""The back of a cover: the words about the book, as large as they fit above bar code and logo."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from publish.engine.tree import add
from publish.model.finding import Finding, warning
from publish.model.lazy_pattern import lazy_pattern
from publish.write.pdf.cover.room import CoverSheet
from publish.write.pdf.layout.book_layout import BookLayout

LARGEST, SMALLEST, STEP = 11.0, 8.0, 0.5
"""Points: the type of the words; below the smallest they are hard to read."""

LEADING = 1.36
EDGE = 42.0
"""Points between the words and the trim (wrap.css)."""

CLEAR = 12.0
"""Points left free between the words and what stands below them."""

_SENTENCE_END = lazy_pattern(r"(?<=[.!?…。！？؟।])[\"”’»)」』]*(?:\s+|(?<=[。！？]))")


def fit_words(back: Element, foot: float, sheet: CoverSheet) -> list[Finding]:
    """Set the book's description in the room above `foot`, points from the trim's lower edge.

    Its type is made smaller before its end is left out. Code: WRI-145.
    """
    book = sheet.book
    words = book.edition.book.description.strip()
    if not words:
        return []
    block = add(back, "div", class_="text", dir=book.publication.direction)
    room = book.geometry.trim.height - EDGE - max(EDGE, foot + CLEAR)

    def fits(text: str, size: float) -> bool:
        _set(block, text, size)
        return sheet.room_of(block)[1] <= room

    for half_points in range(int(LARGEST / STEP), int(SMALLEST / STEP) - 1, -1):
        if fits(words, half_points * STEP):
            return []
    kept = _longest(words, lambda text: fits(text, SMALLEST))
    fits(kept, SMALLEST)
    return [_cut(words, kept, book)]


def _set(block: Element, text: str, size: float) -> None:
    """Put the words into their block, a paragraph for each between blank lines."""
    block.set("style", f"font-size: {size:g}pt; line-height: {size * LEADING:.2f}pt")
    for old in list(block):
        block.remove(old)
    for paragraph in re.split(r"\n\s*\n", text):
        add(block, "p", " ".join(paragraph.split()))


def _longest(text: str, fits: Callable[[str], bool]) -> str:
    """Find the longest beginning that fits: of whole sentences, else of whole words."""
    for ends, mark in ((_ends(text, _SENTENCE_END), ""), (_ends(text, re.compile(r"\s+")), " …")):
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high + 1) // 2
            if fits(text[: ends[middle - 1]].rstrip() + mark):
                low = middle
            else:
                high = middle - 1
        if low:
            return text[: ends[low - 1]].rstrip() + mark
    return ""


def _ends(text: str, pattern: re.Pattern[str]) -> list[int]:
    def places() -> Iterator[int]:
        yield from (match.end() for match in pattern.finditer(text) if match.end() < len(text))

    return list(places())


def _cut(words: str, kept: str, book: BookLayout) -> Finding:
    left = words[len(kept.removesuffix(" …")) :].split()
    lacking = " ".join(left[:6]) + (" …" if left[6:] else "")
    message = f"the back cover has no room for all of the description: it lacks {lacking!r}"
    share = len(kept) / len(words)
    hint = f"shorten book.description to {share:.0%} of its length, or take a larger trim"
    return warning("WRI-145", message, book.edition.place("book", "description"), hint)
