"""The author's files: a build looks at them through here, so that it is known what it looked at.

A look is a question (what is in this file? is there such a file? which files has this folder?) and
its answer. A later run asks the same questions again; where every answer is the same, so is the
book, and nothing of it need be read. What ships with the toolchain is no input: it is hashed as a
whole (`cache/toolchain.py`).
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

CONTENT, PLACE, NAMES = "content", "place", "names "
"""The questions; that of names has its pattern behind it."""

Question = tuple[str, str]
"""What is asked, and of which path."""


@dataclass(slots=True)
class Record:
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


def read_input(path: Path) -> bytes:
    """Read a file whole. Raises OSError where it cannot be read."""
    try:
        data = path.read_bytes()
    except OSError:
        _note(CONTENT, path, "")
        raise
    _note(CONTENT, path, _hash(data))
    return data


def is_input(path: Path) -> bool:
    """Tell whether there is such a file."""
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
