"""What both XSLT processors share: the files that a stylesheet may read."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from publish.run.inputs import lies_in, read_input
from publish.run.own_code import BEYOND, StoppedError

NAMESPACE = "http://www.w3.org/1999/XSL/Transform"
MEND = "mend the stylesheet"

LARGEST = 16 * 1024 * 1024
"""Bytes of a file that an XSLT stage is made of, or reads."""


def path_of(url: str) -> Path:
    """Return the file that a stylesheet names, escaped as an address or as it is called."""
    path = urlsplit(url).path
    named = [Path(name) for name in (path, unquote(path))]
    return next((each for each in named if each.exists()), named[-1])


def read_for_stage(url: str, folder: Path) -> bytes:
    """Read a file that a stylesheet names. Raises StoppedError REA-116 outside the folder."""
    parts, path = urlsplit(url), path_of(url)
    if parts.scheme not in {"", "file"} or parts.netloc or not lies_in(path, folder):
        hint = "let it read files in the book's folder only"
        raise StoppedError(BEYOND, f"it reads {url!r}, outside the book's folder", hint)
    try:
        return read_input(path, folder, LARGEST)
    except OSError as problem:
        raise StoppedError(BEYOND, f"it reads {url!r}: {problem.strerror}") from problem
