"""`publish shelf build`: what the command line asks for, and how the run is shown and ended."""

from __future__ import annotations

import contextlib
import datetime
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType

import click
from msgspec.structs import replace

from publish.cli.outputs import check_folder
from publish.cli.session import Session, reported
from publish.cli.shelf.maker import make_book
from publish.cli.shelf.options import DIST, crew_options
from publish.cli.shelf.shelf_file import NAME, PURPOSES, nearest_purpose, read_shelf
from publish.model.finding import UsageError, error, notice
from publish.model.purpose import Purpose
from publish.run.fingerprint import fingerprint, toolchain_parts
from publish.run.scratch import kept_in_scratch
from publish.run.whole_file import lock
from publish.shelf.crew import PATIENCE_SECONDS, Where, open_crew
from publish.shelf.gone import books_gone, take_away
from publish.shelf.job import MEMORY_MB, SECONDS, Limits, Order
from publish.shelf.ledger import FILE, Ledger
from publish.shelf.road import Build, Tally, failures
from publish.shelf.sources import Group, Wanted, gather
from publish.shelf.store import open_store
from publish.shelf.worker import Places


def purposes_of(_context: click.Context, _option: click.Parameter, said: str) -> tuple[str, ...]:
    """Read `epub,screen`."""
    names = tuple(name.strip() for name in said.split(",") if name.strip())
    for name in names:
        if name not in PURPOSES:
            raise click.BadParameter(f"there is no output {name!r}: {nearest_purpose(name)}")
    return names


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--out",
    default=DIST,
    show_default=True,
    metavar="DIR|URL",
    help="Where the books go: a folder, or an address such as s3://bucket/shelf.",
)
@click.option(
    "--for",
    "purposes",
    default="",
    metavar="OUTPUT,...",
    callback=purposes_of,
    help="epub, kobo, screen, press, booklet, cover; shelf.toml's, or else epub.",
)
@click.option("--no-check", is_flag=True, help="Leave EPUBCheck out.")
@click.option("--trust", is_flag=True, help="Run the books' own stages.")
@click.option("--anew", is_flag=True, help="Make every book, changed or not.")
@click.option("--prune", is_flag=True, help="Take books away whose sources are gone.")
@click.option(
    "--ledger",
    "ledger_path",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=f"The shelf's ledger; default {FILE} in DIR, or beside you for a URL.",
)
@click.option(
    "--cache",
    default="",
    metavar="DIR|URL",
    help="Keep results there by the hash of what they are made from, for other shelves too.",
)
@crew_options
@click.option(
    "--patience",
    type=click.FloatRange(min=1),
    default=PATIENCE_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="How long a scheduler that does not answer is waited for.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=SECONDS,
    show_default=True,
    help="What one book may take.",
)
@click.option(
    "--memory",
    type=click.FloatRange(min=100),
    default=MEMORY_MB,
    show_default=True,
    metavar="MB",
    help="What one book may take.",
)
@reported
def build(
    session: Session,
    sources: tuple[str, ...],
    out: str,
    purposes: tuple[str, ...],
    no_check: bool,
    trust: bool,
    anew: bool,
    prune: bool,
    ledger_path: Path | None,
    cache: str,
    workers: int | None,
    scheduler: str,
    scheduler_file: Path | None,
    patience: float,
    seconds: float,
    memory: float,
) -> None:
    """Make all books of folders, patterns, addresses or a shelf.toml; only what has changed.

    One that fails does not keep the others from being made. Ctrl-C finishes what is at work, a
    second one stops at once; the next run goes on from there. Without SOURCE shelf.toml is read.
    """
    order = Order(purposes=purposes, check=not no_check, strict=session.strict, trust=trust)
    groups = groups_of(sources or (NAME,), order)
    books = gather(groups)
    path = ledger_path or (Path(FILE) if "://" in out else Path(out, FILE))
    if "://" not in out:
        check_folder(Path(out), "--out")
    where = Where(
        scheduler=scheduler,
        scheduler_file=scheduler_file,
        workers=workers or 0,
        patience_seconds=patience,
    )
    limits = Limits(seconds=seconds, memory_mb=memory)
    with kept_in_scratch(), _alone(path), Ledger.open(path) as ledger:
        _say_trust(session, trust=trust)
        run = _run(session, ledger, out, limits, anew=anew)
        places = _places(run, cache)
        with _drained(session, run.tally):
            run.make(books, partial(open_crew, where, make_book, places))
        if not run.tally.is_draining:
            _look_for_gone(session, run, groups, books, prune=prune)
            ledger.end_run(run.run, _now())
        _tell(session, run, books)
    session.outputs.append(path)


def groups_of(sources: tuple[str, ...], order: Order) -> list[Group]:
    """Read the words of the command line. Raises UsageError SHE-005, and what `read_shelf` does."""
    groups = []
    for source in sources:
        path = Path(source)
        if path.suffix == ".toml" and "://" not in source:
            if not path.is_file():
                hint = "name folders, patterns or TEI files, or write a shelf.toml"
                raise UsageError(error("SHE-005", f"there is no {source}", hint=hint))
            groups += read_shelf(path, order)
        else:
            asked = replace(order, purposes=order.purposes or (Purpose.EPUB.value,))
            groups.append(Group(sources=(source,), order=asked))
    return groups


def _run(session: Session, ledger: Ledger, out: str, limits: Limits, *, anew: bool) -> Build:
    context = click.get_current_context()
    made_with = fingerprint()
    ledger.know_toolchain(made_with, toolchain_parts())
    number = ledger.begin_run(_now(), made_with, context.params)
    return Build(
        ledger=ledger,
        store=open_store(out),
        toolchain=made_with,
        run=number,
        limits=limits,
        heard=_shown_by(session),
        anew=anew,
    )


def _places(run: Build, cache: str) -> Places:
    """Name the places that workers reach themselves; the others are left to this process."""
    results = open_store(cache) if cache else None
    if results is not None and not results.is_shared:
        run.results = results
    return Places(
        store=run.store.address if run.store.is_shared else "",
        results=results.address if results is not None and results.is_shared else "",
    )


def _shown_by(session: Session) -> Callable[[Tally], None]:
    def show(tally: Tally) -> None:
        left = tally.total - tally.done
        speed = tally.books_a_minute
        minutes = f", {left / speed:.0f} minutes left" if speed and left else ""
        failed = f", {tally.failed} failed" if tally.failed else ""
        words = f"{tally.done} of {tally.total} books{failed}, {speed:.1f} a minute{minutes}"
        session.progress.step(words, tally.done, tally.total)

    return show


@contextmanager
def _drained(session: Session, tally: Tally) -> Iterator[None]:
    """Let the first Ctrl-C finish what is at work, and the second one stop at once."""

    def drain(_number: int, _frame: FrameType | None) -> None:
        if tally.is_draining:
            raise KeyboardInterrupt
        tally.is_draining = True
        session.say("Finishing the books at work; Ctrl-C again stops at once.")

    before = signal.signal(signal.SIGINT, drain)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Have no other run work at this shelf. Raises UsageError SHE-004 where one does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        file = stack.enter_context(path.with_name(f".{path.name}.in-use").open("w"))
        if lock(file.fileno()) is False:
            message = f"another run is at work on the shelf of {path}"
            hint = "wait for it, or end it; another shelf has another --out or --ledger"
            raise UsageError(error("SHE-004", message, hint=hint))
        yield


def _say_trust(session: Session, *, trust: bool) -> None:
    if trust:
        session.say("The books' own stages run: --trust.")


def _look_for_gone(
    session: Session, run: Build, groups: list[Group], books: list[Wanted], *, prune: bool
) -> None:
    """Tell of books that are on the shelf and no more where they were read, or take them away."""
    gone = books_gone(run.ledger, groups, books)
    session.extra["gone"] = gone
    if prune:
        take_away(run.ledger, run.store, gone)
    elif gone:
        message = f"{len(gone)} books are on the shelf whose sources are gone, such as {gone[0]}"
        hint = "publish shelf build --prune takes them away"
        session.findings.append(notice("SHE-020", message, hint=hint))


def _tell(session: Session, run: Build, books: list[Wanted]) -> None:
    """Tell the failed books, each with its first fault, and count the rest."""
    tally = run.tally
    failed = failures(run.ledger, [each.title.name for each in books])
    session.findings += failed.values()
    if failed:
        session.exit_code = 1
    left = tally.total - tally.done
    if left:
        message = f"{left} of {tally.total} books are not made yet"
        session.findings.append(notice("SHE-010", message, hint="run the same command again"))
        session.exit_code = 130
    counts = {
        "books": tally.total,
        "made": tally.made,
        "unchanged": tally.unchanged,
        "failed": len(failed),
        "left": left,
        "books_a_minute": round(tally.books_a_minute, 1),
    }
    session.extra["shelf"] = counts
    session.extra["failed"] = list(failed)
    told = f"{tally.made} made, {tally.unchanged} unchanged, {len(failed)} failed"
    speed = f", {tally.books_a_minute:.1f} a minute" if tally.made else ""
    session.say(f"{tally.total} books: {told}{speed}")


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
