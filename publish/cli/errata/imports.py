"""`publish errata import`: errata that are kept in a TEI's own text, or in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec import structs

from publish import pipeline
from publish.cli.errata.apply import with_prolog
from publish.cli.errata.desk import Desk, of_resolution, open_desk_to_write
from publish.cli.errata.incoming import errata_of_marks, errata_of_rows, without_known
from publish.cli.outputs import check_writable, spare_sources, write_outputs
from publish.cli.session import Session, reported
from publish.model.document import Document, serialize
from publish.model.edition import Edition
from publish.model.erratum import Erratum, Status
from publish.model.finding import Severity, UsageError, error, say_path
from publish.read import read_manuscript
from publish.read.errata_file import with_entries
from publish.revise import apply_errata
from publish.revise.errata_csv import read_errata_csv
from publish.revise.importing import extract_errata
from publish.revise.marks import read_marks
from publish.run.inputs import recorded

OPTION = "--source"

TABLES = frozenset({".csv", ".tsv", ".txt"})
"""Endings of tables of corrections; what is no table and no file of marks is a TEI."""


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("book", type=click.Path(path_type=Path), required=False)
@click.option(
    OPTION,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="NEW.xml",
    help="Write FILE without its corrections here, and the errata beside it.",
)
@click.option("--title", help="Take the marks on this title, where a file has many books'.")
@click.option(
    "--copy",
    "copies",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE.epub",
    help="The EPUB that was read; those in dist/ if left.",
)
@reported
def import_(
    session: Session,
    file: Path,
    book: Path | None,
    source: Path | None,
    title: str | None,
    copies: tuple[Path, ...],
) -> None:
    """Make errata of a corrected TEI, of a CSV file, or of readers' marks.

    A TEI has them as choice/sic/corr, corr/@sic or sic/@corr. Marks are W3C and Readium
    annotations, KoboReader.sqlite, KOReader's metadata.*.lua, My Clippings.txt, and what Apple
    Books shares. All are added to the errata file of BOOK (default: here), a text without the
    corrections; or with --source the corrected TEI is split into its source and its errata.
    """
    book_path = book or Path()
    if source is None:
        desk = open_desk_to_write(book_path)
        _add(session, desk, _errata_of(session, desk, file, book_path, title, copies))
        return
    if source.resolve() == file.resolve() or book is not None:
        hint = "name another file with --source, and no BOOK"
        raise UsageError(error("CLI-033", f"{say_path(source)} is the file to read", hint=hint))
    _split(session, file, source)


def _errata_of(
    session: Session,
    desk: Desk,
    file: Path,
    book: Path,
    title: str | None,
    copies: tuple[Path, ...],
) -> list[Erratum]:
    marks = read_marks(file)
    if marks is not None:
        copies = copies or tuple(sorted((book / "dist").glob("*.epub")))
        return errata_of_marks(session, desk, marks, title, copies)
    if file.suffix.lower() in TABLES:
        return errata_of_rows(session, desk, book, read_errata_csv(file))
    errata = extract_errata(read_manuscript(file)[0].copy())
    return [structs.replace(each, id="") for each in errata]


def _split(session: Session, file: Path, source: Path) -> None:
    """Write a TEI without its corrections, and these as the errata beside it."""
    beside = source.with_name(f"{source.stem}.errata.toml")
    for path in (source, beside):
        check_writable(path, OPTION)
    with recorded() as record:
        document, _ = read_manuscript(file)
    for path in (source, beside):
        spare_sources(path, record.files(), OPTION)
    bare = document.copy()
    errata = extract_errata(bare)
    data = with_prolog(document, serialize(bare.root))
    write_outputs({source: data, beside: with_entries("", errata).encode()}, OPTION)
    session.outputs += [source, beside]
    _try(session, bare, tuple(errata))


def _add(session: Session, desk: Desk, errata: list[Erratum]) -> None:
    """Add entries to a book's errata file; a taken id is replaced by the next free one."""
    errata = without_known(session, desk, errata)
    if errata:
        errata = desk.write(errata)
        session.outputs.append(desk.errata_file)
    _try(session, desk.document, tuple(errata))


def _try(session: Session, document: Document, errata: tuple[Erratum, ...]) -> None:
    """Tell as warnings which of the new entries would not be applied."""
    tried = structs.replace(document.copy(), errata=errata)
    revised, findings = pipeline.run((apply_errata,), tried, Edition())
    session.findings += [
        structs.replace(each, severity=Severity.WARNING)
        for each in findings
        if each.severity is Severity.ERROR
    ]
    session.extra["errata"] = [of_resolution(each) for each in revised.resolutions]
    session.say(f"{len(errata)} errata imported")
    if any(each.status is Status.REPORTED for each in errata):
        session.say("reported: they change nothing until `publish errata verify ID...`")
