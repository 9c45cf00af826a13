"""`publish errata suggest`: what may be wrong in the text, the likeliest first."""

from __future__ import annotations

from pathlib import Path

import click

from publish.cli.errata.desk import (
    book_argument,
    open_desk,
    open_desk_to_write,
    short,
    table,
)
from publish.cli.session import Session, reported
from publish.model.erratum import Erratum, Kind, Status
from publish.model.finding import warning
from publish.revise.suggest import Suggestion, suggest_errata
from publish.revise.suggest.hunspell import speller


@click.command()
@book_argument
@click.option("--limit", type=click.IntRange(0), default=50, show_default=True, help="0 for all.")
@click.option("--least", type=click.FloatRange(0, 1), default=0.0, help="The least score to show.")
@click.option(
    "--dictionary",
    "dictionaries",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="One more dictionary in hunspell's format (.dic, its .aff beside it).",
)
@click.option("--language", help="The language (BCP 47); the book's own otherwise.")
@click.option("--write", is_flag=True, help="Add them to the errata file as reported.")
@reported
def suggest(
    session: Session,
    book: Path,
    limit: int,
    least: float,
    dictionaries: tuple[Path, ...],
    language: str | None,
    write: bool,
) -> None:
    """Look for likely errors: misspelt words, stray points, doubled words, names spelt two ways."""
    session.progress.step("reading for errors")
    desk = open_desk_to_write(book) if write else open_desk(book)
    language = language or desk.edition.book.language
    if not speller(language, dictionaries):
        message = f"no dictionary for the language {language or 'of this book'!r}"
        hint = "give one with --dictionary FILE.dic; points and doubled words are looked for anyway"
        session.findings.append(warning("REV-020", message, hint=hint))
    found = suggest_errata(
        desk.document, language, limit=limit, least=least, dictionaries=dictionaries
    )
    ids: dict[Suggestion, str] = {}
    if write:
        unique = [each for each in found if each.anchor]
        entries = desk.write(map(_entry, unique))
        ids = {each: entry.id for each, entry in zip(unique, entries, strict=True)}
        session.outputs.append(desk.errata_file)
        if len(unique) < len(found):
            session.say(f"{len(found) - len(unique)} left out: no context makes their place unique")
    session.extra["errata"] = [_as_object(each, ids.get(each)) for each in found]
    session.text += _rows(found)


def _entry(suggestion: Suggestion) -> Erratum:
    anchor = suggestion.anchor
    return Erratum(
        id="",
        find=suggestion.find,
        replace=suggestion.replace,
        at=anchor.at if anchor else "",
        before=anchor.before if anchor else "",
        after=anchor.after if anchor else "",
        kind=Kind.TRANSCRIPTION,
        status=Status.REPORTED,
        source=f"suggested: {suggestion.reason} (score {suggestion.score:.2f})",
    )


def _as_object(suggestion: Suggestion, identifier: str | None) -> dict[str, object]:
    place, entry = suggestion.place, _entry(suggestion)
    return {
        "id": identifier,
        "outcome": "suggested",
        "place": str(place),
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "kind": suggestion.kind,
        "find": suggestion.find,
        "replace": suggestion.replace,
        "score": suggestion.score,
        "reason": suggestion.reason,
        "context": f"{suggestion.lead}[{suggestion.find}]{suggestion.trail}",
        "at": entry.at,
        "before": entry.before,
        "after": entry.after,
    }


def _rows(found: list[Suggestion]) -> list[str]:
    if not found:
        return ["nothing looks wrong"]
    rows = [
        (
            f"{each.score:.2f}",
            each.kind,
            str(each.place),
            f"{short(each.find)} -> {short(each.replace)}",
            f"…{each.lead[-20:]}[{each.find}]{each.trail[:20]}…",
        )
        for each in found
    ]
    return table(("SCORE", "KIND", "PLACE", "CORRECTION", "CONTEXT"), rows)
