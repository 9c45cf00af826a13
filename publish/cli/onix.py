"""`publish onix`: what the shop is told of a book."""

from __future__ import annotations

from pathlib import Path

import click

from publish.cli.deliver import deliver
from publish.cli.options import book_options, output_option, overrides_of
from publish.cli.session import Session, kept, reported
from publish.model.purpose import Purpose
from publish.model.request import BuildRequest


@click.command()
@book_options
@output_option
@reported
@kept
def onix(
    session: Session,
    book: Path,
    view: str | None,
    keep_going: bool,
    keep_stages: Path | None,
    output: Path | None,
) -> None:
    """Write the shop's record of a book, in ONIX for Books 3.0."""
    request = BuildRequest(book, (Purpose.ONIX,), overrides_of(view, keep_going=keep_going))
    deliver(session, request, output, keep_stages)
