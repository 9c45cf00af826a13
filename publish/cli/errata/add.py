"""`publish errata add`: one new entry, its place found and made unique."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any, cast

import click
from msgspec.structs import replace

from publish.cli.errata.desk import Desk, as_object, book_argument, open_desk_to_write
from publish.cli.errata.where import open_lines, page_options, place_of
from publish.cli.session import Session, reported
from publish.model.erratum import Certainty, Erratum, Kind, Status
from publish.model.finding import PublishError, UsageError, error
from publish.revise.conflicts import Claims
from publish.revise.new_errata import Finder, Occurrence, nearest_words
from publish.revise.page_places import on_line


@click.command()
@book_argument
@click.option("--find", "--for", "find", help="The words at fault, as a reader sees them.")
@click.option("--replace", "--read", "replacement", help="What they are to read; may be empty.")
@page_options
@click.option("--before", default="", help="What stands right before them.")
@click.option("--after", default="", help="What stands right behind them.")
@click.option("--at", default="", help="The xml:id of an element they lie in.")
@click.option("--place", "number", type=click.IntRange(1), help="Which of several places: 1, 2 ...")
@click.option("--kind", type=click.Choice([str(each) for each in Kind]), default="transcription")
@click.option("--status", type=click.Choice([str(each) for each in Status]), default="reported")
@click.option("--by", default="", help="Who answers for it.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="When it was decided.")
@click.option("--source", default="", help="The evidence.")
@click.option("--certainty", type=click.Choice([str(each) for each in Certainty]), default="high")
@click.option("--since", default="", help="The printing it was found in.")
@click.option("--note", default="", help="A remark.")
@click.option("--id", "identifier", default="", help="A permanent id; the next free one otherwise.")
@reported
def add(
    session: Session,
    book: Path,
    find: str | None,
    replacement: str | None,
    number: int | None,
    date: datetime.datetime | None,
    identifier: str,
    page: str | None,
    line: int | None,
    printing: str | None,
    is_note: bool,
    footnote: str | None,
    **values: str,
) -> None:
    """Add an erratum to the book's file, with the context that makes its place unique."""
    desk = open_desk_to_write(book)
    there = place_of(page, line, footnote, is_note=is_note)
    wanted = Erratum(
        id=identifier,
        find=find if find is not None else _ask("Words at fault"),
        replace=replacement if replacement is not None else _ask("What they are to read"),
        date=date.date() if date else None,
        kind=Kind(values.pop("kind")),
        status=Status(values.pop("status")),
        certainty=Certainty(values.pop("certainty")),
        **cast("dict[str, Any]", values),
    )
    spans = None
    if there is not None:
        record, lines = open_lines(book, desk, printing)
        wanted, spans = on_line(lines, there, wanted)
        wanted = replace(wanted, since=wanted.since or record.name)
    chosen = _choose(session, desk, wanted, number, spans)
    if identifier not in {each.id for each in desk.document.errata}:  # else that is refused
        _refuse_what_is_there(desk, chosen.erratum)
    (added,) = desk.write([chosen.erratum], identifier)
    session.outputs.append(desk.errata_file)
    session.extra["errata"] = [as_object(added, chosen.place)]
    session.say(f"{added.id}: {chosen.place}: {_in_context(chosen)}")
    if added.status is Status.REPORTED:
        session.say(f"reported: it changes nothing until `publish errata verify {added.id}`")


def _refuse_what_is_there(desk: Desk, erratum: Erratum) -> None:
    """Refuse what is on record, or speaks against it; on a terminal the editor may insist."""
    finding = Claims(desk.document, desk.document.errata).finding(erratum)
    if finding is None:
        return
    if not (is_terminal() and click.confirm(f"{finding.message}. Add it all the same?", err=True)):
        raise PublishError(finding)


def is_terminal() -> bool:
    """Return whether somebody is there to be asked."""
    return sys.stdin.isatty()


def _ask(what: str) -> str:
    """Ask on a terminal for what the options do not say."""
    if not is_terminal():
        name = "--find" if what.startswith("Words") else "--replace"
        raise UsageError(error("CLI-031", f"{name} is missing", hint=f"add {name} WORDS"))
    return str(click.prompt(what, default="", show_default=False, err=True))


def _choose(
    session: Session,
    desk: Desk,
    wanted: Erratum,
    number: int | None,
    spans: Collection[tuple[int, int]] | None = None,
) -> Occurrence:
    """Take the one place, the one that was named, or the one that is answered on a terminal."""
    if not wanted.find.strip() or wanted.find == wanted.replace:
        message = f"{wanted.find!r} -> {wanted.replace!r} corrects nothing"
        raise PublishError(error("REV-010", message, hint="quote words, and what they are to read"))
    finder = Finder(desk.document)
    found = [o for o in finder.occurrences(wanted) if spans is None or o.span in spans]
    if not found:
        near = nearest_words(desk.document, wanted.find)
        hint = f"the text has {near!r}" if near else "quote the words as the text has them"
        raise PublishError(error("REV-011", f"{wanted.find!r} is not in the text", hint=hint))
    if number is None and len(found) > 1 and is_terminal():
        for count, each in enumerate(found, start=1):
            session.say(f"{count:3}. {each.place}: {_in_context(each)}")
        number = click.prompt("Which place", type=click.IntRange(1, len(found)), err=True)
    if number is None and len(found) > 1:
        places = "; ".join(f"{count}. {_in_brief(each)}" for count, each in enumerate(found[:9], 1))
        message = f"{wanted.find!r} stands in {len(found)} places: {places}"
        hint = "choose one with --place, or add --before, --after or --at"
        raise PublishError(error("REV-012", message, hint=hint))
    if number is not None and number > len(found):
        message = f"--place {number}, but {wanted.find!r} stands in {len(found)} places"
        raise UsageError(error("CLI-032", message, hint="choose a smaller number"))
    chosen = found[(number or 1) - 1]
    if len(found) > 1 and chosen.is_unique and (wanted.before or wanted.after or wanted.at):
        bare = replace(wanted, before="", after="", at="")
        chosen = next(o for o in finder.occurrences(bare) if _is_same(o, chosen))
    if not chosen.is_unique:
        message = f"nothing tells this {wanted.find!r} from others"
        hint = "give the element around it an xml:id in the manuscript, and name it with --at"
        raise PublishError(error("REV-013", message, chosen.place, hint))
    return chosen


def _is_same(one: Occurrence, other: Occurrence) -> bool:
    return (one.place, one.lead, one.trail) == (other.place, other.lead, other.trail)


def _in_context(occurrence: Occurrence) -> str:
    return f"…{occurrence.lead}[{occurrence.erratum.find}]{occurrence.trail}…"


def _in_brief(occurrence: Occurrence) -> str:
    line = f"line {occurrence.place.line}: " if occurrence.place.line else ""
    words = occurrence.erratum.find
    return f"{line}…{occurrence.lead[-15:]}[{words}]{occurrence.trail[:15]}…"
