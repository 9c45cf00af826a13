"""`publish errata diff`: what has changed between two versions of an errata file."""

from __future__ import annotations

from pathlib import Path

import click

from publish.cli.session import Session, reported
from publish.model.erratum import Erratum
from publish.read import read_errata

FIELDS = [name for name in Erratum.__struct_fields__ if name not in {"id", "place"}]


@click.command()
@click.argument("older", type=click.Path(path_type=Path))
@click.argument("newer", type=click.Path(path_type=Path))
@reported
def diff(session: Session, older: Path, newer: Path) -> None:
    """Compare two versions of an errata file: what was added, changed, withdrawn."""
    before = {erratum.id: erratum for erratum in read_errata(older).errata}
    after = {erratum.id: erratum for erratum in read_errata(newer).errata}
    changes: list[dict[str, object]] = []
    for name, erratum in after.items():
        if name not in before:
            changes.append(_change(erratum, "added", {}))
        elif fields := _differences(before[name], erratum):
            changes.append(_change(erratum, "changed", fields))
    gone = (erratum for name, erratum in before.items() if name not in after)
    changes += [_change(erratum, "withdrawn", {}) for erratum in gone]
    session.extra["errata"] = changes
    session.text += [line for change in changes for line in _lines(change)]
    if not changes:
        session.say("the same errata")


def _differences(one: Erratum, other: Erratum) -> dict[str, list[str]]:
    pairs = ((name, getattr(one, name), getattr(other, name)) for name in FIELDS)
    return {name: [_said(old), _said(new)] for name, old, new in pairs if old != new}


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _change(erratum: Erratum, change: str, fields: dict[str, list[str]]) -> dict[str, object]:
    return {
        "id": erratum.id,
        "outcome": change,
        "place": str(erratum.place) if erratum.place else None,
        "find": erratum.find,
        "replace": erratum.replace,
        "fields": fields,
    }


def _lines(change: dict[str, object]) -> list[str]:
    lines = [f"{change['outcome']:<9}  {change['id']}  {change['find']} -> {change['replace']}"]
    fields = change["fields"]
    if isinstance(fields, dict):
        lines += [f"           {name}: {old!r} -> {new!r}" for name, (old, new) in fields.items()]
    return lines
