"""The commands of the errata desk, as `publish errata --help` lists them."""

from __future__ import annotations

import click

from publish.cli.errata.add import add
from publish.cli.errata.apply import apply
from publish.cli.errata.diff import diff
from publish.cli.errata.imports import import_
from publish.cli.errata.listing import check, list_
from publish.cli.errata.sheet import sheet
from publish.cli.errata.suggest import suggest


@click.group()
def errata() -> None:
    """Keep the book's corrections: list, check, add, suggest, apply, compare, print."""


for command in (list_, check, add, suggest, apply, import_, sheet, diff):
    errata.add_command(command)
