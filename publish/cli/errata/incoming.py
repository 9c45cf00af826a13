"""What readers send in: rows of a table that name page and line, and marks of their devices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from msgspec import structs

from publish.cli.errata.add import is_terminal
from publish.cli.errata.desk import Desk
from publish.cli.errata.where import open_lines
from publish.cli.session import Session
from publish.model.erratum import Erratum
from publish.model.finding import Finding, PublishError, Severity, error, say_path, warning
from publish.model.word_places import WordPlaces
from publish.revise.conflicts import Claims
from publish.revise.errata_csv import Row
from publish.revise.index import as_read
from publish.revise.marks import Filed, Mark, file_marks
from publish.revise.marks.filing import as_erratum
from publish.revise.marks.spots import UNREADABLE, Copy
from publish.revise.matching import Match
from publish.revise.new_errata import Finder
from publish.revise.page_places import PrintedLines, on_line
from publish.revise.reader_text import ReaderText, fold_letters

SHOWN = 9
"""Places of a mark that are named."""


def errata_of_rows(session: Session, desk: Desk, book: Path, rows: Sequence[Row]) -> list[Erratum]:
    """Find the words of rows that name a printed line; tell of those that are not there."""
    printings: dict[str, tuple[str, PrintedLines]] = {}
    finder, errata = Finder(desk.document), []
    for row in rows:
        if row.on_page is None:
            errata.append(row.erratum)
            continue
        try:
            if row.printing not in printings:
                record, lines = open_lines(book, desk, row.printing or None)
                printings[row.printing] = (record.name, lines)
            errata.append(_on_page(finder, row, *printings[row.printing]))
        except PublishError as problem:
            session.findings += [_as_warning(each, row.erratum) for each in problem.findings]
    return errata


def _on_page(finder: Finder, row: Row, name: str, lines: PrintedLines) -> Erratum:
    assert row.on_page is not None
    wanted, spans = on_line(lines, row.on_page, row.erratum)
    wanted = structs.replace(wanted, since=wanted.since or name)
    found = [each for each in finder.occurrences(wanted) if each.span in spans]
    if len(found) != 1 or not found[0].is_unique:
        message = f"{wanted.find!r} stands in {len(found)} places of {row.on_page}"
        hint = "quote more words, so that one place is meant"
        raise PublishError(error("REV-012", message, hint=hint))
    return found[0].erratum


def _as_warning(finding: Finding, erratum: Erratum) -> Finding:
    """Tell of one row that it is left out: the others are taken."""
    place = erratum.place or finding.place
    return structs.replace(finding, severity=Severity.WARNING, place=place)


def without_known(session: Session, desk: Desk, errata: Iterable[Erratum]) -> list[Erratum]:
    """Leave out, and tell, what is on record or speaks against it, also within what comes in."""
    claims = Claims(desk.document, desk.document.errata)
    kept = []
    for erratum in errata:
        finding = claims.finding(erratum)
        if finding is not None:
            session.findings.append(_as_warning(finding, erratum))
            continue
        kept.append(erratum)
        claims.add(erratum)
    return kept


def errata_of_marks(
    session: Session, desk: Desk, marks: list[Mark], title: str | None, copies: Sequence[Path]
) -> list[Erratum]:
    """File the marks on this book as reported errata; ask or tell of those that are not sure."""
    marks = _of_book(marks, title or desk.edition.book.title, is_said=title is not None)
    for path in copies:
        marks = _with_context(session, marks, path)
    reader = ReaderText(desk.document)
    filed = file_marks(marks, reader)
    places = WordPlaces(desk.document)
    errata = []
    for each in filed:
        match = each.places[0] if each.is_sure else _ask(session, each, places)
        if match is not None:
            errata.append(as_erratum(each.mark, match))
    session.say(f"{len(errata)} of {len(marks)} marks found")
    return errata


def _of_book(marks: list[Mark], title: str, *, is_said: bool) -> list[Mark]:
    """Choose the marks on one book. Raises PublishError REV-034 where none is on it."""
    wanted = fold_letters(title)
    titles = sorted({mark.title for mark in marks if mark.title})
    own = [
        mark
        for mark in marks
        if (not mark.title and not is_said) or (mark.title and _is_title(mark.title, wanted))
    ]
    if not own:
        message = f"no mark is on a book called {title!r}" if marks else "the file has no marks"
        has = f"the file has marks on {', '.join(map(repr, titles[:SHOWN]))}" if titles else ""
        hint = f"{has}; choose with --title" if has else "highlight words, or write notes to them"
        raise PublishError(error("REV-034", message, hint=hint))
    return own


def _is_title(said: str, wanted: str) -> bool:
    """Return whether a device means this book: it may add a subtitle, a series or the author."""
    name = fold_letters(said)
    return bool(name) and bool(wanted) and (wanted in name or (len(name) > 7 and name in wanted))


def _with_context(session: Session, marks: list[Mark], path: Path) -> list[Mark]:
    """Look up in a copy what stands around the marks; tell of one that cannot be read."""
    try:
        return Copy(path).with_context(marks)
    except UNREADABLE:
        session.say(
            f"{say_path(path)} is no EPUB that can be read: the marks are sought without it"
        )
        return marks


def _ask(session: Session, filed: Filed, places: WordPlaces) -> Match | None:
    """Ask on a terminal which place is meant; elsewhere tell that it is not known."""
    mark = filed.mark
    said = f"{mark.words[:80]!r}" + (f" ({mark.note[:80]!r})" if mark.note else "")
    if not filed.places:
        message = f"{mark.device}: {said} is not in the text"
        session.findings.append(warning("REV-035", message, mark.place, _where(mark)))
        return None
    if is_terminal():
        for number, match in enumerate(filed.places, start=1):
            session.say(f"{number:3}. {match.place(places)}: {_around(match)}")
        number = click.prompt(
            f"Which place is {said}, 0 for none",
            type=click.IntRange(0, len(filed.places)),
            err=True,
        )
        return filed.places[number - 1] if number else None
    shown = "; ".join(f"{m.place(places)}: {_around(m)}" for m in filed.places[:SHOWN])
    message = f"{mark.device}: {said} stands in {len(filed.places)} places: {shown}"
    session.findings.append(warning("REV-036", message, mark.place, _where(mark)))
    return None


def _where(mark: Mark) -> str:
    where = ", ".join(filter(None, [mark.chapter, mark.spot]))
    return f"the device says: {where}" if where else "look it up in the copy, and use errata add"


def _around(match: Match) -> str:
    lead, trail = match.around(20)
    return as_read(f"…{lead}[{match.text}]{trail}…")
