"""AVIF and JPEG XL: read where they are, written as the JPEG or PNG that every reader shows.

EPUB 3.4, a candidate recommendation, counts both among the core media types; until reading systems
do, no book of ours holds one. Pillow reads AVIF; for JPEG XL (ISO/IEC 18181) it needs a plugin.
"""

from __future__ import annotations

import io

from PIL import Image as Pillow
from PIL import ImageOps

FORMS = frozenset(["AVIF", "JXL"])
"""What Pillow calls them."""

INSTALL = 'JPEG XL needs a decoder: pip install "publish-tei[jpeg-xl]"'

_JPEG_XL = (b"\xff\x0a", b"\x00\x00\x00\x0cJXL \x0d\x0a\x87\x0a")
"""How a bare codestream begins, and one in a container (ISO/IEC 18181-2)."""

_QUALITY = 95
_FEW_COLOURS = 256
"""A drawing or diagram, which PNG keeps sharp and small."""


class NoDecoderError(ValueError):
    """This machine lacks what reads JPEG XL; its words name the command that installs it."""


def know_form(data: bytes) -> None:
    """Have Pillow read JPEG XL, where the picture is one. Raises NoDecoderError."""
    if not data.startswith(_JPEG_XL):
        return
    try:
        import pillow_jxl  # noqa: F401  registers itself with Pillow
    except ImportError as problem:
        raise NoDecoderError(INSTALL) from problem


def converted(picture: Pillow.Image) -> tuple[str, bytes]:
    """Write a picture as PNG where it has few colours or transparency, as JPEG where it has not.

    It stands upright then, and keeps its colour profile.
    """
    upright = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    if upright.has_transparency_data:
        plain = upright.convert("RGBA")
    else:
        plain = upright if upright.mode == "L" else upright.convert("RGB")
    out = io.BytesIO()
    if plain.mode == "RGBA" or plain.getcolors(_FEW_COLOURS) is not None:
        plain.save(out, "PNG", optimize=True, icc_profile=profile)
        return "PNG", out.getvalue()
    plain.save(out, "JPEG", quality=_QUALITY, subsampling=0, icc_profile=profile)
    return "JPEG", out.getvalue()
