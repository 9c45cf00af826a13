"""`publish errata where`: what stands on a page's line, and where it is in the manuscript."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from publish.cli.errata.desk import Desk, book_argument, open_desk, short
from publish.cli.printings import newest_record, open_record
from publish.cli.session import Session, reported
from publish.model.document import XML_ID
from publish.model.printing import Printing
from publish.model.word_places import WordPlaces
from publish.revise.matching import Match
from publish.revise.page_places import PrintedLines, PrintedPlace
from publish.revise.reader_text import ReaderText

F = TypeVar("F", bound=Callable[..., object])


def page_options(command: F) -> F:
    """Add the options by which readers name a place: page, line, printing."""
    for option in (
        click.option("--footnote", metavar="LABEL", help="Of which note, as printed: 3, *."),
        click.option("--notes", "is_note", is_flag=True, help="Count in the notes at the foot."),
        click.option("--printing", metavar="NAME", help="Of which printing; the newest if left."),
        click.option("--line", type=int, help="From 1 at the top, or from -1 at the foot."),
        click.option("--page", metavar="FOLIO", help="As printed: 12, xiv."),
    ):
        command = option(command)
    return command


def place_of(
    page: str | None, line: int | None, footnote: str | None, *, is_note: bool
) -> PrintedPlace | None:
    """Read the options of a place; None where they name none. A note may be meant as a whole."""
    if page is None and line is None and footnote is None:
        return None
    if page is None or (line is None and footnote is None):
        raise click.UsageError("name the place by both: --page 12 --line 5, or --footnote 3")
    return PrintedPlace(page, line or 0, is_note or footnote is not None, footnote or "")


def open_lines(book: Path, desk: Desk, printing: str | None) -> tuple[Printing, PrintedLines]:
    """Read a printing's record, and lay its lines beside the manuscript."""
    record = open_record(book, printing or newest_record(book))
    return record, PrintedLines(record, ReaderText(desk.document))


@click.command()
@book_argument
@page_options
@reported
def where(
    session: Session,
    book: Path,
    page: str | None,
    line: int | None,
    printing: str | None,
    is_note: bool,
    footnote: str | None,
) -> None:
    """Tell where in the manuscript a line of a printed page stands, and what it reads there."""
    place = place_of(page, line, footnote, is_note=is_note)
    if place is None:
        raise click.UsageError("name the place: --page 12 --line 5")
    desk = open_desk(book)
    record, lines = open_lines(book, desk, printing)
    match = lines.match(place)
    found = match.place(WordPlaces(desk.document))
    owner = nearest_id(match)
    session.extra["place"] = {
        "printing": record.name,
        "page": page,
        "line": line,
        "in_notes": place.is_note,
        "note": footnote,
        "printed": lines.read(place),
        "file": found.file,
        "line_in_file": found.line,
        "column": found.column,
        "at": owner or None,
        "words": match.words,
    }
    session.text += [
        f"{found}: {short(match.words, 200)}",
        f"printed: {lines.read(place)}",
        *([f"in: xml:id {owner}"] if owner else []),
    ]


def nearest_id(match: Match) -> str:
    """Name the nearest element with an xml:id that holds the words; empty where none has one."""
    owner = match.owner
    return next((str(e.get(XML_ID)) for e in (owner, *owner.iterancestors()) if e.get(XML_ID)), "")
