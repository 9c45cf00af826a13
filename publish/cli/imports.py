"""`publish import`: a book out of files of others."""

from __future__ import annotations

from pathlib import Path

import click
from lxml import etree

from publish.cli.defaults import read_defaults
from publish.cli.outputs import check_folder, check_writable, write_outputs
from publish.cli.session import Session, reported
from publish.convert import Changes, Converted, check_sources, convert
from publish.model.document import Document
from publish.model.edition import slug_of
from publish.model.erratum import Erratum
from publish.model.finding import UsageError, error, say_path
from publish.read import check_schema, read_manuscript
from publish.read.errata_file import with_entries
from publish.revise.importing import extract_errata
from publish.run.inputs import read_input

OPTION = "-o"


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR|FILE.xml",
    help="The book's new folder, or one TEI file; default a folder named after the source.",
)
@click.option(
    "--accept",
    "changes",
    flag_value=Changes.ACCEPT,
    type=Changes,
    default=Changes.ERRATA,
    help="Apply tracked changes.",
)
@click.option(
    "--reject",
    "changes",
    flag_value=Changes.REJECT,
    type=Changes,
    help="Leave tracked changes out; without either they become errata.",
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="Write the manuscript although words of the source did not come through.",
)
@reported
def import_(
    session: Session,
    files: tuple[Path, ...],
    output: Path | None,
    changes: Changes,
    keep_going: bool,
) -> None:
    """Make a book of Word, OpenDocument, Markdown, HTML, EPUB or plain text files, or of scans.

    What comes of it is a TEI manuscript with its edition.toml; several FILEs become one book, in
    the order in which they are named. Nothing is written over what is there.
    """
    place = output or Path(slug_of(files[0].stem))
    is_file = place.suffix.lower() == ".xml"
    check_sources(files)
    _check_place(place, is_file=is_file)
    session.progress.step("reading")
    defaults = read_defaults()
    made = convert(files, _extract, changes, keep_going=keep_going, defaults=defaults)
    outputs = _as_file(place, made) if is_file else _as_book(place, made)
    manuscript = next(path for path in outputs if path.suffix == ".xml")
    scans = {manuscript.parent / name: path for name, path in made.scans.items()}
    for path in (*outputs, *scans):
        _spare(path)
    session.findings += made.findings(say_path(manuscript))
    if session.failed():
        return
    for path, scan in scans.items():
        write_outputs({path: read_input(scan)}, OPTION)
    write_outputs(outputs, OPTION)
    session.outputs.append(place)
    session.findings += check_schema(read_manuscript(manuscript)[0])
    session.say(f"next: publish build {say_path(place)}")


def _extract(root: etree._Element) -> list[Erratum]:
    return extract_errata(Document(root, Path(), ""))


def _check_place(place: Path, *, is_file: bool) -> None:
    """See before the work that nothing is there, and that it can be made."""
    if is_file:
        check_writable(place, OPTION)
        _spare(place)
        return
    for path in (place / "manuscript", *place.glob("*.xml")):
        _spare(path)
    check_folder(place, OPTION)


def _spare(path: Path) -> None:
    """Refuse to write over anything. Raises UsageError IMP-005."""
    if path.exists() or path.is_symlink():
        message = f"{say_path(path)} is there already; an import writes over nothing"
        raise UsageError(error("IMP-005", message, hint=f"name another place with {OPTION}"))


def _as_book(folder: Path, made: Converted) -> dict[Path, bytes]:
    inner = folder / "manuscript"
    files = {inner / f"{made.slug}.xml": made.tei, inner / "edition.toml": made.edition.encode()}
    if made.errata:
        files[inner / "errata.toml"] = with_entries("", made.errata).encode()
    return files | {inner / name: data for name, data in made.pictures.items()}


def _as_file(path: Path, made: Converted) -> dict[Path, bytes]:
    files = {path: made.tei}
    if made.errata:
        beside = path.with_name(f"{path.stem}.errata.toml")
        files[beside] = with_entries("", made.errata).encode()
    return files | {path.parent / name: data for name, data in made.pictures.items()}
