"""Who makes the books, as a run over a shelf sees them: jobs go out, answers come in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from msgspec import Struct

from publish.shelf.job import Job, Outcome
from publish.shelf.worker import Answer

LISTEN_SECONDS = 0.3
"""How long an answer is waited for before a wish to stop is looked for."""


class Arrival(Struct, frozen=True):
    """A job that has come back: with an answer, or without one for a reason of the cluster's."""

    job: Job
    answer: Answer | None = None
    why: str = ""
    """Why there is no answer; empty where the scheduler has gone, and nobody knows."""


class Hands(Protocol):
    """Who makes the books; a `Crew` does."""

    @property
    def at_work(self) -> Mapping[str, Job]:
        """The jobs that are out."""
        ...

    def has_room(self) -> bool:
        """Return whether another job is to be sent."""
        ...

    def send(self, job: Job) -> None:
        """Send a job out."""
        ...

    def next(self, patience_seconds: float) -> Arrival | None:
        """Wait a while for a job to come back."""
        ...


def answers(hands: Hands) -> Iterator[tuple[Job, Answer]]:
    """Wait for an answer, and take with it those that have come too.

    A job that a scheduler has taken with it is sent again: with it has gone all that it knew.
    """
    arrival = hands.next(LISTEN_SECONDS) if hands.at_work else None
    while arrival is not None:
        if arrival.answer is None and not arrival.why:
            hands.send(arrival.job)
        else:
            yield arrival.job, arrival.answer or Answer(_lost(arrival.why))
        arrival = hands.next(0)


def _lost(why: str) -> Outcome:
    """Make the outcome of a job that the cluster has given up."""
    message = f"the book's worker was lost: {why}"
    return Outcome.failed("SHE-013", message, "see to the machine, and run again")
