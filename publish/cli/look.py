"""`publish look`: a page on this machine with the book in a reading engine, findings beside it."""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from publish.cli.existing_files import is_finished
from publish.cli.options import keep_going_option, overrides_of, trust_option, view_option
from publish.cli.preview import FinishedBook, Manuscript, Shown
from publish.cli.session import Session, kept, reported
from publish.load.identity import format_of
from publish.look import Desk, Exhibit, Lookout, open_server
from publish.model.finding import Finding, Severity, UsageError, error, say_path
from publish.model.request import Overrides
from publish.ready import get_layout_ready
from publish.run.processes import warm_up_here

PORT = 8767


@click.command()
@click.argument("book", type=click.Path(path_type=Path), default=".", metavar="[BOOK|FILE]")
@view_option
@keep_going_option
@trust_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0: any free."
)
@click.option("--no-browser", is_flag=True, help="Only tell the address; open no browser.")
@reported
@kept
def look(
    session: Session,
    book: Path,
    view: str | None,
    keep_going: bool,
    port: int,
    no_browser: bool,
) -> None:
    """Show a book in a reading engine, on a page of this machine, until Ctrl-C.

    A BOOK is built in memory and built anew when its files change; the page keeps the reader's
    place. An EPUB is shown as it is. Phone, tablet and e-reader stand side by side, with what
    EPUBCheck and publish have found beside them; of a BOOK also the printed pages, the source, its
    scans, and the errata, which can be decided there. Nobody but this machine can reach the page.
    """
    subject = _choose(session, book, overrides_of(view, keep_going=keep_going))
    exhibit = Exhibit(book.resolve().name)
    if not isinstance(subject, FinishedBook):
        get_layout_ready(book, session.cache)
    with _on_the_air(exhibit, subject.desk, port) as address:
        session.open_at([address])
        session.say("Ctrl-C ends it.")
        if not no_browser:
            webbrowser.open(address)
        _keep_showing(session, subject, exhibit)


def _choose(session: Session, book: Path, overrides: Overrides) -> Shown:
    """Tell a finished EPUB from a manuscript. Raises UsageError CLI-042 for another format."""
    if not is_finished(book):
        return Manuscript(book, overrides, session.progress, session.cache)
    if format_of(book) not in {"epub", "kepub"}:
        message = f"{say_path(book)} is no EPUB"
        hint = "name an EPUB, a TEI file, or a folder that holds manuscript/edition.toml"
        raise UsageError(error("CLI-042", message, hint=hint))
    return FinishedBook(book, session.cache)


@contextmanager
def _on_the_air(exhibit: Exhibit, desk: Desk, port: int) -> Iterator[str]:
    """Serve the page in a thread; gives its address. Raises UsageError CLI-043 for a taken port."""
    try:
        server = open_server(port, exhibit, desk)
    except OSError as problem:
        message = f"port {port} cannot be had: {problem.strerror or problem}"
        hint = "another program has it: stop that one, or choose another with --port"
        raise UsageError(error("CLI-043", message, hint=hint)) from problem
    with server:
        answering = threading.Thread(target=server.serve_forever, daemon=True)
        answering.start()
        try:
            yield server.address
        finally:
            server.shutdown()
            answering.join(3)


def _keep_showing(session: Session, subject: Shown, exhibit: Exhibit) -> None:
    """Build, tell, wait for a change, and so on until Ctrl-C."""
    lookout = Lookout()
    while True:
        lookout.note(subject.files())
        exhibit.begin()
        subject.put_on(exhibit, lambda findings: session.say(_summary(findings)))
        warm_up_here()  # what is saved from now on is mostly one chapter
        lookout.wait(subject.files(), lambda: exhibit.lacks_cover)


def _summary(findings: list[Finding]) -> str:
    """Count what the page tells in full."""
    counts = {
        severity: sum(finding.severity is severity for finding in findings)
        for severity in (Severity.ERROR, Severity.WARNING)
    }
    counted = [
        f"{count} {name}{'s' if count != 1 else ''}" for name, count in counts.items() if count
    ]
    return f"Found: {', '.join(counted) or 'nothing to complain of'}."
