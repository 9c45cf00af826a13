"""Fonts: all there, all searchable, no glyph missing (ISO 15930-7 clause 6.3)."""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterator

import pikepdf

from publish.check.pdf.under_test import PdfUnderTest
from publish.model.finding import Finding, error, warning
from publish.model.lazy_pattern import lazy_pattern

_FONT = lazy_pattern(rb"/([^\s/\[\]<>()]+) [\d.]+ Tf")
_STRING = lazy_pattern(rb"<([0-9a-fA-F]+)>")


def check_fonts(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand that every font program is in the file, and a map to Unicode beside it."""
    for font in tested.fonts():
        name = str(font.get("/BaseFont", "a font")).lstrip("/")
        if font.get("/Subtype") == "/Type3":
            continue
        descendants = font.get("/DescendantFonts")
        holder = descendants[0] if descendants is not None else font
        descriptor = holder.get("/FontDescriptor")
        embedded = descriptor is not None and any(
            key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
        )
        if not embedded:
            yield error("WRI-061", f"the font {name} is not embedded")
        if "/ToUnicode" not in font:
            yield warning("WRI-061", f"text in {name} can be neither searched nor copied")


def check_glyphs(tested: PdfUnderTest) -> Iterator[Finding]:
    """Find text that no font has glyphs for, which prints as empty boxes."""
    missing: dict[str, int] = {}
    for name, page, drawing in tested.unread_pages:
        fonts = page.obj.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
        maps = {str(key).lstrip("/"): _not_defined(font) for key, font in fonts.items()}
        if not any(maps.values()) and b"0000" not in drawing:
            continue
        count = sum(
            codes.count(code)
            for font, codes in _codes_by_font(drawing)
            for code in maps.get(font) or {0}
        )
        if count:
            missing[name] = count
    if missing:
        total = sum(missing.values())
        first = next(iter(missing))
        message = f"{total} characters have no glyph in any font, the first on {first}"
        hint = "name them with WRI-053 above, or change the characters"
        yield warning("WRI-067", message, hint=hint)


def _not_defined(font: pikepdf.Object) -> set[int] | None:
    """List the codes that a font's own CMap turns into glyph 0; None for an identity map."""
    encoding = font.get("/Encoding")
    if not isinstance(encoding, pikepdf.Stream):
        return None
    pairs = re.findall(rb"<([0-9a-fA-F]{4})> (\d+)", encoding.read_bytes())
    return {int(code, 16) for code, glyph in pairs if int(glyph) == 0} | {0}


def _codes_by_font(drawing: bytes) -> Iterator[tuple[str, array[int]]]:
    """Yield each font in its turn, with the codes of the two-byte strings shown in it."""
    pieces = _FONT.split(drawing)
    for font, text in zip(pieces[1::2], pieces[2::2], strict=True):
        strings = [s[: len(s) // 4 * 4] for s in _STRING.findall(text)]
        codes = array("H", bytes.fromhex(b"".join(strings).decode("ascii")))
        if sys.byteorder == "little":
            codes.byteswap()
        yield font.decode("latin-1"), codes
