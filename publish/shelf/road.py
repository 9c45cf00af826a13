"""How a shelf is made: what is there -> what has changed -> out to the workers -> into the ledger.

Only what has changed is read, and only what differs is made. A run that ends early, however it
does, leaves a ledger that is true; the next one goes on from there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

from msgspec import Struct, field
from msgspec.structs import replace

from publish.model.finding import Finding, Place, Severity, error
from publish.shelf.hands import Hands, answers
from publish.shelf.job import Job, Limits, Outcome
from publish.shelf.ledger import Cost, Entry, Ledger, Origin, Row, State, ask
from publish.shelf.parcel import content_hash
from publish.shelf.results import find_result, keep_result
from publish.shelf.sources import Wanted
from publish.shelf.store import Store, deliver
from publish.shelf.worker import Answer

TRIES = 2
"""How often a book is tried where the machine was at fault."""


class Tally(Struct):
    """How far a run is; whoever shows it reads it when it likes."""

    total: int = 0
    unchanged: int = 0
    failed_before: int = 0
    """Books that have failed and not changed since."""
    made: int = 0
    failed: int = 0
    begun: float = field(default_factory=time.monotonic)
    is_draining: bool = False
    """What is at work is finished, and nothing more is begun."""

    @property
    def done(self) -> int:
        """Count the books that need no more work."""
        return self.unchanged + self.failed_before + self.made + self.failed

    @property
    def books_a_minute(self) -> float:
        """Tell how fast books come, made or not."""
        seconds = time.monotonic() - self.begun
        return 60 * (self.made + self.failed) / seconds if seconds else 0.0


class Build(Struct):
    """One run over a shelf."""

    ledger: Ledger
    store: Store
    toolchain: str
    run: int
    limits: Limits = field(default_factory=Limits)
    tally: Tally = field(default_factory=Tally)
    heard: Callable[[Tally], None] = lambda _: None
    """Called whenever the tally has changed."""
    anew: bool = False
    """Make every book, whatever the ledger has of it."""
    results: Store | None = None
    """Where results are kept by their hash, where only this process can reach that."""
    _tries: dict[str, int] = field(default_factory=dict)
    _wanted: dict[str, tuple[Wanted, Origin]] = field(default_factory=dict)
    """The books that are out, by name."""

    def make(
        self, books: Sequence[Wanted], open_crew: Callable[[], AbstractContextManager[Hands]]
    ) -> None:
        """Make what is not on the shelf as it should be; the workers are called where any is.

        Raises what `open_crew` does, and MachineError SHE-007 where the cluster is lost for good.
        """
        self.tally.total = len(books)
        due = self.due(books)
        if due:
            with open_crew() as crew:
                self.tally.begun = time.monotonic()
                self._work(crew, iter(due))

    def due(self, books: Sequence[Wanted]) -> list[Wanted]:
        """Choose the books to be made, the longest first: no worker is left with one at the end."""
        known, sizes = self.ledger.origins(), self.store.sizes()
        spoilt = _spoilt(self.ledger, sizes)
        again = _worth_another_try(self.ledger)
        due, touched = [], {}
        for wanted in books:
            name = wanted.title.name
            state, origin = known.get(name, (State.FAILED, None))
            is_settled = state is State.MADE or name not in again
            signed = None
            if origin is not None and is_settled and name not in spoilt and not self.anew:
                signed = self._is_unchanged(wanted, origin)
            if origin is None or signed is None:
                due.append(wanted)
                continue
            self.tally.unchanged += state is State.MADE
            self.tally.failed_before += state is State.FAILED
            if signed != origin.signature:
                touched[name] = signed
        if touched:
            self.ledger.seen(touched)
        return sorted(due, key=lambda each: -each.title.size_bytes)

    def _is_unchanged(self, wanted: Wanted, origin: Origin) -> str | None:
        """Return a book's signature where it is as it was made; None where it is not."""
        if (origin.toolchain, origin.recipe) != (self.toolchain, wanted.recipe):
            return None
        if wanted.title.is_as_signed(origin.signature):
            return origin.signature
        try:
            files, signature = wanted.pack()
        except (OSError, ValueError):
            return None
        return signature if content_hash(files) == origin.content else None

    def _work(self, crew: Hands, due: Iterator[Wanted]) -> None:
        """Send jobs out and take answers in until there are no more of either."""
        is_more = True
        while is_more or crew.at_work:
            while is_more and not self.tally.is_draining and crew.has_room():
                wanted = next(due, None)
                is_more = wanted is not None
                if wanted is not None:
                    self._send(crew, wanted)
            is_more = is_more and not self.tally.is_draining
            self._enter(crew, answers(crew))

    def _send(self, crew: Hands, wanted: Wanted) -> None:
        try:
            files, signature = wanted.pack()
        except (OSError, ValueError) as problem:
            self._enter_unreadable(wanted, problem)
            return
        job = wanted.job(files, self.toolchain, self.limits)
        origin = Origin(signature, content_hash(files), wanted.recipe, self.toolchain)
        self._wanted[job.name] = wanted, origin
        found = find_result(self.results, job) if self.results is not None else None
        if found is None:
            crew.send(job)
        else:
            self._commit([self._entry(job, Answer(found), tries=1)])

    def _enter(self, crew: Hands, come: Iterable[tuple[Job, Answer]]) -> None:
        """Enter what has come, and send out again what deserves it."""
        entries = []
        for job, answer in come:
            tries = self._tries[job.name] = self._tries.get(job.name, 0) + 1
            if answer.outcome.is_worth_another_try and tries < TRIES:
                crew.send(job)
                continue
            if self.results is not None:
                keep_result(self.results, job, answer.outcome)
            entries.append(self._entry(job, answer, tries))
        self._commit(entries)

    def _entry(self, job: Job, answer: Answer, tries: int) -> Entry:
        """Put a book's files in their places, where its worker could not, and say what is known."""
        outcome, made, thumbnail = answer.outcome, answer.made, answer.thumbnail
        if outcome.files:
            outcome, made, thumbnail = deliver(self.store, job.name, outcome)
        wanted, origin = self._wanted.pop(job.name)
        return replace(
            _blank(wanted, origin, State.MADE if made else State.FAILED, outcome),
            outputs=made,
            thumbnail=thumbnail,
            cost=replace(_cost(outcome), attempts=tries),
        )

    def _enter_unreadable(self, wanted: Wanted, problem: Exception) -> None:
        message = f"the book cannot be read: {getattr(problem, 'strerror', None) or problem}"
        hint = "see that its files are there, and may be read"
        outcome = Outcome(findings=(error("SHE-009", message, hint=hint),))
        origin = Origin("", "", wanted.recipe, self.toolchain)
        self._commit([_blank(wanted, origin, State.FAILED, outcome)])

    def _commit(self, entries: list[Entry]) -> None:
        if not entries:
            return
        before = [self.ledger.files_of(entry.name) for entry in entries]
        self.ledger.enter(self.run, entries)
        for entry, files in zip(entries, before, strict=True):
            if entry.state is State.MADE:
                for file in files - {made.name for made in entry.outputs} - {entry.thumbnail}:
                    self.store.remove(file)
            self.tally.made += entry.state is State.MADE
            self.tally.failed += entry.state is State.FAILED
        self.heard(self.tally)


def _blank(wanted: Wanted, origin: Origin, state: State, outcome: Outcome) -> Entry:
    title = wanted.title
    return Entry(
        name=title.name,
        collection=title.collection,
        source=title.source,
        state=state,
        origin=origin,
        about=outcome.about,
        pages=outcome.pages,
        findings=outcome.findings,
        elements=outcome.elements,
        stages=outcome.stages,
        cost=_cost(outcome),
    )


def _cost(outcome: Outcome) -> Cost:
    return Cost(
        seconds=round(outcome.seconds, 3),
        processor_seconds=round(outcome.processor_seconds, 3),
        memory_mb=round(outcome.memory_mb, 1),
        worker=outcome.worker,
    )


def _spoilt(ledger: Ledger, sizes: Mapping[str, int]) -> set[str]:
    """Name the books of which a file is gone, or has another size than it was made with."""
    rows = ask(ledger, "SELECT book, name, size_bytes FROM output")
    return {str(row["book"]) for row in rows if sizes.get(str(row["name"])) != row["size_bytes"]}


def _worth_another_try(ledger: Ledger) -> set[str]:
    """Name the failed books of which the machine, a limit or the reading was at fault."""
    rows = ask(
        ledger,
        "SELECT DISTINCT book FROM finding JOIN book ON book.name = book WHERE state = 'failed'"
        " AND (code LIKE 'SHE-%' OR code IN ('CLI-001', 'CLI-006', 'WRI-009'))",
    )
    return {str(row["book"]) for row in rows}


def failures(ledger: Ledger, names: Iterable[str]) -> dict[str, Finding]:
    """List the failed books among some, each with what was at fault, at its place."""
    wanted = set(names)
    return {
        str(row["name"]): Finding(
            str(row["code"] or "SHE-013"),
            Severity(str(row["severity"] or Severity.ERROR)),
            str(row["message"] or "the book has failed"),
            _place(row),
            str(row["hint"] or ""),
        )
        for row in ask(ledger, "failed")
        if row["name"] in wanted
    }


def _place(row: Row) -> Place:
    """Point at the line of a book's file, as seen from where its source is."""
    source, file = str(row["source"]), str(row["file"] or "")
    line, column = (_number(row[key]) for key in ("line", "column"))
    home = source.rpartition("/")[0] if source.endswith(".xml") else source
    inside = f"{home}/{file}" if home else file
    return Place(inside if file else source, line, column)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
