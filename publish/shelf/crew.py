"""The workers of a Dask cluster: jobs go out, answers come in, whatever becomes of a worker.

https://distributed.dask.org: a task of a worker that dies goes to another one by itself; with a
scheduler all its tasks are gone, and are sent again once there is one.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from publish.model.finding import MachineError, error
from publish.run.fingerprint import difference, fingerprint, toolchain_parts
from publish.run.processes import cores, deaf_to_interrupts, spare_script
from publish.shelf.hands import Arrival
from publish.shelf.job import Job, Maker
from publish.shelf.store import EXTRA
from publish.shelf.worker import Answer, Places, send, tell_toolchain, work

PATIENCE_SECONDS = 60.0
"""How long a scheduler, or a first worker, is waited for."""

QUIET = {
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,
}
"""What a cluster of this run's own does without: pages, and looking at its work 100 times a second.
"""

COUNT_SECONDS = 5.0
"""How often the workers are counted: some come, some go."""


class Where(Struct, frozen=True, kw_only=True):
    """Where the workers are: on this machine unless a scheduler is named."""

    scheduler: str = ""
    scheduler_file: Path | None = None
    workers: int = 0
    """Processes on this machine; one a core where it is 0."""
    patience_seconds: float = PATIENCE_SECONDS

    @property
    def is_here(self) -> bool:
        """Return whether the cluster is one of this run's own."""
        return not self.scheduler and self.scheduler_file is None


class Crew(Struct):
    """The open cluster."""

    where: Where
    maker: Maker
    places: Places
    client: Any
    at_work: dict[str, Job] = field(default_factory=dict)
    _futures: dict[str, Any] = field(default_factory=dict)
    _arrived: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue)
    _hands: int = 0
    _counted: float = 0.0
    _last_seen: float = field(default_factory=time.monotonic)

    def has_room(self) -> bool:
        """Return whether another job is to be sent: each hand has one, and every second one more.

        What is not sent yet costs a scheduler no memory.
        """
        self._count()
        return len(self.at_work) < self._hands + max(1, self._hands // 2)

    def _count(self) -> None:
        """Count the hands now and then. Raises MachineError SHE-007 where there are none for long.

        A worker that dies is started anew by whoever has started it, here by Dask's nanny.
        """
        now = time.monotonic()
        if now - self._counted < COUNT_SECONDS:
            return
        self._counted = now
        with contextlib.suppress(OSError, TimeoutError):
            self._hands = sum(self.client.nthreads().values())
        self._last_seen = now if self._hands else self._last_seen
        if now - self._last_seen > self.where.patience_seconds:
            raise _no_cluster(self.where, "all its workers have gone")

    def send(self, job: Job) -> None:
        """Send a job out."""
        key = f"publish-{uuid.uuid4().hex}"
        self.at_work[key] = job
        sent = send(self.maker, job, self.places)
        try:
            future = self._submit(key, sent)
        except Exception:  # noqa: BLE001  Dask's own, where the scheduler has gone
            self._wait_for_scheduler()
            future = self._submit(key, sent)
        self._futures[key] = future
        future.add_done_callback(self._arrived.put)

    def _submit(self, key: str, sent: bytes) -> Any:
        with _quiet_warnings():
            return self.client.submit(work, sent, key=key, pure=False)

    def next(self, patience_seconds: float) -> Arrival | None:
        """Wait a while for a job to come back. Raises MachineError SHE-007."""
        self._count()
        try:
            future = self._arrived.get(timeout=patience_seconds)
        except queue.Empty:
            return None
        job = self.at_work.pop(future.key, None)
        self._futures.pop(future.key, None)
        if job is None:
            return None
        return self._arrival(job, future)

    def _arrival(self, job: Job, future: Any) -> Arrival:
        if future.status == "cancelled":
            self._wait_for_scheduler()
            return Arrival(job)
        try:
            answer: Answer = future.result()
        except Exception as problem:  # noqa: BLE001  whatever a worker's library raises
            if self.client.status != "running":
                self._wait_for_scheduler()
                return Arrival(job)
            return Arrival(job, why=f"{type(problem).__name__}: {problem}")
        if answer.other_toolchain is not None:
            raise _other_toolchain({"a worker": answer.other_toolchain})
        return Arrival(job, answer)

    def _wait_for_scheduler(self) -> None:
        """Connect anew, for as long as the patience lasts. Raises MachineError SHE-007."""
        if self.client.status == "running":
            return
        with contextlib.suppress(Exception):
            self.client.close(timeout=1)
        self.client = _connect(self.where)
        self._counted = 0.0

    def close(self) -> None:
        """Leave the cluster; what is still at work is called off."""
        futures = list(self._futures.values())
        with contextlib.suppress(Exception):
            if futures:
                self.client.cancel(futures, force=True)
        with contextlib.suppress(Exception):
            self.client.close(timeout=2)


@contextmanager
def open_crew(where: Where, maker: Maker, places: Places) -> Iterator[Crew]:
    """Start a cluster on this machine, or join the one that is named.

    Raises MachineError SHE-002 where the engine is not installed, SHE-006 where workers have
    another toolchain, SHE-007 where there is no scheduler or no worker.
    """
    try:
        import distributed  # noqa: F401
    except ImportError as problem:
        message = f"a shelf is made by Dask, which is missing: {problem}"
        raise MachineError(error("SHE-002", message, hint=EXTRA)) from problem
    _silence()
    with contextlib.ExitStack() as stack:
        if where.is_here:
            cluster = stack.enter_context(_own_cluster(where.workers or cores()))
            client = _client_class()(cluster, set_as_default=False)
        else:
            client = _connect(where)
        crew = Crew(where, maker, places, client)
        stack.callback(crew.close)
        _check_toolchains(client)
        yield crew


def _silence() -> None:
    """Keep what Dask logs off the terminal: what matters of it is told as findings."""
    for name in [
        each for each in logging.root.manager.loggerDict if each.startswith("distributed")
    ]:
        logging.getLogger(name).setLevel(logging.CRITICAL)


@contextmanager
def _own_cluster(workers: int) -> Iterator[Any]:
    """Start one process a core; nobody but this run can talk to them (TLS, keys of its own)."""
    import dask.config
    from distributed import LocalCluster

    spare_script()
    resource_tracker.ensure_running()  # which lets those hear Ctrl-C that are started with it
    with deaf_to_interrupts(), dask.config.set(QUIET):
        cluster = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            memory_limit=0,
            security=True,
            dashboard_address=None,
            scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
            silence_logs=logging.CRITICAL,
        )
    try:
        yield cluster
    finally:
        cluster.close(timeout=5)


@cache
def _client_class() -> Any:
    from distributed import Client

    class QuietClient(Client):
        """Says nothing and waits for nothing where it was never connected."""

        def __del__(self) -> None:
            if self.status == "running":
                super().__del__()  # type: ignore[no-untyped-call]

    return QuietClient


def _connect(where: Where) -> Any:
    """Join a cluster, and wait for its first worker."""
    named: dict[str, Any] = {"timeout": where.patience_seconds, "set_as_default": False}
    named |= {"scheduler_file": str(where.scheduler_file)} if where.scheduler_file else {}
    client = None
    try:
        client = _client_class()(where.scheduler or None, **named)
        client.wait_for_workers(1, timeout=where.patience_seconds)
    except Exception as problem:
        if client is not None:
            client.close(timeout=1)
        raise _no_cluster(where, str(problem)) from problem
    return client


def _no_cluster(where: Where, why: str) -> MachineError:
    """Say that there is nobody to work."""
    place = where.scheduler or str(where.scheduler_file or "this machine")
    message = f"the cluster at {place} does not answer: {why}"
    hint = "start its scheduler and workers; a run goes on where the last one has ended"
    return MachineError(error("SHE-007", message, hint=hint))


def _check_toolchains(client: Any) -> None:
    """Refuse workers that would make other bytes. Raises MachineError SHE-006."""
    told = client.run(tell_toolchain, on_error="return")
    others = {}
    for address, answer in told.items():
        if isinstance(answer, BaseException):
            others[address] = {"publish": f"none ({answer})"}
        elif answer[0] != fingerprint():
            others[address] = answer[1]
    if others:
        raise _other_toolchain(others)


def _other_toolchain(others: dict[str, Any]) -> MachineError:
    address, parts = next(iter(others.items()))
    more = f", and {len(others) - 1} more workers" if len(others) > 1 else ""
    message = f"{address} has another toolchain{more}: {difference(toolchain_parts(), parts)}"
    hint = "install the same publish, Python and libraries everywhere: one container image"
    return MachineError(error("SHE-006", message, hint=hint))


@contextmanager
def _quiet_warnings() -> Iterator[None]:
    """Keep Dask from warning of a job of some megabytes: that is a book."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
