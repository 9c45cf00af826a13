"""The bytes of a file that an author names, or the one finding that says why there are none."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from publish.model.finding import Finding, Place, PublishError, UsageError, error, say_path
from publish.run.inputs import LARGEST, NO_FILE, OUTSIDE, RefusedInputError, is_input, read_input


def read_bytes(path: Path, home: Path | None = None, most: int = LARGEST) -> bytes:
    """Read a regular file whole; one that a book brings along must lie in its folder `home`.

    Raises UsageError REA-001 where there is none, PublishError REA-004 where it cannot be read and
    REA-114 where it leads out of the book's folder.
    """
    require(path)
    is_input(path)
    try:
        return read_input(path, home, most)
    except RefusedInputError as problem:
        if problem.strerror == OUTSIDE:
            raise PublishError(say_outside(path, Place(say_path(path)))) from problem
        large = "split it with xi:include" if most == LARGEST else "make it smaller"
        hint = "name a TEI file" if problem.strerror == NO_FILE else large
        raise _unreadable(path, str(problem.strerror), hint) from problem
    except OSError as problem:
        hint = "make it readable (chmod u+r)"
        raise _unreadable(path, problem.strerror or str(problem), hint) from problem


def say_outside(path: Path, place: Place) -> Finding:
    """Report that a file which the book brings along, or names, leads out of the book's folder."""
    hint = "put the file itself into the book's folder, and no link to it"
    return error("REA-114", f"{say_path(path)} is not read: {OUTSIDE}", place, hint)


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
    file_name = say_path(path)
    return PublishError(error("REA-004", f"cannot read {file_name}: {why}", Place(file_name), hint))


def _offer_near(path: Path) -> str:
    """Name the files of that folder that are called nearly so."""
    if not path.parent.is_dir():
        return f"there is no folder {say_path(path.parent)} either"
    names = sorted(entry.name for entry in path.parent.iterdir())
    near = get_close_matches(path.name, names, n=3, cutoff=0.6)
    return f"did you mean {' or '.join(near)}?" if near else "check the name and the folder"
