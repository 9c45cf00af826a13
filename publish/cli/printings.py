"""Where the records of printings lie, and how one is made: `publish build --record NAME`."""

from __future__ import annotations

from pathlib import Path

from msgspec import structs

from publish.cli.outputs import check_writable, keep_inside, write_output
from publish.model.finding import PublishError, UsageError, error, say_path
from publish.model.lazy_pattern import lazy_pattern
from publish.model.printing import Printing
from publish.model.purpose import Purpose
from publish.model.request import BuildResult

NAME = lazy_pattern(r"[\w][\w.\-]*")


def printings_folder(book: Path) -> Path:
    """Return manuscript/printings of a book, or NAME.printings beside a bare NAME.xml."""
    from publish.read import find_book

    return printings_beside(find_book(book).manuscript, book)


def printings_beside(manuscript: Path, book: Path) -> Path:
    """Return that folder for a book whose manuscript is known."""
    if book.is_dir():
        return manuscript.parent / "printings"
    return manuscript.with_name(f"{manuscript.stem}.printings")


def new_record(book: Path, name: str) -> Path:
    """Name the file of a new printing's record.

    Raises UsageError CLI-034 for a name that no file may have, CLI-035 where the printing is on
    record: its pages are in readers' hands; CLI-037 where the book makes no press PDF, CLI-002
    where the record cannot be written.
    """
    from publish.read import find_book

    if not NAME.fullmatch(name):
        hint = "use letters, digits, points and hyphens, such as 2 or 2026-11"
        raise UsageError(error("CLI-034", f"{name!r} cannot name a printing", hint=hint))
    path = printings_folder(book) / f"{name}.toml"
    if path.exists():
        message = f"printing {name} is on record in {say_path(path)}"
        hint = "choose another name; delete the file only if that printing was never printed"
        raise UsageError(error("CLI-035", message, hint=hint))
    edition = find_book(book).edition
    if edition is not None and Purpose.PRESS not in edition.edition.outputs:
        hint = 'add "press" to outputs in edition.toml'
        raise UsageError(error("CLI-037", "this book makes no press PDF to record", hint=hint))
    keep_inside(path, book)
    check_writable(path)
    return path


def record_printing(path: Path, result: BuildResult) -> None:
    """Write the pages of a run's press PDF as the printing that the file's name says."""
    from publish.read.printing_file import write_printing

    assert result.printing is not None
    write_output(path, write_printing(structs.replace(result.printing, name=path.stem)))


def recorded_in(folder: Path) -> list[str]:
    """Name the printings on record in a folder: the newest by its number, then the others."""
    from publish.revise.errata_sheet import natural

    names = sorted(found.stem for found in folder.glob("*.toml"))
    newest = max(names, key=natural, default="")
    return sorted(names, key=lambda name: name != newest)


def newest_record(book: Path) -> str:
    """Name the printing that was recorded last, by its number; `1` where there is none."""
    return next(iter(recorded_in(printings_folder(book))), "1")


def open_record(book: Path, name: str) -> Printing:
    """Read a printing's record; raises PublishError CLI-036 where there is none."""
    folder = printings_folder(book)
    path = folder / f"{name}.toml"
    if not path.is_file():
        names = sorted(found.stem for found in folder.glob("*.toml"))
        known = f"recorded are: {', '.join(names)}" if names else "none is recorded"
        hint = f"{known}; record one while it is built: publish build --record NAME"
        raise PublishError(error("CLI-036", f"no record of printing {name!r}", hint=hint))
    from publish.read import read_printing

    return read_printing(path, book if book.is_dir() else None)
