"""What an edition chooses for its cover: a picture, or a design and the colour of its ground."""

from __future__ import annotations

import io
from pathlib import Path

from publish.edition import Edition
from publish.finding import PublishError, error, say_path
from publish.inputs import is_input, read_input
from publish.stylesheets import read_named


def picture_path(edition: Edition) -> Path:
    """Find the picture in the book's folder, or beside the manuscript."""
    folders = (edition.folder, edition.folder / "manuscript")
    paths = [folder / edition.cover.image for folder in folders]
    return next((path for path in paths if is_input(path)), paths[0])


def read_picture(edition: Edition) -> tuple[bytes, str]:
    """Read the picture: its bytes and its media type.

    Raises PublishError WRI-005 where there is none, or it is not a picture.
    """
    from PIL import Image

    path = picture_path(edition)
    try:
        data = read_input(path)
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            return data, Image.MIME.get(picture.format or "", "")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else None
        message = f"the cover {say_path(path)} cannot be used: {reason or _plain(problem)}"
        hint = "name a JPEG or PNG file as cover.image, its path from the book's folder"
        raise PublishError(error("WRI-005", message, hint=hint)) from problem


def _plain(problem: Exception) -> str:
    """Say what is wrong with a picture; Pillow names a buffer's address, which differs by run."""
    said = str(problem)
    return "it is no picture that can be read" if "BytesIO" in said or not said else said


def read_design(edition: Edition) -> str:
    """Read the sheet of the design (styles/covers/). Raises PublishError WRI-006 without it."""
    return read_named(edition, "covers", edition.cover.design, "WRI-006", "cover design")


def read_ground(edition: Edition) -> str:
    """Read the colour of the ground; empty for the design's own.

    Raises PublishError WRI-007 where CSS does not know it by itself (CSS Color Module Level 4).
    """
    import tinycss2.color4

    colour = edition.cover.colour
    if colour and isinstance(tinycss2.color4.parse_color(colour), str | None):
        message = f"cover.colour {colour!r} is no colour of CSS"
        hint = "write a name or #rrggbb, such as '#1f3b4d'"
        raise PublishError(error("WRI-007", message, hint=hint))
    return colour
