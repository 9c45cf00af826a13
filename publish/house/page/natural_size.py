"""How large a picture is by itself, in CSS pixels (CSS Images 3 clause 5.1)."""

from __future__ import annotations

import io
import re

from lxml import etree
from PIL import Image as Pillow

DRAWING = "image/svg+xml"

_NUMBER = re.compile(r"\s*([\d.]+(?:e[-+]?\d+)?)\s*(px|pt|mm|cm|in|pc)?\s*")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "pc": 16.0}
_ORIENTATION, _LYING = 0x0112, frozenset([5, 6, 7, 8])
"""Exif's tag, and the values that turn a picture by a right angle."""


def natural_size(data: bytes, media_type: str) -> tuple[float, float] | None:
    """Give a picture's width and height; None where it does not tell."""
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
        width, height = (float(m[1]) * _PIXELS[m[2] or "px"] for m in found if m)
        if min(width, height) > 0:
            return width, height
    box = [float(number) for number in re.findall(r"[-\d.]+", root.get("viewBox") or "")]
    return (box[2], box[3]) if len(box) == 4 and min(box[2:]) > 0 else (300.0, 150.0)
