"""What a font file says of itself: its family, weight and slope, and what its maker allows.

Authority: OpenType 1.9, tables `name` (ids 1 and 16), `OS/2` (usWeightClass, fsSelection, fsType).
"""

from __future__ import annotations

import io
import logging
from functools import lru_cache

from msgspec import Struct

RESTRICTED, PREVIEW, EDITABLE = 0x0002, 0x0004, 0x0008
NO_SUBSETS, BITMAPS_ONLY = 0x0100, 0x0200
"""Bits of fsType (OpenType, OS/2): usage permissions, no subsetting, bitmap embedding only."""

ITALIC = 0x0001
"""A bit of fsSelection."""


logging.getLogger("fontTools").addHandler(logging.NullHandler())
"""What it remarks of damaged files goes nowhere; they are told by what becomes of them."""


class UnfitFontError(Exception):
    """A file that no book can be set in; its words say why."""


class FontFacts(Struct, frozen=True):
    """What is read of one font file."""

    family: str
    weight: int
    is_italic: bool
    permissions: int
    """The fsType of its OS/2 table."""
    is_cff: bool
    """Whether its outlines are PostScript's, as in most `.otf` files."""

    @property
    def may_be_embedded(self) -> bool:
        """Return whether its outlines may go into a document at all."""
        is_restricted = self.permissions & RESTRICTED and not (
            self.permissions & (PREVIEW | EDITABLE)
        )
        return not is_restricted and not self.permissions & BITMAPS_ONLY

    @property
    def may_be_cut(self) -> bool:
        """Return whether only the letters in use may be embedded, as every PDF does."""
        return not self.permissions & NO_SUBSETS


@lru_cache(maxsize=64)
def read_facts(data: bytes) -> FontFacts:
    """Read a TrueType or OpenType file. Raises UnfitFontError."""
    from fontTools.ttLib import TTFont

    try:
        font = TTFont(io.BytesIO(data), lazy=True)
        if font.flavor:
            raise UnfitFontError(f"it is packed as {font.flavor.upper()}; unpack it to TTF or OTF")
        if "fvar" in font:
            raise UnfitFontError("it is a variable font; take its static files, one for each style")
        if any(t.offset + t.length > len(data) for t in font.reader.tables.values()):
            raise UnfitFontError("it is cut short")
        os2, names = font["OS/2"], font["name"]
        family = names.getBestFamilyName() or ""
        is_cff, has_outlines = "CFF " in font, "glyf" in font or "CFF " in font
        weight, italic = int(os2.usWeightClass), bool(os2.fsSelection & ITALIC)
        permissions = int(os2.fsType)
        _try_to_cut(data)
    except UnfitFontError:
        raise
    except Exception as problem:
        raise UnfitFontError("it is no font, or is damaged") from problem
    if not family.strip() or not has_outlines:
        raise UnfitFontError("it has no name or no outlines")
    weight = min(900, max(100, round(weight, -2)))
    return FontFacts(" ".join(family.split()), weight, italic, permissions, is_cff)


def _try_to_cut(data: bytes) -> None:
    """Cut the font as outputs will, so that it does not fail then. Raises RuntimeError."""
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob(data))
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(face.unicodes)
    uharfbuzz.subset(face, wanted)
