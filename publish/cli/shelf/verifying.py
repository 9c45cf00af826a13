"""`publish shelf verify`: whether the shelf is what its sources make."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from publish.cli.session import Session, reported
from publish.cli.shelf.building import groups_of
from publish.cli.shelf.maker import make_book
from publish.cli.shelf.options import crew_options, ledger_option
from publish.cli.shelf.shelf_file import NAME
from publish.cli.shelf.verdicts import changes, finding_of
from publish.model.finding import UsageError, error
from publish.run.fingerprint import fingerprint, toolchain_parts
from publish.run.scratch import kept_in_scratch
from publish.shelf.crew import Where, open_crew
from publish.shelf.job import MEMORY_MB, SECONDS, Limits, Order
from publish.shelf.ledger import Ledger, ask
from publish.shelf.sources import Wanted, gather
from publish.shelf.verify import Comparison, Fate, Verdict, made_books, sample
from publish.shelf.whereabouts import open_shelf, options_of
from publish.shelf.worker import Places

SAMPLE = 20


@click.command()
@click.argument("names", nargs=-1, metavar="[BOOK]...")
@ledger_option
@click.option(
    "--sample",
    "count",
    type=click.IntRange(1),
    default=SAMPLE,
    show_default=True,
    metavar="N",
    help="How many books are made anew.",
)
@click.option("--seed", default="", metavar="WORD", help="Choose others: a date, for one.")
@click.option("--all", "every", is_flag=True, help="Make all books anew.")
@crew_options
@reported
def verify(
    session: Session,
    names: tuple[str, ...],
    path: Path,
    count: int,
    seed: str,
    every: bool,
    workers: int | None,
    scheduler: str,
    scheduler_file: Path | None,
) -> None:
    """Make some books anew and compare their bytes with those on the shelf.

    Nothing is written. The sources are read where the run that made the books has read them: call
    it from the same folder. With another toolchain than theirs it tells which books would change,
    and from which stage on; with the same one no byte may differ.
    """
    where = Where(scheduler=scheduler, scheduler_file=scheduler_file, workers=workers or 0)
    with kept_in_scratch(), Ledger.read(path) as ledger:
        known = made_books(ledger)
        chosen = list(names) or (known if every else sample(known, count, seed))
        _check_names(chosen, known)
        said = options_of(ledger)
        limits = Limits(
            seconds=said.get("seconds", SECONDS), memory_mb=said.get("memory", MEMORY_MB)
        )
        comparison = Comparison(ledger, open_shelf(ledger), fingerprint(), limits)
        wanted = _wanted(ledger, chosen)
        lost = [name for name in chosen if name not in wanted]
        verdicts = [Verdict(name=name, fate=Fate.OTHER_SOURCE) for name in lost]
        with open_crew(where, make_book, Places()) as crew:
            for verdict in comparison.run(wanted.values(), crew):
                verdicts.append(verdict)
                session.progress.step("comparing", len(verdicts), len(chosen))
        _tell(session, ledger, sorted(verdicts, key=lambda each: each.name))


def _check_names(names: list[str], known: list[str]) -> None:
    unknown = sorted(set(names) - set(known))
    if unknown:
        hint = "publish shelf list books has the names of all, and which are made"
        raise UsageError(error("SHE-019", f"the shelf has made no book {unknown[0]}", hint=hint))


def _wanted(ledger: Ledger, names: list[str]) -> dict[str, Wanted]:
    """Find the books where the runs that made them have found them, and what was wanted of each."""
    asked, runs = set(names), dict[int, set[str]]()
    for row in ask(ledger, "SELECT name, run FROM book"):
        if row["name"] in asked:
            runs.setdefault(int(row["run"] or 0), set()).add(str(row["name"]))
    found = {}
    for run, own in runs.items():
        options = options_of(ledger, run)
        order = Order(
            purposes=tuple(options["purposes"]),
            check=not options["no_check"],
            strict=bool(options["strict"]),
            trust=bool(options["trust"]),
        )
        for wanted in gather(groups_of(tuple(options["sources"]) or (NAME,), order)):
            if wanted.title.name in own:
                found[wanted.title.name] = wanted
    return found


def _tell(session: Session, ledger: Ledger, verdicts: list[Verdict]) -> None:
    rows = ask(ledger, "SELECT name, toolchain FROM book")
    made_with = {str(row["name"]): str(row["toolchain"]) for row in rows}
    ours = fingerprint()
    for each in verdicts:
        finding = finding_of(each, is_ours=made_with[each.name] == ours)
        session.findings += [finding] if finding else []
    others = sorted({made_with[each.name] for each in verdicts} - {ours})
    parted = {other[:12]: changes(ledger.parts_of(other), toolchain_parts()) for other in others}
    fates = Counter(str(each.fate) for each in verdicts)
    stages = Counter(each.stage for each in verdicts if each.fate is Fate.CHANGED)
    session.extra["books"] = [
        {"name": each.name, "fate": str(each.fate), "outputs": each.purposes, "stage": each.stage}
        for each in verdicts
    ]
    session.extra["fates"] = dict(fates)
    session.extra["stages"] = dict(stages.most_common())
    session.extra["toolchains"] = parted
    told = ", ".join(f"{number} {fate}" for fate, number in fates.most_common())
    session.say(f"{len(verdicts)} books compared: {told}")
    for other, parts in parted.items():
        session.say(f"Made with the toolchain {other}: {parts or 'what differs was not kept'}.")
    for stage, number in stages.most_common():
        session.say(f"From the stage {stage} on: {number}.")
