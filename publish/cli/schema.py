"""`publish schema`: what editors of TOML and XML check a book's files by."""

from __future__ import annotations

from collections.abc import Callable

import click

from publish.cli.session import Session, reported
from publish.cli.shelf.shelf_file import ShelfFile
from publish.load.device import DeviceKind
from publish.read.json_schema import (
    access_schema,
    as_text,
    edition_schema,
    errata_schema,
    repairs_schema,
    schema_of,
)
from publish.read.relax_ng import relax_ng_text

SCHEMAS: dict[str, Callable[[], str]] = {
    "edition": lambda: as_text(edition_schema()),
    "errata": lambda: as_text(errata_schema()),
    "repairs": lambda: as_text(repairs_schema()),
    "access": lambda: as_text(access_schema()),
    "shelf": lambda: as_text(schema_of(ShelfFile, "shelf.toml")),
    "device": lambda: as_text(schema_of(DeviceKind, "devices/NAME.toml", without=("id",))),
    "manuscript": relax_ng_text,
}
"""The files of a book, and how the schema of each is made."""


@click.command()
@click.argument("file", type=click.Choice(list(SCHEMAS)))
@reported
def schema(session: Session, *, file: str) -> None:
    """Print the schema of one of a book's files, for an editor to check it by.

    JSON Schema of edition.toml, errata.toml, repairs.toml, access.toml, shelf.toml and the files
    that describe e-readers; RELAX NG of the manuscript.
    """
    text = SCHEMAS[file]()
    session.text.append(text.rstrip("\n"))
    session.extra["schema"] = text
