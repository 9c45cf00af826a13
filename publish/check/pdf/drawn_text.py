"""What the glyphs of a page mean: its content read back as text, without white space."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

import pikepdf
from pikepdf import Dictionary

from publish.model.lazy_pattern import lazy_pattern

_FONT = lazy_pattern(rb"/(\S+) [\d.]+ Tf")
_GLYPHS = lazy_pattern(rb"<([0-9a-f]+)>")
_SIGNS = lazy_pattern(
    rb"/(?P<font>\S+) [\d.]+ Tf"
    rb"|/ActualText\s*(?:<(?P<text>[0-9A-Fa-f]*)>|\(\))"
    rb"|\b(?P<begin>BDC|BMC)\b|\b(?P<end>EMC)\b"
    rb"|<(?P<glyphs>[0-9a-f]+)>"
)
_MEANING = lazy_pattern(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")
_UNSEEN = lazy_pattern("[\x1c-\x1f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
"""What shows nothing, and is no white space."""

UNKNOWN = "\ufffd"
"""A glyph of which the font does not say what it means."""


def letters_of(text: str) -> str:
    """Take out white space and characters that show nothing."""
    letters = "".join(text.split())
    return letters if letters.isascii() else _UNSEEN.sub("", letters)


class _Meanings(dict[int, str]):
    """What the glyphs of a font mean."""

    def __missing__(self, glyph: int) -> str:
        return UNKNOWN


class DrawnText:
    """Reads pages; each font once."""

    def __init__(self) -> None:
        """Begin with no font."""
        self._fonts: dict[tuple[int, int], _Meanings] = {}

    def read(self, page: pikepdf.Object, content: bytes) -> str:
        """Return the letters of a page or form in the order in which they are drawn.

        What forms on it show, as running heads and folios, is left out.
        """
        fonts = page.Resources.get("/Font", Dictionary()) if "/Resources" in page else Dictionary()
        has_text = b"/ActualText" in content
        parts = self._told(content, fonts) if has_text else self._plain(content, fonts)
        return "".join(parts)

    def _plain(self, content: bytes, fonts: pikepdf.Object) -> Iterator[str]:
        """Yield the letters of a page that has no other words for its glyphs."""
        pieces = _FONT.split(content)
        drawn = zip(pieces[1::2], pieces[2::2], strict=True)
        for name, lines in groupby(drawn, itemgetter(0)):
            glyphs = _GLYPHS.findall(b" ".join(line for _, line in lines))
            yield self._meaning(b"".join(glyphs), fonts, name)

    def _told(self, content: bytes, fonts: pikepdf.Object) -> Iterator[str]:
        """Yield the letters of one that has: these stand for the glyphs within their mark."""
        font, text, depth = b"", None, 0
        for sign in _SIGNS.finditer(content):
            if sign["font"]:
                font = sign["font"]
            elif sign["glyphs"]:
                if not depth:
                    yield self._meaning(sign["glyphs"], fonts, font)
            elif sign["begin"]:
                if text is not None and not depth:
                    yield letters_of(text)
                depth += bool(depth or text is not None)
                text = None
            elif sign["end"]:
                depth -= bool(depth)
            else:
                encoded = bytes.fromhex((sign["text"] or b"").decode())
                text = encoded.decode("utf-16", "replace")

    def _meaning(self, glyphs: bytes, fonts: pikepdf.Object, name: bytes) -> str:
        if not glyphs:
            return ""
        numbers = array("H", bytes.fromhex(glyphs.decode()))
        if sys.byteorder == "little":
            numbers.byteswap()
        return "".join(map(self._font(fonts, name.decode()).__getitem__, numbers))

    def _font(self, fonts: pikepdf.Object, name: str) -> _Meanings:
        font = fonts[f"/{name}"]
        if font.objgen not in self._fonts:
            held = font.get("/ToUnicode")
            told = _MEANING.findall(held.read_bytes()) if held is not None else []
            self._fonts[font.objgen] = _Meanings(
                (int(glyph, 16), letters_of(bytes.fromhex(text.decode()).decode("utf-16-be")))
                for glyph, text in told
            )
        return self._fonts[font.objgen]
