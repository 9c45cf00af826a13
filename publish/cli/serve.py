"""`publish serve`: offer finished books to reading apps in the house."""

from __future__ import annotations

import contextlib
import functools
import ipaddress
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

import click

from publish.cli.deliver import default_path
from publish.cli.existing_files import Workshop, is_finished
from publish.cli.session import Session, kept, reported
from publish.load.identity import ending_of, format_of
from publish.model.finding import UsageError, error, say_path, warning
from publish.model.purpose import Purpose
from publish.model.titles import Titles, Wanted
from publish.read import read_book
from publish.run.inputs import recorded

PORT = 8765
PASSWORD = "PUBLISH_SERVE_PASSWORD"


def _address(_context: click.Context, _option: click.Parameter, said: str) -> str:
    """Read an IP address, which may be empty."""
    try:
        return str(ipaddress.ip_address(said)) if said else ""
    except ValueError as problem:
        raise click.BadParameter(f"{said!r} is no IP address, such as 127.0.0.1") from problem


@click.command()
@click.argument("books", nargs=-1, type=click.Path(path_type=Path), metavar="[BOOK|FILE]...")
@click.option(
    "--shelf",
    type=click.Path(path_type=Path),
    metavar="LEDGER",
    help="Offer the books of a shelf: its ledger, or the folder that holds it.",
)
@click.option("--lan", is_flag=True, help="Let other machines in, by a code.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0: any free."
)
@click.option("--build", "anew", is_flag=True, help="Build anew what is older than its manuscript.")
@click.option("--title", "name", default="Books", show_default=True, help="The catalogue's name.")
@click.option(
    "--proxy",
    callback=_address,
    default="",
    metavar="ADDRESS",
    help="A reverse proxy before it: believe what it says of its clients.",
)
@click.option("--no-announce", is_flag=True, help="Do not announce it in the local network.")
@reported
@kept
def serve(
    session: Session,
    books: tuple[Path, ...],
    shelf: Path | None,
    lan: bool,
    port: int,
    anew: bool,
    name: str,
    proxy: str,
    no_announce: bool,
) -> None:
    """Offer books to reading apps and browsers until Ctrl-C (OPDS 1.2 and 2.0).

    Only this machine may read them, unless --lan lets in those who know the code on the terminal,
    or the password in PUBLISH_SERVE_PASSWORD. An edition that is built anew is offered anew.
    A shelf of thousands is offered with --shelf, by author, language, subject and series too.
    """
    from publish.load.catalogue.access_code import make_code

    if shelf is not None and (books or anew):
        raise click.UsageError("--shelf offers what the shelf holds: name no book, build nothing")
    titles = _of_shelf(shelf) if shelf is not None else _of_files(session, books, anew=anew)
    if session.failed():
        return
    if not titles.listed(Wanted())[0]:
        raise UsageError(error("LOA-042", "there is no book to offer", hint="build one first"))
    code = (os.environ.get(PASSWORD, "") or make_code()) if lan else ""
    _run(session, titles, name, code, port, proxy, announce=lan and not no_announce)


def _of_files(session: Session, books: tuple[Path, ...], *, anew: bool) -> Titles:
    from publish.load.catalogue.offered_files import OfferedFiles

    return OfferedFiles(_groups(session, books or (Path(),), anew=anew))


def _of_shelf(path: Path) -> Titles:
    from publish.shelf.ledger import Ledger
    from publish.shelf.offered import ShelfTitles
    from publish.shelf.whereabouts import open_shelf

    with Ledger.read(path) as ledger:
        store = open_shelf(ledger)
    return ShelfTitles(path, store.open)


def _groups(session: Session, books: Sequence[Path], *, anew: bool) -> list[tuple[Path, ...]]:
    """Gather each edition's outputs; finished files of one name are one book's."""
    groups: dict[Path, list[Path]] = {}
    workshop = Workshop(session)
    for book in books:
        paths = [book] if is_finished(book) else _outputs(workshop, book, anew=anew)
        for path in paths:
            stem = path.resolve().with_name(path.name[: -len(ending_of(path))])
            groups.setdefault(stem, []).append(path.resolve())
    return [tuple(paths) for paths in groups.values()]


def _outputs(workshop: Workshop, book: Path, *, anew: bool) -> list[Path]:
    """Name the outputs of an edition; an EPUB is built where there is none of them yet.

    Of one that is older than what it is made of LOA-043 tells, unless it is built anew.
    """
    with recorded() as record:
        _, edition, _ = read_book(book)
    paths = [default_path(book, edition.slug, each) for each in Purpose if each.is_read_on_screens]
    newest = max(record.files(), key=_changed_at)
    stale = [path for path in paths if path.is_file() and _changed_at(path) < _changed_at(newest)]
    for path in stale:
        if anew:
            workshop.build(book, format_of(path))
        else:
            message = f"{say_path(path)} is older than {say_path(newest)}"
            hint = "build it anew: publish serve --build, or publish build"
            workshop.session.findings.append(warning("LOA-043", message, hint=hint))
    if not any(path.is_file() for path in paths):
        workshop.build(book, "epub")
    return paths


def _changed_at(path: Path) -> int:
    """Tell when a file was changed last, in nanoseconds; 0 for one that is gone by now."""
    with contextlib.suppress(OSError):
        return path.stat().st_mtime_ns
    return 0


def _run(
    session: Session,
    titles: Titles,
    name: str,
    code: str,
    port: int,
    proxy: str,
    *,
    announce: bool,
) -> None:
    from publish.load.catalogue import beacon, server
    from publish.load.catalogue.app import Life, make_app

    own = beacon.addresses() if code else []
    if code and not own:
        words = "this machine is in no local network: only it can open the catalogue"
        session.findings.append(warning("LOA-041", words, hint="join a network, then start again"))
    with server.open_port(port, lan=bool(code)) as taken:
        number = taken.getsockname()[1]
        life: Life | None = None
        if announce and own:
            life = functools.partial(beacon.announced, name, number, own)
        served = server.make_server(make_app(titles, name, code, life), proxy)
        _tell(session, [f"http://{address}:{number}/" for address in own or ["127.0.0.1"]], code)
        served.run(sockets=[taken])


def _tell(session: Session, addresses: list[str], code: str) -> None:
    """Print where the catalogue is, before it is opened; a telephone reads the square."""
    import segno

    session.open_at(addresses)
    if session.as_json:
        return
    for finding in session.visible():
        session.say(str(finding))
    session.findings.clear()  # Ctrl-C ends the run without a word
    session.say(f"For reading apps: {addresses[0]}opds (OPDS 1.2), {addresses[0]}opds2 (OPDS 2.0)")
    if code and os.environ.get(PASSWORD):  # who set it knows it, and others may see the terminal
        session.say(f"Code: the password in {PASSWORD} (in an app: any name)")
    elif code:
        session.say(f"Code: {code} (in an app: any name, and the code as the password)")
        if sys.stderr.isatty() and not session.quiet:
            segno.make(f"{addresses[0]}?{urlencode({'code': code})}").terminal(
                sys.stderr, border=2, compact="utf" in sys.stderr.encoding.lower()
            )
    session.say("Ctrl-C ends it.")
