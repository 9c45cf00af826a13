"""`publish send`: mail a book, to a Kindle for one."""

from __future__ import annotations

import os
from pathlib import Path

import click

from publish.cli.existing_files import Workshop, is_finished
from publish.cli.session import Session, kept, reported
from publish.load.identity import format_of
from publish.load.mail.box import box_of, check_files
from publish.load.mail.delivery import deliver
from publish.load.mail.message import write_message
from publish.load.mail.settings import read_settings
from publish.model.finding import Finding, PublishError, has_errors, say_path


@click.command()
@click.argument("books", nargs=-1, type=click.Path(path_type=Path), metavar="[BOOK|FILE]...")
@click.option("--to", "recipient", required=True, metavar="ADDRESS", help="Where to send it.")
@click.option("--from", "sender", default="", metavar="ADDRESS", help="Over PUBLISH_SMTP_FROM.")
@click.option("--subject", default="", help="Default the book's title.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["epub", "pdf"]),
    default="epub",
    show_default=True,
    help="What to build of a BOOK.",
)
@click.option("--no-check", is_flag=True, help="Leave EPUBCheck out for a finished EPUB.")
@reported
@kept
def send(
    session: Session,
    books: tuple[Path, ...],
    recipient: str,
    sender: str,
    subject: str,
    form: str,
    no_check: bool,
) -> None:
    """Mail a book as an attachment, over TLS only.

    The server and the login come from the environment: PUBLISH_SMTP_HOST, _PORT, _TLS, _USER,
    _PASSWORD, _FROM; the password may be in the system's keyring instead.
    """
    box = box_of(recipient)
    server = read_settings(os.environ, sender)
    box_of(server.sender)
    workshop = Workshop(session)
    found = [_file_for(workshop, book, form, no_check=no_check) for book in books or (Path(),)]
    files = [path for path in found if path is not None]
    if session.failed() or not files:
        return
    refused = [*check_files(files, recipient), *_spoilt_by(box.name, files)]
    if has_errors(refused):
        raise PublishError(*refused)
    session.findings += refused
    message = write_message(files, server.sender, recipient, subject)
    session.progress.step(f"mailing to {recipient}")
    deliver(message, server)
    session.extra["sent"] = {"to": recipient, "files": [say_path(path) for path in files]}
    session.say(f"sent to {recipient}: {', '.join(path.name for path in files)}")
    if box.advice:
        session.say(box.advice)


def _spoilt_by(box_name: str, files: list[Path]) -> list[Finding]:
    """Report what Amazon's conversion would refuse or spoil in an EPUB."""
    if box_name != "Kindle":
        return []
    from publish.check.kindle import check_kindle

    epubs = [path for path in files if format_of(path) == "epub"]
    return [found for path in epubs for found in check_kindle(path.read_bytes(), say_path(path))]


def _file_for(workshop: Workshop, book: Path, form: str, *, no_check: bool) -> Path | None:
    """Take a finished file once it is checked, or build the book."""
    if not (is_finished(book) or (book.is_file() and book.suffix.lower() != ".xml")):
        return workshop.build(book, form)
    if format_of(book) in {"epub", "kepub"} and not no_check:
        from publish.check.epub import check_epub

        workshop.session.progress.step("checking the EPUB with EPUBCheck")
        workshop.session.findings += check_epub(
            book.read_bytes(), say_path(book), workshop.session.cache
        )
    return book
