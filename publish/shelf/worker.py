"""What runs on a worker of the cluster: it hands the book to its warm process and answers.

Only this module, and what it imports, is read by the worker itself.
"""

from __future__ import annotations

import atexit
import contextlib
import pickle
import queue
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from publish.model.finding import PublishError
from publish.run.fingerprint import fingerprint, toolchain_parts
from publish.shelf.bench import Bench
from publish.shelf.job import Job, Maker, Outcome
from publish.shelf.ledger import Made
from publish.shelf.results import find_result, keep_result
from publish.shelf.store import Store, deliver, open_store


class Answer(Struct, frozen=True):
    """What a worker says of a job."""

    outcome: Outcome
    made: tuple[Made, ...] = ()
    """The files that it has put on the shelf, where it can; else their bytes are the outcome's."""
    thumbnail: str = ""
    other_toolchain: Mapping[str, str] | None = None
    """Why it refuses: what it would make the book with."""


class Places(Struct, frozen=True):
    """Addresses that workers reach themselves; empty where there is none such."""

    store: str = ""
    """Where the books go; without one they are sent back."""
    results: str = ""
    """Where results are kept by their hash."""


def send(maker: Maker, job: Job, places: Places) -> bytes:
    """Write what `work` reads; an opaque piece, for Dask looks into whatever else it is given."""
    return pickle.dumps((maker, job, places))


def work(sent: bytes, worker: str = "") -> Answer:
    """Make a book, and put it in its place where that can be reached from here."""
    maker, job, places = pickle.loads(sent)
    if job.toolchain != fingerprint():
        return Answer(Outcome(), other_toolchain=toolchain_parts())
    try:
        outcome = replace(_outcome(maker, job, places), worker=worker or _address())
        if not places.store or outcome.has_failed:
            return Answer(outcome)
        return Answer(*deliver(_store(places.store), job.name, outcome))
    except PublishError as stop:
        return Answer(Outcome(findings=tuple(stop.findings)))


def _outcome(maker: Maker, job: Job, places: Places) -> Outcome:
    """Find what was made of the same before, or make it."""
    results = _store(places.results) if places.results else None
    found = find_result(results, job) if results is not None else None
    if found is not None:
        return found
    with _bench(maker) as bench:
        outcome = bench.make(job)
    if results is not None:
        keep_result(results, job, outcome)
    return outcome


def tell_toolchain() -> tuple[str, Mapping[str, str]]:
    """Say what books are made with here."""
    return fingerprint(), toolchain_parts()


_benches: queue.SimpleQueue[Bench] = queue.SimpleQueue()
"""Those that wait for a book; a worker of several threads has several."""


@contextmanager
def _bench(maker: Maker) -> Iterator[Bench]:
    try:
        bench = _benches.get_nowait()
    except queue.Empty:
        bench = Bench(maker)
        atexit.register(bench.close)
    bench.use(maker)
    try:
        yield bench
    finally:
        _benches.put(bench)


@cache
def _store(address: str) -> Store:
    return open_store(address)


def _address() -> str:
    with contextlib.suppress(ImportError, ValueError):
        from distributed import get_worker

        return str(get_worker().address)
    return ""
