"""The commands that make books: epub, pdf, build, onix, check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish.cli.deliver import deliver
from publish.cli.options import book_options, output_option, overrides_of
from publish.cli.page_ends import check_paged, tell_report
from publish.cli.printings import new_record, record_printing
from publish.cli.session import Session, kept, reported
from publish.model.finding import Finding, say_path
from publish.model.purpose import Form, Purpose
from publish.model.request import BuildRequest

if TYPE_CHECKING:
    from publish.makers import Build


@click.command()
@book_options
@output_option
@click.option(
    "--for",
    "reader",
    type=click.Choice(["generic", Purpose.KOBO.value]),
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
    keep_going: bool,
    keep_stages: Path | None,
    output: Path | None,
    reader: str,
    no_check: bool,
) -> None:
    """Build an EPUB 3 and check it with EPUBCheck."""
    purpose = Purpose.EPUB if reader == "generic" else Purpose(reader)
    request = BuildRequest(
        book, (purpose,), overrides_of(view, keep_going=keep_going), check=not no_check
    )
    deliver(session, request, output, keep_stages)


@click.command()
@book_options
@output_option
@click.option(
    "--for",
    "chosen",
    type=click.Choice([each.value for each in Purpose if each.form is Form.PDF]),
    default=Purpose.SCREEN.value,
    show_default=True,
    help="screen: tagged PDF/UA with links; archive: PDF/A; press: PDF/X with its boxes.",
)
@click.option("--trim", help="Trim size: A5, 5.5x8.5in, 148x210mm ...")
@click.option("--bleed", help="Bleed, such as 3mm.")
@click.option("--marks", is_flag=True, default=None, help="Print crop marks.")
@click.option("--report", is_flag=True, help="Tell what a typographer would mark in the pages.")
@reported
@kept
def pdf(
    session: Session,
    book: Path,
    view: str | None,
    keep_going: bool,
    keep_stages: Path | None,
    output: Path | None,
    chosen: str,
    trim: str | None,
    bleed: str | None,
    marks: bool | None,
    report: bool,
) -> None:
    """Build a PDF and check it."""
    purpose = Purpose(chosen)
    if report:
        check_paged("--report", purpose)
    page = {"trim": trim, "bleed": bleed, "marks": marks}
    page = {key: value for key, value in page.items() if value is not None}
    request = BuildRequest(
        book, (purpose,), {**overrides_of(view, keep_going=keep_going), "print": page}
    )
    made = deliver(session, request, output, keep_stages)
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
    keep_going: bool,
    keep_stages: Path | None,
    no_check: bool,
    record: str | None,
) -> None:
    """Build everything edition.toml asks for, in one run."""
    path = new_record(book, record) if record is not None else None
    request = BuildRequest(
        book, overrides=overrides_of(view, keep_going=keep_going), check=not no_check
    )
    made = deliver(session, request, keep_stages=keep_stages)
    if path is not None and not session.failed():
        record_printing(path, made)
        session.outputs.append(path)


@click.command()
@book_options
@click.option("--fast", is_flag=True, help="Leave the trial EPUB and EPUBCheck out.")
@click.option(
    "--for",
    "reader",
    type=click.Choice(["kindle"]),
    help="kindle: hold the trial EPUB against what Send to Kindle refuses, too.",
)
@reported
@kept
def check(
    session: Session,
    book: Path,
    view: str | None,
    keep_going: bool,
    keep_stages: Path | None,
    fast: bool,
    reader: str | None,
) -> None:
    """Read, revise, typeset and check a book; write nothing."""
    from publish import pipeline

    if fast and reader:
        raise click.UsageError("--for needs the trial EPUB, which --fast leaves out")

    session.progress.keep_stages(keep_stages)
    made = pipeline.prepare(
        book, overrides_of(view, keep_going=keep_going), session.progress, session.cache
    )
    pipeline.check_manuscript(made)
    if not fast:
        pipeline.build_output(made, session.progress, Purpose.EPUB)
    if reader:
        made.findings += _check_for_kindle(made)
    session.findings += made.findings
    if not session.visible():
        count = len(session.findings)
        notices = f", {count} {'notices' if count > 1 else 'notice'} (--verbose)" if count else ""
        session.say(f"{say_path(made.document.path)}: no errors, no warnings{notices}")
    taken = pipeline.kind_of_text(made)
    session.extra["kind"] = str(taken.kind)
    if not session.quiet:
        session.text.append(f"taken for {taken.called}" + (f": {taken.why}" if taken.why else ""))


def _check_for_kindle(made: Build) -> list[Finding]:
    from publish.check.kindle import check_kindle

    data = made.file(Purpose.EPUB)
    return check_kindle(data, made.file_name(Purpose.EPUB)) if data else []


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
    """Write the shop's record of a book, in ONIX for Books."""
    request = BuildRequest(book, (Purpose.ONIX,), overrides_of(view, keep_going=keep_going))
    deliver(session, request, output, keep_stages)
