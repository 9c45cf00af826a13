"""How large a picture is by itself, in CSS pixels (CSS Images 3 clause 5.1)."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from lxml import etree

from publish.model.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from PIL import Image as Pillow

DRAWING = "image/svg+xml"

MOST_DOTS = 50_000_000
"""Of a picture in colour: a page of 24 by 35 cm at 600 dots an inch."""
MOST_GREY_DOTS = 150_000_000
"""Of one in black or greys, of which a dot takes a quarter of the memory: an A4 page at 1,200."""
_GREYS = frozenset(["1", "L", "P"])
"""How Pillow calls what takes a byte for each dot."""

_NUMBER = lazy_pattern(r"\s*([\d.]+(?:e[-+]?\d+)?)\s*(px|pt|mm|cm|in|pc)?\s*")
PIXELS = {"px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "pc": 16.0}
"""CSS pixels of each unit (CSS Values and Units 3, 6.2)."""
_ORIENTATION, _LYING = 0x0112, frozenset([5, 6, 7, 8])
"""Exif's tag, and the values that turn a picture by a right angle."""


class TooManyDotsError(ValueError):
    """A picture that would take a gigabyte and more where it is unpacked and converted."""


def check_dots(picture: Pillow.Image) -> None:
    """Bound the dots of a picture that is opened and not yet unpacked. Raises TooManyDotsError."""
    width, height = picture.size
    is_grey = picture.mode in _GREYS
    most = MOST_GREY_DOTS if is_grey else MOST_DOTS
    if width * height > most:
        colour = "grey" if is_grey else "colour"
        raise TooManyDotsError(
            f"{width:,} by {height:,} dots, and {most // 10**6} million are the most in {colour}"
        )


def natural_size(data: bytes, media_type: str) -> tuple[float, float] | None:
    """Return a picture's width and height; None where it does not tell."""
    from PIL import Image as Pillow  # which a book without pictures does without

    try:
        if media_type == DRAWING:
            return drawing_size(data)
        with Pillow.open(io.BytesIO(data)) as picture:
            width, height = picture.size
            is_turned = picture.getexif().get(_ORIENTATION) in _LYING
            return (height, width) if is_turned else (width, height)
    except (OSError, ValueError, SyntaxError, etree.LxmlError, Pillow.DecompressionBombError):
        return None


def drawing_size(data: bytes) -> tuple[float, float]:
    """Read a drawing's own size, or its view box's, or SVG's default."""
    root = etree.fromstring(data)
    found = [_NUMBER.fullmatch(root.get(name) or "") for name in ("width", "height")]
    if all(found):
        width, height = (float(m[1]) * PIXELS[m[2] or "px"] for m in found if m)
        if min(width, height) > 0:
            return width, height
    box = [float(number) for number in re.findall(r"[-\d.]+", root.get("viewBox") or "")]
    return (box[2], box[3]) if len(box) == 4 and min(box[2:]) > 0 else (300.0, 150.0)
