"""What of a stranger's EPUB no browser should be given: what is made to fill its memory."""

from __future__ import annotations

import warnings
import zipfile

from PIL import Image

from publish.run.zipped import BombError, check_whole, open_zip

MOST_PIXELS = 120_000_000
"""A picture of 11,000 by 11,000 dots; a browser unpacks it to 480 MB."""

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".avif")


def bomb_in(data: bytes) -> str:
    """Say why an EPUB is not to be shown; empty where it may be."""
    try:
        check_whole(data)
        with open_zip(data) as book:
            names = [name for name in book.namelist() if name.lower().endswith(_PICTURES)]
            return next(filter(None, (_too_large(book, name) for name in names)), "")
    except BombError as bomb:
        return str(bomb)
    except (zipfile.BadZipFile, OSError):
        return ""  # the reading engine and EPUBCheck say what is wrong with it


def _too_large(book: zipfile.ZipFile, name: str) -> str:
    """Read the size that a picture states; nothing of it is unpacked for that."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with book.open(name) as file, Image.open(file) as picture:
                width, height = picture.size
    except Image.DecompressionBombError:
        return f"the picture {name[:100]} has too many dots"
    except Exception:  # noqa: BLE001  a broken picture may make Pillow raise anything
        return ""
    if width * height > MOST_PIXELS:
        return f"the picture {name[:100]} has {width} by {height} dots"
    return ""
