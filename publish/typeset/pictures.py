"""The pictures that a book shows, found in the manuscript's own folder or in its text.

Nothing is fetched from the network.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

from publish.house.page.natural_size import TooManyDotsError
from publish.model.file_names import safe_stem
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import Image
from publish.run.inputs import is_input, lies_in, read_input
from publish.typeset.svg import clean_svg

_ENDINGS = (
    ".png",
    ".jpg",
    ".jpeg",
    ".svg",
    ".gif",
    ".webp",
    ".tif",
    ".tiff",
    ".bmp",
    ".avif",
    ".jxl",
)
_FOLDERS = ("", "images", "img", "figures", "media", "pictures")
_MOST_BYTES = 200 * 1024 * 1024
_REMOTE = lazy_pattern(r"\s*((?!file:)[a-z][\w+.-]*:)?[/\\]{2}|\s*(https?|ftp):", re.IGNORECASE)
"""How an address begins that leads to another computer (RFC 3986 section 4.2; UNC names)."""


class Trouble(Struct, frozen=True):
    """Why a picture is not shown: the code of the finding, what is wrong, and the repair."""

    code: str
    message: str
    hint: str


def find_picture(url: str, folders: list[Path], known: dict[str, Image]) -> Image | Trouble:
    """Find the picture that a manuscript names by URL, and put it into `known`.

    Codes: TYP-006 it is on another computer, TYP-007 it is not there, TYP-008 it lies outside the
    book's folder, TYP-009 it is no picture that can be read.
    """
    if url.startswith("data:"):
        return _inline_data(url, known)
    if _REMOTE.match(url):
        hint = "put a copy beside the manuscript and name that"
        return Trouble("TYP-006", f"the image {url} is on another computer and not fetched", hint)
    path = locate(url, folders)
    if isinstance(path, Trouble):
        return path
    held = next((image for image in known.values() if image.source == path), None)
    return held if held is not None else _read(path, url, known)


def locate(url: str, folders: list[Path]) -> Path | Trouble:
    """Look for the file: as named, with an ending, and in the folders that images are kept in."""
    name = unquote(url.split("#")[0].split("?")[0])
    name = name.replace("\\", "/").removeprefix("file://").strip()
    is_outside = False
    for folder in folders:
        for candidate in _candidates(name, folder):
            if not is_input(candidate):
                continue
            found = candidate.resolve()
            if any(lies_in(found, allowed) for allowed in folders):
                return found
            is_outside = True
    if is_outside:
        hint = "copy it into the folder of the manuscript"
        return Trouble("TYP-008", f"the image {url!r} lies outside the book's folder", hint)
    hint = f"put it beside the manuscript as {name!r}, or mend the @url"
    return Trouble("TYP-007", f"the image {url!r} is not there", hint)


def _candidates(name: str, folder: Path) -> list[Path]:
    last = Path(name).name
    if not last or last == ".." or "\0" in name or len(name) > 1000:
        return []
    places = [folder / name, *(folder / inner / last for inner in _FOLDERS)]
    if Path(name).suffix.lower() not in _ENDINGS:
        places += [
            place.with_name(place.name + ending) for place in list(places) for ending in _ENDINGS
        ]
    return places


def _read(path: Path, url: str, known: dict[str, Image]) -> Image | Trouble:
    try:
        data = read_input(path, most=_MOST_BYTES)
    except OSError as problem:
        return _unreadable(url, problem.strerror or str(problem))
    return _take(data, path, url, known)


def _inline_data(url: str, known: dict[str, Image]) -> Image | Trouble:
    """Take a picture that is written in the manuscript itself (RFC 2397)."""
    head, _, body = url.partition(",")
    return decode_picture(body, f"{head[:40]},…", known) if ";base64" in head else _unreadable(head)


def decode_picture(body: str, file_name: str, known: dict[str, Image]) -> Image | Trouble:
    """Take a picture from base64 text."""
    try:
        data = base64.b64decode(re.sub(r"\s+", "", unquote(body)), validate=True)
    except (binascii.Error, ValueError):
        return _unreadable(file_name, "its base64 is broken")
    held = next((image for image in known.values() if image.data == data), None)
    return held if held is not None else _take(data, Path("picture"), file_name, known)


def _take(data: bytes, path: Path, url: str, known: dict[str, Image]) -> Image | Trouble:
    drawing = clean_svg(data) if b"<svg" in data[:4000] or path.suffix.lower() == ".svg" else None
    if drawing is not None:
        media, ending, data = "image/svg+xml", ".svg", drawing.data
    else:
        from publish.house.new_pictures import NoDecoderError
        from publish.typeset.rasters import read_raster  # and with it Pillow

        try:
            raster = read_raster(data)
        except (TooManyDotsError, NoDecoderError) as problem:
            return _unreadable(url, str(problem))
        if raster is None:
            return _unreadable(url)
        media, ending, data = raster
    lost = tuple(drawing.lost) if drawing is not None else ()
    made = Image(_free_name(path.stem, ending, known), media, data, path, lost=lost)
    known[made.name] = made
    return made


def _unreadable(url: str, why: str = "") -> Trouble:
    message = f"the image {url!r} cannot be read" + (f": {why}" if why else "")
    hint = "give a PNG, JPEG, GIF, SVG, WebP, AVIF or TIFF file"
    return Trouble("TYP-009", message, hint)


def _free_name(stem: str, ending: str, known: dict[str, Image]) -> str:
    """Name a picture after its file, in ASCII; `cover` is left to the book's cover."""
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", plain).strip("-")[:60] or "picture"
    plain = "cover-picture" if plain.lower() == "cover" else safe_stem(plain, "picture")
    taken = {name.lower() for name in known}
    name, number = f"{plain}{ending}", 1
    while name.lower() in taken:
        number += 1
        name = f"{plain}-{number}{ending}"
    return name
