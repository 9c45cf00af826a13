"""The commands that make books: epub, pdf, build, check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from publish.cli.making import default_path, make
from publish.cli.pages import check_paged, repair_pages, tell_report
from publish.cli.printings import new_record, record_printing
from publish.cli.session import Session, kept, reported, spare_manuscript, write_output
from publish.edition import View
from publish.order import Order, Overrides, Result

F = TypeVar("F", bound=Callable[..., Any])


def book_options(function: F) -> F:
    """Add what every command on a book takes."""
    keep = click.option(
        "--keep-stages",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help="Write the manuscript's tree after each stage into DIR.",
    )
    view = click.option(
        "--text",
        "view",
        type=click.Choice([str(view) for view in View]),
        help="Which readings to show; the edition decides where not given.",
    )
    book = click.argument("book", type=click.Path(path_type=Path), default=".")
    return book(view(keep(function)))


def output_option(function: F) -> F:
    """Add -o."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Where to write; default dist/SLUG, or beside you for a bare TEI file.",
    )(function)


@click.command()
@book_options
@output_option
@click.option(
    "--for",
    "reader",
    type=click.Choice(["generic", "kobo"]),
    default="generic",
    show_default=True,
    help="generic: a plain EPUB; kobo: one with Kobo's reading spans (.kepub.epub).",
)
@click.option("--no-check", is_flag=True, help="Leave EPUBCheck out.")
@reported
@kept
def epub(
    session: Session,
    book: Path,
    view: str | None,
    keep_stages: Path | None,
    output: Path | None,
    reader: str,
    no_check: bool,
) -> None:
    """Build an EPUB 3 and check it with EPUBCheck."""
    purpose = "kobo" if reader == "kobo" else "epub"
    order = Order(book, (purpose,), overrides_of(view), check=not no_check)
    deliver(session, book, make(session, order, keep_stages), output)


@click.command()
@book_options
@output_option
@click.option(
    "--for",
    "purpose",
    type=click.Choice(["screen", "press", "booklet", "cover"]),
    default="screen",
    show_default=True,
    help="screen: tagged PDF/UA with links; press: PDF/X with trim and bleed boxes.",
)
@click.option("--trim", help="Trim size: A5, 5.5x8.5in, 148x210mm ...")
@click.option("--bleed", help="Bleed, such as 3mm.")
@click.option("--marks", is_flag=True, default=None, help="Print crop marks.")
@click.option("--repair", is_flag=True, help="Find repairs that make pages end well; keep them.")
@click.option("--report", is_flag=True, help="Tell what a typographer would mark in the pages.")
@reported
@kept
def pdf(
    session: Session,
    book: Path,
    view: str | None,
    keep_stages: Path | None,
    output: Path | None,
    purpose: str,
    trim: str | None,
    bleed: str | None,
    marks: bool | None,
    repair: bool,
    report: bool,
) -> None:
    """Build a PDF and check it."""
    for option, is_asked in (("--repair", repair), ("--report", report)):
        if is_asked:
            check_paged(option, purpose)
    chosen = {"trim": trim, "bleed": bleed, "marks": marks}
    page = {key: value for key, value in chosen.items() if value is not None}
    order = Order(book, (purpose,), {**overrides_of(view), "print": page})
    if repair:
        repair_pages(session, order)
    made = make(session, order, keep_stages)
    deliver(session, book, made, output)
    if report and not session.failed():
        tell_report(session, made.outputs[0].data)


@click.command()
@book_options
@click.option("--no-check", is_flag=True, help="Leave EPUBCheck out.")
@click.option(
    "--record",
    metavar="NAME",
    help="Keep the press PDF's pages as this printing's, for its errata sheet.",
)
@reported
@kept
def build(
    session: Session,
    book: Path,
    view: str | None,
    keep_stages: Path | None,
    no_check: bool,
    record: str | None,
) -> None:
    """Build everything edition.toml asks for, in one run."""
    path = new_record(book, record) if record is not None else None
    order = Order(book, overrides=overrides_of(view), check=not no_check)
    made = make(session, order, keep_stages)
    deliver(session, book, made, None)
    if path is not None and not session.failed():
        record_printing(path, made)
        session.outputs.append(path)


@click.command()
@book_options
@click.option("--fast", is_flag=True, help="Leave the trial EPUB and EPUBCheck out.")
@reported
@kept
def check(
    session: Session, book: Path, view: str | None, keep_stages: Path | None, fast: bool
) -> None:
    """Read, revise, typeset and check a book; write nothing."""
    from publish import pipeline

    session.progress.keep_in = keep_stages
    made = pipeline.prepare(book, overrides_of(view), session.progress, session.cache)
    pipeline.check_manuscript(made)
    if not fast:
        pipeline.build_epub(made, session.progress)
    session.findings += made.findings


def overrides_of(view: str | None) -> Overrides:
    """Put the view that the command line asks for over the edition's."""
    return {"text": {"view": View(view)}} if view else {}


def deliver(session: Session, book: Path, result: Result, output: Path | None) -> None:
    """Put the outputs in their places, all of them or none."""
    session.findings += result.findings
    if session.failed():
        return
    for made in result.outputs:
        path = output or default_path(book, result.slug, made.purpose)
        spare_manuscript(path, result.manuscript)
        write_output(path, made.data)
        session.outputs.append(path)
