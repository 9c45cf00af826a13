"""`publish shelf report`: the page that tells of a shelf, and the same as JSON."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from urllib.parse import quote

import click

from publish.cli.outputs import check_folder
from publish.cli.session import Session, reported
from publish.cli.shelf.options import ledger_option
from publish.run.whole_file import replace_file
from publish.shelf.ledger import Ledger
from publish.shelf.report import Facts, gather, write_page
from publish.shelf.whereabouts import folder_of, open_shelf

PAGE, DATA = "report.html", "report.json"


@click.command()
@ledger_option
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to write; default where the ledger lies.",
)
@click.option("--title", default="The shelf", show_default=True, help="What stands at its head.")
@reported
def report(session: Session, path: Path, folder: Path | None, title: str) -> None:
    """Write a page that tells of all books, and the same as JSON.

    report.html needs no server: counts, failures, findings with what the manual says and examples,
    elements without a rule, the slowest and the largest, all books to be searched, and their
    covers. It links to the books; where they are not on this disk, small covers are fetched.
    """
    with Ledger.read(path) as ledger:
        into = folder or ledger.path.parent
        check_folder(into, "--output")
        facts = gather(ledger, title)
        base = _base(ledger, into)
        if base is None:
            _fetch_covers(ledger, facts, into)
    into.mkdir(parents=True, exist_ok=True)
    replace_file(into / PAGE, write_page(facts, base or ""))
    replace_file(into / DATA, json.dumps(facts, ensure_ascii=False, indent=1).encode())
    session.outputs += [into / PAGE, into / DATA]
    session.extra["counts"] = facts["counts"]


def _base(ledger: Ledger, into: Path) -> str | None:
    """Return the way from the page to the books; None where no browser finds one."""
    folder = folder_of(ledger)
    if folder is None:
        return None
    with contextlib.suppress(ValueError):  # on another drive
        way = Path(os.path.relpath(folder.resolve(), into.resolve())).as_posix()
        return "" if way == "." else f"{quote(way)}/"
    return f"{folder.resolve().as_uri()}/"


def _fetch_covers(ledger: Ledger, facts: Facts, into: Path) -> None:
    """Put the small covers beside the page; one that cannot be had is left out."""
    store = open_shelf(ledger)
    for book in facts["books"]:
        book["files"] = []
        if not book["thumbnail"]:
            continue
        try:
            data = store.read(book["thumbnail"])
        except OSError:
            book["thumbnail"] = ""
            continue
        path = into / book["thumbnail"]
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data, lasting=False)
