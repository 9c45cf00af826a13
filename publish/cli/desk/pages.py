"""The printed pages on the desk: drawn as wide as the window has room, their words known."""

from __future__ import annotations

import hashlib
import io
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pypdfium2
import pypdfium2.raw as pdfium
from msgspec import Struct

from publish.model.printing import Printing
from publish.revise.reader_text import FoldedText, fold_letters

KEPT = 40
"""Drawn pages that are kept: those around the place, in one or two sizes."""
CONTEXT = 60
REACH_POINTS = 6.0
"""How far beside a letter a click may go."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as shares of the page."""


class Pointed(Struct, frozen=True):
    """A word of a page, and what stands around it."""

    words: str
    lead: str
    trail: str


class ClosedPagesError(Exception):
    """The pages have made way for those of a newer build while somebody asked them."""


class PrintedPages:
    """The pages of one PDF; pdfium works in one thread at a time."""

    def __init__(self, data: bytes, printing: Printing | None) -> None:
        """Open a PDF; `printing` names its folios."""
        self.digest = hashlib.sha256(data).hexdigest()[:16]
        self._lock = threading.Lock()
        self._pdf = pypdfium2.PdfDocument(data)
        self._is_closed = False
        self._texts: dict[int, FoldedText] = {}
        self._drawn: OrderedDict[tuple[int, int], bytes] = OrderedDict()
        self.folios = [page.folio for page in printing.pages] if printing else []
        self._leaves: dict[int, Box] = {}
        left, bottom, right, top = self._leaf(0)
        self.sizes = [(right - left, top - bottom)] * len(self._pdf)  # a book has one trim

    def draw(self, number: int, width_px: int) -> bytes:
        """Draw a page as PNG; empty where there is none of this number."""
        if not 0 <= number < len(self.sizes):
            return b""
        key = number, width_px
        with self._lock:
            if self._is_closed:
                return b""
            if key not in self._drawn:
                page = self._pdf[number]
                crop = _around(page.get_bbox(), page.get_trimbox())
                scale = width_px / self.sizes[number][0]
                picture = page.render(scale=scale, crop=crop).to_pil()
                out = io.BytesIO()
                picture.save(out, "PNG", compress_level=1)
                self._drawn[key] = out.getvalue()
                page.close()
            self._drawn.move_to_end(key)
            while len(self._drawn) > KEPT:
                self._drawn.popitem(last=False)
            return self._drawn[key]

    def at(self, number: int, across: float, down: float) -> Pointed | None:
        """Return the word at a place of a page, in shares of it; None where there is none."""
        if not 0 <= number < len(self.sizes):
            return None
        (left, bottom, _, _), (width, height) = self._leaf(number), self.sizes[number]
        x, y = left + across * width, bottom + (1 - down) * height
        with self._text_page(number) as page:
            at = pdfium.FPDFText_GetCharIndexAtPos(page, x, y, REACH_POINTS, REACH_POINTS)
            text = page.get_text_range()
        if not 0 <= at < len(text) or not _is_of_word(text[at]):
            return None
        start = end = at
        while start and _is_of_word(text[start - 1]):
            start -= 1
        while end < len(text) and _is_of_word(text[end]):
            end += 1
        lead, trail = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
        return Pointed(text[start:end], lead, trail)

    def boxes(self, number: int, lead: str, words: str, trail: str) -> list[Box]:
        """Return where words stand on a page, a box for each line; empty where they do not."""
        if not 0 <= number < len(self.sizes):
            return []
        folded = self._text(number)
        found = folded.align(fold_letters(lead), fold_letters(words), fold_letters(trail))
        if not found:
            return []
        best = max(found, key=lambda span: found[span])
        start, end = folded.span(*best)
        with self._text_page(number) as page:
            rects = [page.get_rect(n) for n in range(page.count_rects(start, end - start))]
        return [self.share(number, rect) for rect in rects]

    def share(self, number: int, rect: Box) -> Box:
        """Turn a rectangle of a page's PDF (left, bottom, right, top, in points) into shares."""
        (x, y, _, _), (width, height) = self._leaf(number), self.sizes[number]
        left, bottom, right, top = rect
        return (
            (left - x) / width,
            1 - (top - y) / height,
            (right - x) / width,
            1 - (bottom - y) / height,
        )

    def _leaf(self, number: int) -> Box:
        """Return the finished leaf, in points: left, bottom, right, top (PDF 2.0, 14.11.2).

        Of those pages alone that are asked for: pdfium reads all that a page shows to open it.
        """
        if number not in self._leaves:
            with self._lock, closing(self._open(number)) as page:
                self._leaves[number] = page.get_trimbox()
        return self._leaves[number]

    def _text(self, number: int) -> FoldedText:
        if number not in self._texts:
            with self._text_page(number) as page:
                text = page.get_text_range()
            self._texts[number] = FoldedText.of(text)
        return self._texts[number]

    @contextmanager
    def _text_page(self, number: int) -> Iterator[pypdfium2.PdfTextPage]:
        """Open the text of a page, for this thread alone."""
        with self._lock, closing(self._open(number)) as page, closing(page.get_textpage()) as text:
            yield text

    def _open(self, number: int) -> pypdfium2.PdfPage:
        if self._is_closed:
            raise ClosedPagesError
        return self._pdf[number]

    def close(self) -> None:
        """Free what pdfium holds."""
        with self._lock:
            self._is_closed = True
            self._drawn.clear()
            self._pdf.close()


def _is_of_word(character: str) -> bool:
    """Return whether it is a letter, a digit, or a point or accent of one."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _around(box: Box, leaf: Box) -> Box:
    """Say how much of a page is to be cut away, on each side, for its leaf to be left."""
    (left, bottom, right, top), (first, low, last, high) = box, leaf
    sides = (first - left, low - bottom, right - last, top - high)
    return tuple(max(0.0, side) for side in sides)  # type: ignore[return-value]
