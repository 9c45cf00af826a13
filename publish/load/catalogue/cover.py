"""Covers for the catalogue: the EPUB's own picture, small and large; a plain one where none is."""

from __future__ import annotations

import io
import textwrap
import threading
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace
from PIL import Image, ImageDraw, ImageFont

from publish.house.fonts import families_for
from publish.load.catalogue.title import cover_of, name_inside
from publish.load.identity import UNREADABLE, read_package
from publish.model.title import Offer, Title
from publish.model.titles import Titles
from publish.run.zipped import LARGEST_PICTURE, open_zip, read_member

THUMBNAIL, LARGE = (240, 360), (1200, 1800)
PLAIN = (600, 900)
GROUND, INK = (238, 233, 222), (60, 52, 44)
MOST_PIXELS = 60_000_000
"""A picture larger than this is not opened: it may be made to fill the memory."""


Fetch = Callable[[Offer], Path | BinaryIO]
"""How a file is had."""

_one_at_a_time = threading.Lock()
"""Pictures are unpacked and shrunk one after another: forty at once would fill the memory."""


def read_cover(titles: Titles, title: Title) -> tuple[bytes, str]:
    """Return the cover with its media type: JPEG, PNG or GIF."""
    if title.thumbnail:
        return _found(titles.file, title) or read_thumbnail(titles, title)[0], "image/jpeg"
    held = _held(titles.file, title)
    if held:
        return held, title.cover_type
    with _one_at_a_time:
        return _plain_cover(title.title, ", ".join(title.authors)), "image/png"


def _held(fetch: Fetch, title: Title) -> bytes:
    """Unpack the picture that the EPUB names; empty where it holds none of a sound size."""
    if title.epub is None or title.picture_type != title.cover_type:
        return b""
    try:
        with open_zip(fetch(title.epub)) as book:
            return read_member(book, title.cover, LARGEST_PICTURE)
    except UNREADABLE:
        return b""


def _found(fetch: Fetch, title: Title) -> bytes:
    """Look into the EPUB for its cover, as JPEG; empty where it has none of a sound size."""
    if title.epub is None:
        return b""
    try:
        held, kind = cover_inside(fetch(title.epub))
    except UNREADABLE:
        return b""
    with _one_at_a_time:
        return held if kind == "image/jpeg" else shrink(held, LARGE)


def cover_inside(epub: Path | bytes | BinaryIO) -> tuple[bytes, str]:
    """Read the picture that an EPUB calls its cover, and its media type. Raises `UNREADABLE`."""
    with open_zip(epub) as book:
        name, package = read_package(book)
        cover, kind = cover_of(package)
        return read_member(book, name_inside(name, cover), LARGEST_PICTURE), kind


def read_thumbnail(titles: Titles, title: Title) -> tuple[bytes, str]:
    """Return a small JPEG of the cover."""
    if kept := titles.thumbnail(title):
        return kept, "image/jpeg"
    with _one_at_a_time:
        return _thumbnail(titles.file, replace(title, offers=title.offers[:1])), "image/jpeg"


@lru_cache(maxsize=256)
def _thumbnail(fetch: Fetch, title: Title) -> bytes:
    held = _held(fetch, title)
    small = shrink(held) if held else b""
    return small or _plain_thumbnail(title.title, ", ".join(title.authors))


def shrink(data: bytes, size: tuple[int, int] = THUMBNAIL) -> bytes:
    """Make a smaller JPEG; empty where the picture cannot be read."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return b""
            picture.draft("RGB", size)
            small = picture.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError, SyntaxError):
        return b""
    small.thumbnail(size)
    kept = io.BytesIO()
    small.save(kept, "JPEG", quality=82)
    return kept.getvalue()


@lru_cache(maxsize=64)
def _plain_cover(title: str, authors: str) -> bytes:
    kept = io.BytesIO()
    _drawn(title, authors, PLAIN[0]).save(kept, "PNG")
    return kept.getvalue()


def _plain_thumbnail(title: str, authors: str) -> bytes:
    kept = io.BytesIO()
    _drawn(title, authors, THUMBNAIL[0]).save(kept, "JPEG", quality=82)
    return kept.getvalue()


def _drawn(title: str, authors: str, width: int) -> Image.Image:
    """Set title and authors in the house's own fonts, on paper so many pixels wide."""
    scale = width / PLAIN[0]
    picture = Image.new("RGB", (width, round(PLAIN[1] * scale)), GROUND)
    pen = ImageDraw.Draw(picture)
    large, small = _font(title, round(58 * scale)), _font(authors, round(34 * scale))
    is_wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in title)
    lines = "\n".join(textwrap.wrap(title, 9 if is_wide else 20)[:8])
    middle = width // 2
    pen.multiline_text((middle, 220 * scale), lines, INK, large, "ma", 12 * scale, "center")
    pen.text((middle, 800 * scale), authors[:40], INK, small, "ma")
    return picture


def _font(words: str, size: int) -> ImageFont.FreeTypeFont:
    """Choose the family that has most of the letters."""
    letters = set(map(ord, words))
    families, _ = families_for(words)
    best = max(families, key=lambda family: len(letters & family.covers()))
    return _opened(str(best.faces[0].file), size)


@lru_cache(maxsize=16)
def _opened(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face, size)
