"""Whether the shelf is what its sources make: books are made anew, and their bytes compared.

With the toolchain of the ledger every byte must be the same. With another one it is told which
books change, and at which stage the two part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from publish.model.finding import Finding, Severity
from publish.shelf.hands import Hands, answers
from publish.shelf.job import Job, Limits, Outcome
from publish.shelf.ledger import Ledger, Made, Origin, State, ask
from publish.shelf.parcel import content_hash
from publish.shelf.sources import Wanted
from publish.shelf.store import Store

Stages = Sequence[tuple[str, str]]
"""What each stage left, by its name and the hash."""


class Fate(StrEnum):
    """What came of comparing a book."""

    SAME = "same"
    CHANGED = "changed"
    """Made anew it has other bytes."""
    FAILED = "failed"
    """It cannot be made any more."""
    DAMAGED = "damaged"
    """A file on the shelf is gone, or is not what was made."""
    OTHER_SOURCE = "other source"
    """Its files, or what is wanted of it, have changed since: there is nothing to compare."""


class Verdict(Struct, frozen=True, kw_only=True):
    """What was found of one book."""

    name: str
    fate: Fate
    purposes: tuple[str, ...] = ()
    """The outputs whose bytes are others."""
    stage: str = ""
    """The first that left something else than before."""
    files: tuple[str, ...] = ()
    """Those on the shelf that are damaged."""
    why: Finding | None = None
    """Why it cannot be made."""


def made_books(ledger: Ledger) -> list[str]:
    """Name the books that can be compared."""
    rows = ask(ledger, "SELECT name FROM book WHERE state = 'made' ORDER BY name")
    return [str(row["name"]) for row in rows]


def sample(names: Iterable[str], count: int, seed: str) -> list[str]:
    """Choose so many, evenly, and the same ones for a seed."""
    chosen = sorted(names, key=lambda name: hashlib.sha256(f"{seed}\0{name}".encode()).digest())
    return sorted(chosen[:count])


class Comparison(Struct, frozen=True):
    """One verification."""

    ledger: Ledger
    store: Store
    toolchain: str
    limits: Limits

    def before(self, books: Iterable[Wanted]) -> Iterator[Verdict | Job]:
        """Look at the files and the sources; give a verdict, or the job that will tell."""
        origins = self.ledger.origins()
        for wanted in books:
            name = wanted.title.name
            state, origin = origins.get(name, (State.FAILED, None))
            if state is not State.MADE or origin is None:
                continue
            if damaged := self._damaged(name):
                yield Verdict(name=name, fate=Fate.DAMAGED, files=damaged)
                continue
            job = self._job(wanted, origin)
            yield job or Verdict(name=name, fate=Fate.OTHER_SOURCE)

    def after(self, job: Job, outcome: Outcome) -> Verdict:
        """Compare what was made with what the ledger says."""
        if outcome.has_failed:
            errors = (each for each in outcome.findings if each.severity is Severity.ERROR)
            return Verdict(name=job.name, fate=Fate.FAILED, why=next(errors, None))
        hashes = {purpose: _hash(data) for purpose, data in outcome.files.items()}
        purposes = tuple(
            made.purpose
            for made in self._outputs(job.name)
            if hashes.get(made.purpose) != made.sha256
        )
        if not purposes:
            return Verdict(name=job.name, fate=Fate.SAME)
        stage = self._stage(job, outcome)
        return Verdict(name=job.name, fate=Fate.CHANGED, purposes=purposes, stage=stage)

    def run(self, books: Iterable[Wanted], hands: Hands) -> Iterator[Verdict]:
        """Give the verdict on each book, as it comes."""
        waiting, is_more = self.before(books), True
        while is_more or hands.at_work:
            while is_more and hands.has_room():
                found = next(waiting, None)
                is_more = found is not None
                if isinstance(found, Job):
                    hands.send(found)
                elif found is not None:
                    yield found
            for job, answer in answers(hands):
                yield self.after(job, answer.outcome)

    def _job(self, wanted: Wanted, origin: Origin) -> Job | None:
        """Pack a book; None where it is not what the ledger has made any more.

        Its EPUB is not checked again: that leaves no trace in its bytes.
        """
        if wanted.recipe != origin.recipe:
            return None
        try:
            files, _ = wanted.pack()
        except (OSError, ValueError):
            return None
        if content_hash(files) != origin.content:
            return None
        job = wanted.job(files, self.toolchain, self.limits)
        return replace(job, order=replace(job.order, check=False))

    def _damaged(self, name: str) -> tuple[str, ...]:
        return tuple(made.name for made in self._outputs(name) if not self._is_whole(made))

    def _is_whole(self, made: Made) -> bool:
        try:
            return _hash(self.store.read(made.name)) == made.sha256
        except OSError:
            return False

    def _outputs(self, name: str) -> list[Made]:
        rows = ask(
            self.ledger,
            "SELECT purpose, name, sha256, size_bytes FROM output WHERE book = ? ORDER BY purpose",
            [name],
        )
        return [Made(**row) for row in rows]  # type: ignore[arg-type]  # the columns are its fields

    def _stage(self, job: Job, outcome: Outcome) -> str:
        rows = ask(
            self.ledger,
            "SELECT name, digest FROM stage WHERE book = ? ORDER BY position",
            [job.name],
        )
        known = [(str(row["name"]), str(row["digest"])) for row in rows]
        return parting(known, outcome.stages)


def parting(before: Stages, now: Stages) -> str:
    """Name the first stage that has left something else; empty where there is none."""
    for old, new in zip(before, now, strict=False):
        if old != new:
            return new[0]
    longer = max(before, now, key=len)
    shorter = min(len(before), len(now))
    return longer[shorter][0] if len(longer) > shorter else ""


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
