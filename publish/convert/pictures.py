"""The pictures of a source, each once and under a name of its own in the book's folder."""

from __future__ import annotations

import io
import re
from pathlib import PurePosixPath

from msgspec import Struct, field
from PIL import Image as Pillow

from publish.house.new_pictures import know_form
from publish.model.file_names import safe_stem

FOLDER = "images"

_FORMATS = {
    "JPEG": ".jpg",
    "PNG": ".png",
    "GIF": ".gif",
    "WEBP": ".webp",
    "AVIF": ".avif",
    "JXL": ".jxl",
}
_CONVERTED = frozenset(["TIFF", "BMP", "PPM", "ICO", "TGA", "PCX", "JPEG2000"])
"""What Pillow reads and no book shows; it becomes PNG."""

MOST_PIXELS = 200_000_000


class Pictures(Struct):
    """What was taken over, by the name that the manuscript has for it."""

    files: dict[str, bytes] = field(default_factory=dict)
    _known: dict[bytes, str] = field(default_factory=dict)

    def take(self, data: bytes, written: str) -> str | None:
        """Take a picture over; its name, or None where it is none that a book can show."""
        if data in self._known:
            return self._known[data]
        found = _read(data)
        if found is None:
            return None
        kept, ending = found
        name = self._free_name(written, ending)
        self.files[name] = kept
        self._known[data] = name
        return name

    def _free_name(self, written: str, ending: str) -> str:
        stem = safe_stem(re.sub(r"[^\w.-]+", "-", PurePosixPath(written).stem).strip("-.").lower())
        name, number = f"{FOLDER}/{stem}{ending}", 1
        while name in self.files:
            number += 1
            name = f"{FOLDER}/{stem}-{number}{ending}"
        return name


def _read(data: bytes) -> tuple[bytes, str] | None:
    """Look at what a picture is: as it is, or as PNG."""
    if re.match(
        rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!DOCTYPE[^>]*>\s*)?<svg[\s>]", data, re.S
    ):
        return data, ".svg"
    try:
        know_form(data)
        with Pillow.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            if picture.format in _FORMATS:
                return data, _FORMATS[picture.format]
            if picture.format not in _CONVERTED:
                return None
            out = io.BytesIO()
            picture.convert("RGBA" if picture.mode in {"RGBA", "LA", "P"} else "RGB").save(
                out, "PNG"
            )
            return out.getvalue(), ".png"
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError):
        return None
