"""The bytes of a file that an author names, or the one finding that says why there are none."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from publish.finding import Place, PublishError, UsageError, error, say_path
from publish.inputs import is_input, read_input

LARGEST = 256 * 1024 * 1024
"""A manuscript above this is refused; the longest novels in TEI take 10 MB."""


def read_bytes(path: Path) -> bytes:
    """Read a regular file whole.

    Raises UsageError REA-001 where there is none and PublishError REA-004 where it cannot be read:
    a device or pipe could go on for ever, so only regular files are.
    """
    require(path)
    if not is_input(path):
        raise _unreadable(path, "it is no ordinary file", "name a TEI file")
    try:
        if path.stat().st_size > LARGEST:
            size = path.stat().st_size // (1024 * 1024)
            raise _unreadable(path, f"{size} MB are more than 256 MB", "split it with xi:include")
        return read_input(path)
    except OSError as problem:
        hint = "make it readable (chmod u+r)"
        raise _unreadable(path, problem.strerror or str(problem), hint) from problem


def require(path: Path) -> None:
    """Raise UsageError REA-001 where there is nothing of that name, or no name (too long, NUL)."""
    try:
        found = path.exists()
    except (OSError, ValueError):
        found = False
    if not found:
        message = f"there is no file {say_path(path)}"
        raise UsageError(error("REA-001", message, hint=_offer_near(path)))


def _unreadable(path: Path, why: str, hint: str) -> PublishError:
    shown = say_path(path)
    return PublishError(error("REA-004", f"cannot read {shown}: {why}", Place(shown), hint))


def _offer_near(path: Path) -> str:
    """Name the files of that folder that are called nearly so."""
    if not path.parent.is_dir():
        return f"there is no folder {say_path(path.parent)} either"
    names = sorted(entry.name for entry in path.parent.iterdir())
    near = get_close_matches(path.name, names, n=3, cutoff=0.6)
    return f"did you mean {' or '.join(near)}?" if near else "check the name and the folder"
