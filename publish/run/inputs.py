"""The author's files: a build looks at them through here, so that it is known what it looked at.

A look is a question (what is in this file? is there such a file? which files has this folder?) and
its answer. A later run asks the same questions again; where every answer is the same, so is the
book, and nothing of it need be read. What ships with the toolchain is no input: it is hashed as a
whole (`cache/toolchain.py`).

This is the one gate, too: what a book names must be a regular file, inside the book's folder once
all links are followed, and of a size that a book can have. Whoever asks for it says which folder.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from msgspec import Struct, field

CONTENT, PLACE, NAMES = "content", "place", "names "
"""The questions; that of names has its pattern behind it."""

LARGEST = 256 * 1024 * 1024
"""Bytes of any file; whoever reads one kind of file may set less."""

OUTSIDE = "it lies outside the book's folder"
NO_FILE = "it is no ordinary file"

_FLAGS = ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
_WITHOUT_WAITING = sum(getattr(os, name, 0) for name in _FLAGS)

Question = tuple[str, str]
"""What is asked, and of which path."""


class Record(Struct):
    """The looks of one run, in their order."""

    answers: dict[Question, str] = field(default_factory=dict)
    is_steady: bool = True
    """False where a file was changed while the run went on."""

    def note(self, question: Question, answer: str) -> None:
        """Write an answer down."""
        self.is_steady &= self.answers.setdefault(question, answer) == answer

    def files(self) -> list[Path]:
        """List the files that were read or found, by where they really lie."""
        found = {said for (asked, _), said in self.answers.items() if asked == PLACE and said}
        read = (path for (asked, path), said in self.answers.items() if asked == CONTENT and said)
        return [Path(path) for path in sorted(found | {_place(Path(path)) for path in read})]


_record: ContextVar[Record | None] = ContextVar("record", default=None)


@contextmanager
def recorded() -> Iterator[Record]:
    """Record every look inside the `with` block."""
    record = Record()
    token = _record.set(record)
    try:
        yield record
    finally:
        _record.reset(token)


def files_so_far() -> list[Path]:
    """List the files that the run has read or found by now; none where nothing is recorded."""
    record = _record.get()
    return record.files() if record is not None else []


class RefusedInputError(OSError):
    """A file that the gate does not let in; `strerror` says why, as where one cannot be read."""


def read_input(path: Path, home: Path | None = None, most: int = LARGEST) -> bytes:
    """Read a file whole, where it lies in the folder `home` behind all links; none for the user's.

    A device, a pipe or a file of more than `most` bytes is not read: it could go on for ever.
    Raises OSError where it cannot be read, or is not let in.
    """
    try:
        data = _read(path, home, most)
    except OSError:
        _note(CONTENT, path, "")
        raise
    except ValueError as problem:  # NUL in its name
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from problem
    _note(CONTENT, path, _hash(data))
    return data


def _read(path: Path, home: Path | None, most: int) -> bytes:
    if home is not None and not lies_in(path, home):
        raise RefusedInputError(errno.EACCES, OUTSIDE, str(path))
    handle = os.open(path, os.O_RDONLY | _WITHOUT_WAITING)
    try:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            raise RefusedInputError(errno.EINVAL, NO_FILE, str(path))
        size, data = facts.st_size, b""
        if size <= most:
            with os.fdopen(handle, "rb", closefd=False) as file:
                data = file.read(most + 1)
    finally:
        os.close(handle)
    if max(size, len(data)) > most:
        why = f"{max(size, len(data)) // 2**20} MB are more than {most // 2**20} MB"
        raise RefusedInputError(errno.EFBIG, why, str(path))
    return data


def lies_in(path: Path, home: Path) -> bool:
    """Return whether a path leads into a folder once all links are followed."""
    try:
        return path.resolve().is_relative_to(home.resolve())
    except (OSError, RuntimeError):  # a ring of links
        return False


def is_there(path: Path) -> bool:
    """Return whether there is anything of that name, which may still be refused when it is read."""
    try:
        return is_input(path) or os.path.lexists(path)
    except ValueError:
        return False


def is_input(path: Path) -> bool:
    """Return whether there is such a file."""
    place = _place(path)
    _note(PLACE, path, place)
    return place != ""


def list_inputs(folder: Path, pattern: str) -> list[str]:
    """List the names of a folder's files that match a glob pattern, in order."""
    names = sorted(found.name for found in folder.glob(pattern))
    _note(NAMES + pattern, folder, "\0".join(names))
    return names


def answer(question: Question) -> str:
    """Answer a question as the files are now."""
    asked, path = question[0], Path(question[1])
    with recorded() as record:
        if asked == CONTENT:
            if not is_input(path):  # a pipe that stands there now could be read for ever
                return ""
            with contextlib.suppress(OSError):
                read_input(path)
        elif asked == PLACE:
            is_input(path)
        else:
            list_inputs(path, asked.removeprefix(NAMES))
    return record.answers[question]


def _note(asked: str, path: Path, said: str) -> None:
    record = _record.get()
    if record is not None:
        record.note((asked, str(path)), said)


def _place(path: Path) -> str:
    """Say where a file really lies, behind all links; empty where there is none."""
    try:
        return str(path.resolve()) if path.is_file() else ""
    except (OSError, ValueError, RuntimeError):
        return ""


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
