"""Covers for the catalogue: the EPUB's own picture, small and large; a plain one where none is."""

from __future__ import annotations

import io
import textwrap
import zipfile
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from publish.fonts import families_for
from publish.load.catalogue.title import Title
from publish.load.identity import UNREADABLE

THUMBNAIL = (240, 360)
PLAIN = (600, 900)
GROUND, INK = (238, 233, 222), (60, 52, 44)
MOST_PIXELS = 60_000_000
"""A picture larger than this is not opened: it may be made to fill the memory."""


def read_cover(title: Title) -> tuple[bytes, str]:
    """Give the cover with its media type: JPEG, PNG or GIF."""
    if title.epub and title.picture_type == title.cover_type:
        try:
            with zipfile.ZipFile(title.epub.path) as book:
                return book.read(title.cover), title.cover_type
        except UNREADABLE:  # it names a picture that it does not hold
            pass
    return _plain_cover(title.title, ", ".join(title.authors)), "image/png"


def read_thumbnail(title: Title) -> tuple[bytes, str]:
    """Give a small JPEG of the cover."""
    return _shrink(read_cover(title)[0]) or _shrink(_plain_cover(title.title, "")), "image/jpeg"


@lru_cache(maxsize=64)
def _shrink(data: bytes) -> bytes:
    """Make the small picture; empty where the large one cannot be read."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return b""
            small = picture.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError, SyntaxError):
        return b""
    small.thumbnail(THUMBNAIL)
    kept = io.BytesIO()
    small.save(kept, "JPEG", quality=82)
    return kept.getvalue()


@lru_cache(maxsize=64)
def _plain_cover(title: str, authors: str) -> bytes:
    """Set title and authors in the house's own fonts."""
    families, _ = families_for(title + authors)
    face = str(families[0].faces[0].file)
    picture = Image.new("RGB", PLAIN, GROUND)
    pen = ImageDraw.Draw(picture)
    lines = textwrap.wrap(title, 20)[:8]
    middle = PLAIN[0] // 2
    pen.multiline_text(
        (middle, 220), "\n".join(lines), INK, ImageFont.truetype(face, 58), "ma", 12, "center"
    )
    pen.text((middle, 800), authors[:40], INK, ImageFont.truetype(face, 34), "ma")
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()
