"""The picture that an edition names for its cover."""

from __future__ import annotations

import io
from pathlib import Path

from publish.edition import Edition
from publish.finding import PublishError, error, say_path
from publish.inputs import is_input, read_input


def cover_path(edition: Edition) -> Path:
    """Find the cover's picture in the book's folder, or beside the manuscript."""
    folders = (edition.folder, edition.folder / "manuscript")
    paths = [folder / edition.cover.image for folder in folders]
    return next((path for path in paths if is_input(path)), paths[0])


def read_cover(edition: Edition) -> tuple[bytes, str]:
    """Read the cover's picture: its bytes and its media type.

    Raises PublishError WRI-005 where there is none, or it is not a picture.
    """
    from PIL import Image

    path = cover_path(edition)
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
