"""The commands of the errata desk, as `publish errata --help` lists them."""

from __future__ import annotations

import click

from publish.cli.errata.add import add
from publish.cli.errata.apply import apply
from publish.cli.errata.decide import edit, hold, reject, remove, verify
from publish.cli.errata.diff import diff
from publish.cli.errata.imports import import_
from publish.cli.errata.listing import check, list_
from publish.cli.errata.sheet import sheet
from publish.cli.errata.suggest import suggest
from publish.cli.errata.where import where


@click.group()
def errata() -> None:
    """Keep the book's corrections: find, add, decide, check, apply, compare, print."""


for command in (
    *(list_, check, where, add, import_, suggest),
    *(verify, hold, reject, edit, remove),
    *(apply, sheet, diff),
):
    errata.add_command(command)
