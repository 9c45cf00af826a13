"""What the commands of the errata desk share: a book read and resolved, its file, its tables."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

import click
from msgspec import Struct, structs

from publish import pipeline
from publish.cli.outputs import beside, check_writable, keep_inside, spare_sources, write_output
from publish.model.document import Document
from publish.model.edition import Edition
from publish.model.erratum import Erratum, Outcome, Resolution
from publish.model.finding import Finding, Place, PublishError, Severity, UsageError, error
from publish.read import find_book, read_book, read_errata
from publish.read.encoding import FORBIDDEN
from publish.read.errata_file import (
    parse_errata,
    with_changes,
    with_entries,
    without_entries,
)
from publish.revise import apply_errata
from publish.revise.new_errata import numbered
from publish.run.inputs import recorded
from publish.run.whole_file import held

BOM = "\ufeff"

book_argument = click.argument("book", type=click.Path(path_type=Path), default=".")


class Desk(Struct, dict=True):
    """A book as read; what becomes of its errata is found out for who asks."""

    document: Document
    """The source, with nothing applied."""
    edition: Edition
    errata_file: Path

    @cached_property
    def _applied(self) -> tuple[Document, list[Finding]]:
        return pipeline.run((apply_errata,), self.document, self.edition)

    @property
    def revised(self) -> Document:
        """Return the source with its errata applied."""
        return self._applied[0]

    @property
    def findings(self) -> list[Finding]:
        """Return what applying them has found."""
        return self._applied[1]

    @property
    def resolutions(self) -> list[Resolution]:
        """Return what became of each erratum, in the order of the file."""
        return self.revised.resolutions

    def write(self, errata: Iterable[Erratum], wanted: str = "") -> list[Erratum]:
        """Append entries to the errata file, which is made where there is none; return them.

        It is read again, for another run or an editor may have written it since. Entries without an
        id, or with one that is taken, get the next free ones; only `wanted` must be had. Raises
        UsageError CLI-030 where it cannot, PublishError as `read_errata` does, and REA-121 for an
        entry with a control character.
        """
        with self._open_file() as file:
            taken = [each.id for each in file.errata]
            if wanted in taken:
                message = f"the id {wanted!r} is taken"
                raise UsageError(error("CLI-030", message, hint="choose another"))
            entries = numbered(errata, taken)
            _refuse_controls(entries)
            file.write(with_entries(file.text, entries))
        return entries

    def change(self, changes: Mapping[str, Mapping[str, object]]) -> list[Resolution]:
        """Change keys of the entries with these ids; tell what a build makes of them now.

        A value of None takes a key out. Nothing is written where a build would stop on one of
        them. Raises UsageError CLI-047 for an id that no entry has, and PublishError with what
        stops the build or, for a value that is not allowed, as `read_errata` does.
        """
        with self._open_file() as file:
            _require(changes, file)
            text = with_changes(file.text, changes)
            errata = parse_errata(text, self.errata_file)
            _refuse_controls(errata)
            tried = structs.replace(self.document.copy(), errata=errata)
            revised, findings = pipeline.run((apply_errata,), tried, self.edition)
            entries = {each.place for each in errata if each.id in changes}
            stops = [each for each in findings if each.severity is Severity.ERROR]
            changed = [each for each in revised.resolutions if each.erratum.id in changes]
            if any(each.outcome in STOPS for each in changed):
                raise PublishError(*(f for f in stops if f.place in entries or len(entries) == 1))
            file.write(text)
        return changed

    def remove(self, ids: Collection[str]) -> None:
        """Take entries out of the errata file. Raises UsageError CLI-047."""
        with self._open_file() as file:
            _require(ids, file)
            file.write(without_entries(file.text, ids))

    @contextlib.contextmanager
    def _open_file(self) -> Iterator[_File]:
        """Hold the errata file as it is now, which another run or an editor may have written."""
        path = self.errata_file
        with held(path.parent):
            errata = read_errata(path).errata if path.is_file() else ()
            text = path.read_bytes().decode() if path.is_file() else ""
            yield _File(path, text.removeprefix(BOM), errata, BOM if text.startswith(BOM) else "")


class _File(Struct, frozen=True):
    """The errata file of this moment."""

    path: Path
    text: str
    errata: tuple[Erratum, ...]
    mark: str

    def write(self, text: str) -> None:
        """Put other text in its place, whole, with line ends as they are."""
        if "\r\n" in self.text and "\n" not in self.text.replace("\r\n", ""):
            text = text.replace("\r\n", "\n").replace("\n", "\r\n")
        write_output(self.path, (self.mark + text).encode())


STOPS = frozenset({Outcome.NOT_FOUND, Outcome.AMBIGUOUS, Outcome.OVERLAPPING})
"""Outcomes that stop a build."""


def _require(ids: Iterable[str], file: _File) -> None:
    """Refuse ids that no entry has. Raises UsageError CLI-047."""
    known = [each.id for each in file.errata]
    for name in ids:
        if name not in known:
            near = get_close_matches(name, known, n=3)
            hint = f"did you mean {' or '.join(near)}?" if near else "publish errata list has them"
            raise UsageError(error("CLI-047", f"no erratum has the id {name!r}", hint=hint))


def _refuse_controls(errata: Iterable[Erratum]) -> None:
    """Refuse what would make the file one that no book can be read with. Raises PublishError."""
    findings = []
    for erratum in errata:
        for key, value in structs.asdict(erratum).items():
            if isinstance(value, str) and (found := re.search(FORBIDDEN, value)):
                message = f"{key} holds the control character U+{ord(found[0]):04X}"
                findings.append(error("REA-121", message, erratum.place, "take it out"))
    if findings:
        raise PublishError(*findings)


def open_desk(book: Path) -> Desk:
    """Read a book, whose errata can be applied to a copy."""
    document, edition, _ = read_book(book)
    return Desk(document, edition, find_book(book).errata)


def open_desk_to_write(book: Path) -> Desk:
    """Open a desk once it is known that entries can be added to the book's errata file.

    Raises UsageError CLI-002.
    """
    path = find_book(book).errata
    keep_inside(path, book)
    check_writable(path)
    return open_desk(book)


def claim_output(path: Path, book: Path) -> None:
    """Refuse a place that cannot be written, or that holds a file of the book's, before the work.

    Raises UsageError CLI-002 or CLI-004.
    """
    check_writable(path, "-o")
    if path.is_file():
        spare_sources(path, _made_of(book), "-o")


def _made_of(book: Path) -> list[Path]:
    """List the book's own files: those that its text shows are found by typesetting it."""
    files = find_book(book)
    with recorded() as record, contextlib.suppress(PublishError):  # told by who makes the book
        pipeline.prepare(book)
    sheets = (files.folder / "styles").rglob("*.css")
    return [*record.files(), *beside(files.manuscript), *sheets]


def as_object(erratum: Erratum, place: Place | None, **more: object) -> dict[str, object]:
    """Make the JSON object of an erratum; `place` is where it stands in the manuscript."""
    made: dict[str, object] = {
        "id": erratum.id,
        **more,
        "place": str(place) if place else None,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }
    for name, value in structs.asdict(erratum).items():
        if name == "place":
            made["entry"] = str(value) if value else None
        elif name != "id":
            made[name] = str(value) if value is not None else None
    return made


def of_resolution(resolution: Resolution) -> dict[str, object]:
    """Make the JSON object of an erratum that was tried on its book."""
    return as_object(
        resolution.erratum,
        resolution.places[0] if resolution.places else None,
        outcome=str(resolution.outcome),
        matches=resolution.matches,
        places=[str(place) for place in resolution.places],
        near=resolution.near or None,
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Set rows in columns for a reader; the last column runs on."""
    lines = [list(head), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head) - 1)]
    return ["  ".join([*map(str.ljust, line, widths), line[-1]]) for line in lines]


def short(text: str, length: int = 32) -> str:
    """Cut words for a table."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"
