"""The files that a command writes: whole or not at all, and never over what it reads."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from publish.model.finding import Place, PublishError, UsageError, error, say_path
from publish.run.inputs import lies_in
from publish.run.interrupts import ENDINGS, put_off
from publish.run.shipped import shipped_folder
from publish.run.whole_file import Draft, sync_folder

SHIPPED = ("fonts", "styles")
"""Folders of the toolchain that every book is made from."""


def check_writable(path: Path, option: str = "") -> None:
    """Find out before the work whether a file can be written; nothing is changed by that.

    `option` is the one by which the command can be told of another place, if it has one.
    Raises UsageError CLI-002.
    """
    with _report_unwritable(path, option):
        if path.is_dir():
            raise _failure(errno.EISDIR)
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            os.lstat(path)  # its name may be too long for this file system
        try_folder(path.parent)


def keep_inside(path: Path, book: Path) -> None:
    """Refuse a place that the book chooses and that a link leads out of its folder.

    Raises PublishError CLI-040.
    """
    if book.is_dir() and not lies_in(path.parent, book):
        message = (
            f"{say_path(path.parent)} leads out of the book's folder; nothing is written there"
        )
        hint = "put a folder in the place of the link, or name a file of yours with -o"
        raise PublishError(error("CLI-040", message, Place(say_path(path.parent)), hint))


def check_folder(folder: Path, option: str = "") -> None:
    """Find out whether files can be put into a folder, or it can be made.

    Raises UsageError CLI-002.
    """
    with _report_unwritable(folder, option):
        try_folder(folder)


def try_folder(folder: Path) -> None:
    """Put a file without a name there, where the system has such, or in what is to hold it.

    Raises OSError where that cannot be done.
    """
    folder = Path(os.path.realpath(folder))
    while not os.path.lexists(folder):
        folder = folder.parent
    if not folder.is_dir():
        raise _failure(errno.ENOTDIR)
    with tempfile.TemporaryFile(dir=folder):
        pass


def write_output(path: Path, data: bytes, option: str = "") -> None:
    """Write a file, whole or not at all. Raises UsageError CLI-002 as `write_outputs` does."""
    write_outputs({path: data}, option)


def write_outputs(files: Mapping[Path, bytes], option: str = "") -> None:
    """Write temporary files beside their places and move them there once all are whole.

    Raises UsageError CLI-002 where a place cannot be written; what was there before is untouched.
    """
    with contextlib.ExitStack() as stack:
        drafts = {path: _draft(path, data, option, stack) for path, data in files.items()}
        with put_off(signal.SIGINT, *ENDINGS):
            for path, draft in drafts.items():
                with _report_unwritable(path, option):
                    draft.put()
        for path in drafts:
            with _report_unwritable(path, option):
                sync_folder(path.parent)


def _draft(path: Path, data: bytes, option: str, stack: contextlib.ExitStack) -> Draft:
    """Write a file beside its place; it goes with the stack where it is not put there."""
    check_writable(path, option)
    with _report_unwritable(path, option):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = stack.enter_context(Draft(path))
        draft.write(data)
        draft.sync()
        return draft


@contextmanager
def _report_unwritable(path: Path, option: str) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise _unwritable(path, problem, option) from problem


def _failure(number: int) -> OSError:
    return OSError(number, os.strerror(number))


def _unwritable(path: Path, problem: OSError, option: str) -> UsageError:
    """Say that an output cannot be written there, and what to do."""
    message = f"cannot write {say_path(path)}: {problem.strerror or problem}"
    elsewhere = f"name another file with {option}, or " if option else "make room there, or "
    return UsageError(error("CLI-002", message, hint=f"{elsewhere}make the folder writable"))


def spare_sources(output: Path, sources: Iterable[Path], option: str = "") -> None:
    """Refuse to write an output over a file that it is made of, or over what ships.

    Raises UsageError CLI-004.
    """
    if not output.is_file():
        return
    ships = any(output.resolve().is_relative_to(shipped_folder(each)) for each in SHIPPED)
    if ships or any(_is_same(output, source) for source in sources):
        message = f"{say_path(output)} is the book's own file; nothing is written over it"
        hint = f"name another file with {option}" if option else "move it elsewhere"
        raise UsageError(error("CLI-004", message, hint=hint))


def _is_same(output: Path, source: Path) -> bool:
    """Compare what lies behind names: links, and the cases of letters that a system mixes up."""
    try:
        return output.samefile(source)
    except OSError:
        return False


def beside(manuscript: Path) -> list[Path]:
    """List what is decided and recorded beside a manuscript, whether it was read or not."""
    folder = manuscript.parent
    return [*folder.glob("*.toml"), *folder.glob("*printings/*.toml")]
