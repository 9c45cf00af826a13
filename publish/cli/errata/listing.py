"""`publish errata list` and `publish errata check`."""

from __future__ import annotations

from pathlib import Path

import click

from publish.cli.errata.desk import book_argument, of_resolution, open_desk, short, table
from publish.cli.session import Session, reported
from publish.model.erratum import Kind, Outcome, Resolution, Status
from publish.model.finding import say_path


@click.command("list")
@book_argument
@click.option("--status", type=click.Choice([str(each) for each in Status]), help="Only these.")
@click.option("--outcome", type=click.Choice([str(each) for each in Outcome]), help="Only these.")
@click.option("--kind", type=click.Choice([str(each) for each in Kind]), help="Only these.")
@click.option("--by", help="Only those that this person answers for.")
@click.option("--since", metavar="PRINTING", help="Only those found in this printing.")
@click.option("--words", help="Only those whose quotation or correction has these words.")
@reported
def list_(
    session: Session,
    book: Path,
    status: str | None,
    outcome: str | None,
    kind: str | None,
    by: str | None,
    since: str | None,
    words: str | None,
) -> None:
    """List the errata with their places and what a build makes of them."""
    desk = open_desk(book)
    chosen = {"status": status, "kind": kind, "by": by, "since": since}
    matching = [
        each
        for each in desk.resolutions
        if all(getattr(each.erratum, key) == value for key, value in chosen.items() if value)
        and (outcome is None or each.outcome == outcome)
        and (not words or words in each.erratum.find or words in each.erratum.replace)
    ]
    session.extra["errata"] = [of_resolution(each) for each in matching]
    session.text += _rows(matching)
    session.say(_count(matching, len(desk.resolutions), say_path(desk.errata_file)))


@click.command()
@book_argument
@reported
def check(session: Session, book: Path) -> None:
    """Try every erratum on the book; exit with 1 where one cannot be applied."""
    desk = open_desk(book)
    session.findings += desk.findings
    session.extra["errata"] = [of_resolution(each) for each in desk.resolutions]
    session.say(_count(desk.resolutions, len(desk.resolutions), say_path(desk.errata_file)))


def _rows(matching: list[Resolution]) -> list[str]:
    if not matching:
        return []
    rows = [
        (
            each.erratum.id,
            str(each.outcome),
            str(each.erratum.kind),
            str(each.places[0]) if each.places else "-",
            f"{short(each.erratum.find)} -> {short(each.erratum.replace) or '(nothing)'}",
        )
        for each in matching
    ]
    return table(("ID", "OUTCOME", "KIND", "PLACE", "CORRECTION"), rows)


def _count(matching: list[Resolution], total: int, file: str) -> str:
    if not total:
        return f"no errata in {file}"
    counts = {outcome: sum(each.outcome is outcome for each in matching) for outcome in Outcome}
    parts = [f"{count} {outcome}" for outcome, count in counts.items() if count]
    return f"{len(matching)} of {total} errata: {', '.join(parts) or 'none'}"
