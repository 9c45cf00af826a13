"""`publish errata import`: errata that are kept in a TEI's own text, or in a spreadsheet."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from publish import pipeline
from publish.cli.errata.apply import with_prolog
from publish.cli.errata.desk import of_resolution, open_desk_to_write
from publish.cli.outputs import check_writable, spare_sources, write_outputs
from publish.cli.session import Session, reported
from publish.model.document import Document, serialize
from publish.model.edition import Edition
from publish.model.erratum import Erratum
from publish.model.finding import Severity, UsageError, error, say_path
from publish.read import read_manuscript
from publish.read.errata_file import with_entries
from publish.revise import apply_errata
from publish.revise.errata_csv import read_errata_csv
from publish.revise.importing import extract_errata
from publish.run.inputs import recorded

OPTION = "--source"

READERS = {ending: read_errata_csv for ending in (".csv", ".tsv", ".txt")}
"""Who reads a file of nothing but corrections, by its ending; any other is a TEI that has some."""


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("book", type=click.Path(path_type=Path), required=False)
@click.option(
    OPTION,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="NEW.xml",
    help="Write FILE without its corrections here, and the errata beside it.",
)
@reported
def import_(session: Session, file: Path, book: Path | None, source: Path | None) -> None:
    """Make errata of a TEI's choice/sic/corr, corr/@sic or sic/@corr, or of a CSV file.

    They are added to the errata file of BOOK (default: here), a text without the corrections; or
    with --source the corrected TEI is split into its source and its errata.
    """
    read = READERS.get(file.suffix.lower())
    if read is not None:
        _add(session, read(file), book or Path())
        return
    if source is None:
        errata = extract_errata(read_manuscript(file)[0].copy())
        _add(session, [dataclasses.replace(each, id="") for each in errata], book or Path())
        return
    if source.resolve() == file.resolve() or book is not None:
        hint = "name another file with --source, and no BOOK"
        raise UsageError(error("CLI-033", f"{say_path(source)} is the file to read", hint=hint))
    _split(session, file, source)


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


def _add(session: Session, errata: list[Erratum], book: Path) -> None:
    """Add entries to a book's errata file; a taken id is replaced by the next free one."""
    desk = open_desk_to_write(book)
    errata = desk.write(errata)
    session.outputs.append(desk.errata_file)
    _try(session, desk.document, tuple(errata))


def _try(session: Session, document: Document, errata: tuple[Erratum, ...]) -> None:
    """Tell as warnings which of the new entries would not be applied."""
    tried = dataclasses.replace(document.copy(), errata=errata)
    revised, findings = pipeline.run((apply_errata,), tried, Edition())
    session.findings += [
        dataclasses.replace(each, severity=Severity.WARNING)
        for each in findings
        if each.severity is Severity.ERROR
    ]
    session.extra["errata"] = [of_resolution(each) for each in revised.resolutions]
    session.say(f"{len(errata)} errata imported")
