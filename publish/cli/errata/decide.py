"""`publish errata verify`, `hold`, `reject`, `edit`, `remove`: what an editor decides."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from publish.cli.errata.desk import open_desk_to_write
from publish.cli.session import Session, reported
from publish.model.erratum import Certainty, Kind, Status

F = TypeVar("F", bound=Callable[..., object])

WORDS = frozenset({"find", "replace"})
"""Fields that an entry has, be they empty."""

_ids = click.argument("ids", nargs=-1, required=True, metavar="ID...")
_book = click.option(
    "--book",
    type=click.Path(path_type=Path),
    default=".",
    help="The book; this folder if left.",
)


def _decision(command: F) -> F:
    """Add the options that go with any decision."""
    for option in (
        click.option("--reason", help="Why."),
        click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="When it was decided."),
        click.option("--by", help="Who answers for it."),
        _book,
        _ids,
    ):
        command = option(command)
    return command


def _setting(name: str, status: Status, summary: str) -> click.Command:
    """Make the command that gives entries a status."""

    @click.command(name, help=summary)
    @_decision
    @reported
    def command(
        session: Session,
        ids: tuple[str, ...],
        book: Path,
        by: str | None,
        date: datetime.datetime | None,
        reason: str | None,
    ) -> None:
        values: dict[str, object] = {"status": status, "by": by, "reason": reason}
        values["date"] = date.date() if date else None
        _change(session, book, ids, {key: value for key, value in values.items() if value})

    return command


verify = _setting(
    "verify", Status.VERIFIED, "Verify errata: from now on they are applied, if they can be."
)
hold = _setting("hold", Status.HELD, "Hold errata back until more is known.")
reject = _setting("reject", Status.REJECTED, "Reject errata; they stay on record.")


@click.command()
@_decision
@click.option("--find", "--for", "find", help="The words at fault.")
@click.option("--replace", "--read", "replace", help="What they are to read.")
@click.option("--before", help="What stands right before them; empty for nothing.")
@click.option("--after", help="What stands right behind them; empty for nothing.")
@click.option("--at", help="The xml:id of an element they lie in; empty for none.")
@click.option("--kind", type=click.Choice([str(each) for each in Kind]))
@click.option("--source", help="The evidence.")
@click.option("--certainty", type=click.Choice([str(each) for each in Certainty]))
@click.option("--since", help="The printing it was found in.")
@click.option("--note", help="A remark.")
@reported
def edit(
    session: Session,
    ids: tuple[str, ...],
    book: Path,
    date: datetime.datetime | None,
    **values: str | None,
) -> None:
    """Change fields of errata; what is not named stays, and an empty value takes a field away."""
    changes: dict[str, object] = {key: each for key, each in values.items() if each is not None}
    if date:
        changes["date"] = date.date()
    if not changes:
        raise click.UsageError("name what to change, such as --replace WORDS")
    kept = {"find", "replace"}
    changes = {
        key: None if each == "" and key not in kept else each for key, each in changes.items()
    }
    _change(session, book, ids, changes)


@click.command()
@_book
@_ids
@reported
def remove(session: Session, ids: tuple[str, ...], book: Path) -> None:
    """Take errata out of the file; what was wrong is better rejected, so that it stays known."""
    desk = open_desk_to_write(book)
    desk.remove(ids)
    session.outputs.append(desk.errata_file)
    session.say(f"{', '.join(ids)}: removed")


def _change(session: Session, book: Path, ids: tuple[str, ...], changes: dict[str, object]) -> None:
    """Write a decision, once it is known that the book can still be built with it."""
    desk = open_desk_to_write(book)
    for each in desk.change(dict.fromkeys(ids, changes)):
        session.say(f"{each.erratum.id}: {each.outcome}")
    session.outputs.append(desk.errata_file)
