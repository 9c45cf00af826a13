"""Pages in which an earlier run has found no fault: one that is the same is not read again.

What a clause finds of a page by itself follows from what is drawn on it, from what its fonts say of
their glyphs, and from the lines that were laid out for it. The key of all these stands for a page.
Which forms are painted on it, and where, is no part of that: no clause looks into them, and a page
has another folio as soon as the book has grown before it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import chain, repeat

import pikepdf
from pikepdf import Dictionary, Pdf, Stream

from publish.check.pdf.under_test import streams_of
from publish.model.edition import Edition
from publish.model.lazy_pattern import lazy_pattern
from publish.model.printing import PrintedPage
from publish.model.purpose import Purpose
from publish.run.cache import Cache, key_of

_SHORT_BYTES = 1000
"""A stream that paints running head and folio has fewer; forms are looked for in no longer one."""

_FORMS = lazy_pattern(rb"(?:q 1 0 0 1 [-\d.]+ [-\d.]+ cm /\w+ Do Q\s)+")


class FaultlessPages:
    """What is known of the pages of one book in one form."""

    def __init__(self, cache: Cache, edition: Edition, purpose: Purpose) -> None:
        """Read what the last run without faults has kept."""
        self._cache = cache
        book = os.fspath(edition.folder), edition.slug
        self._entry = key_of(("faultless pages", purpose, *book))
        self._known = (cache.get(self._entry) or b"").decode("ascii").split()

    def among(self, keys: Sequence[str]) -> frozenset[int]:
        """Return which pages are known, counted from 0."""
        known = set(self._known)
        return frozenset(number for number, key in enumerate(keys) if key in known)

    def keep(self, keys: list[str]) -> None:
        """Keep those of a run in which no page was at fault, in the place of all before."""
        if keys != self._known:
            self._cache.put(self._entry, " ".join(keys).encode("ascii"))


def keys_of(pdf: Pdf, printed: Sequence[PrintedPage]) -> list[str]:
    """Make the keys of all pages."""
    fonts, lines = _Fonts(), chain(printed, repeat(None))
    return [_key(page.obj, next(lines), fonts) for page in pdf.pages]


def _key(page: pikepdf.Object, printed: PrintedPage | None, fonts: _Fonts) -> str:
    pieces: list[bytes | str] = [fonts.key(page)]
    for part in streams_of(page):
        drawn = part.read_raw_bytes()
        is_short = len(drawn) < _SHORT_BYTES
        pieces.append(_FORMS.sub(b"q Do Q\n", part.read_bytes()) if is_short else drawn)
        pieces.append("" if is_short else str(part.get("/Filter")))
    if printed is not None:
        pieces += ["\n".join(line.text for line in printed.lines), *printed.others]
    return key_of(pieces)


class _Fonts:
    """What fonts say of their glyphs; each is read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], str] = {}

    def key(self, page: pikepdf.Object) -> str:
        """Make the key of what a page's fonts say, with the names that it calls them by."""
        fonts = page.get("/Resources", Dictionary()).get("/Font", Dictionary())
        return " ".join(f"{name} {self._of(font)}" for name, font in fonts.items())

    def _of(self, font: pikepdf.Object) -> str:
        if font.objgen not in self._known or not font.is_indirect:
            told = (font.get(name) for name in ("/Encoding", "/ToUnicode"))
            said = (each.read_bytes() if isinstance(each, Stream) else repr(each) for each in told)
            self._known[font.objgen] = key_of(said)
        return self._known[font.objgen]
