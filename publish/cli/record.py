"""`publish record`: what libraries catalogue by, agencies register, programs that cite take."""

from __future__ import annotations

from pathlib import Path

import click

from publish.cli.deliver import deliver
from publish.cli.options import book_options, output_option, overrides_of
from publish.cli.session import Session, kept, reported
from publish.model.purpose import Purpose
from publish.model.request import BuildRequest

KINDS = {
    Purpose.MARC: "MARC 21 for library systems (.mrc).",
    Purpose.MARCXML: "The same as MARCXML.",
    Purpose.CROSSREF: "A deposit for Crossref, which registers the DOI.",
    Purpose.DATACITE: "A deposit for DataCite, which registers the DOI.",
    Purpose.CSL: "CSL-JSON for programs that cite.",
}


def _kind_options(function: click.decorators.FC) -> click.decorators.FC:
    """Add a flag for each kind of record; what is given comes as `kinds`."""
    for purpose, said in reversed(KINDS.items()):
        function = click.option(
            f"--{purpose.value}", "kinds", flag_value=purpose.value, multiple=True, help=said
        )(function)
    return function


@click.command()
@book_options
@_kind_options
@output_option
@reported
@kept
def record(
    session: Session,
    book: Path,
    view: str | None,
    keep_going: bool,
    keep_stages: Path | None,
    kinds: tuple[str, ...],
    output: Path | None,
) -> None:
    """Write records for libraries, DOI agencies and programs that cite."""
    purposes = tuple(Purpose(kind) for kind in dict.fromkeys(kinds))
    if not purposes:
        names = ", ".join(f"--{purpose.value}" for purpose in KINDS)
        raise click.UsageError(f"say which records: {names}")
    if output is not None and len(purposes) > 1:
        raise click.UsageError("-o names one file; leave it out for several records")
    request = BuildRequest(book, purposes, overrides_of(view, keep_going=keep_going))
    deliver(session, request, output, keep_stages)
