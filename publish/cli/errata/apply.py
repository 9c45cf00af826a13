"""`publish errata apply`: the corrected TEI itself, for people who want just that."""

from __future__ import annotations

from pathlib import Path

import click
from lxml import etree

from publish.cli.deliver import DIST
from publish.cli.errata.desk import book_argument, claim_output, of_resolution, open_desk
from publish.cli.outputs import keep_inside, write_output
from publish.cli.session import Session, reported
from publish.model.document import Document, serialize
from publish.read import find_book
from publish.revise import resolve
from publish.revise.recording import record_corrections


@click.command()
@book_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to write; STEM-corrected.xml in dist, or beside you for a bare file, otherwise.",
)
@click.option("--plain", is_flag=True, help="Write the corrected readings without choice.")
@reported
def apply(session: Session, book: Path, output: Path | None, plain: bool) -> None:
    """Write the manuscript as TEI with every verified erratum applied."""
    path = output or _default_path(book)
    if output is None:
        keep_inside(path, book)
    claim_output(path, book)
    desk = open_desk(book)
    session.findings += desk.findings
    session.extra["errata"] = [of_resolution(each) for each in desk.resolutions]
    if session.failed():
        return
    if plain:
        resolve(desk.revised.root, "corr")
    record_corrections(desk.revised, is_plain=plain)
    write_output(path, with_prolog(desk.document, serialize(desk.revised.root)), "-o")
    session.outputs.append(path)


def _default_path(book: Path) -> Path:
    name = f"{find_book(book).manuscript.stem.replace('*', 'all')}-corrected.xml"
    return book / DIST / name if book.is_dir() else Path(name)


def with_prolog(source: Document, data: bytes) -> bytes:
    """Put the source's processing instructions and comments before the root element again."""
    before = [etree.tostring(node) for node in source.root.itersiblings(preceding=True)]
    declaration, _, rest = data.partition(b"?>\n")
    lines = [node.strip() + b"\n" for node in reversed(before)]
    return declaration + b"?>\n" + b"".join(lines) + rest
