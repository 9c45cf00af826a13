"""A warm process that makes book after book, bounded in time and memory, and replaced when broken.

A worker stays as it is whatever a book does: the book that hangs, fills the memory or brings its
process down is told as a finding of its own, and the next one finds a new process.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import selectors
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from typing import IO

import psutil

from publish.run.apart import end_apart, start_apart
from publish.run.processes import CORES
from publish.run.scratch import scratch_folder
from publish.shelf import bench_process
from publish.shelf.bench_process import HEAD, write_frame
from publish.shelf.job import Job, Limits, Maker, Outcome

WATCH_SECONDS = 0.25
"""How often time and memory are looked at."""

WHOLE_EVERY = 8
"""Every how many looks what the process has started is counted too, which is looked for long."""

START_SECONDS = 120.0
"""What reading the libraries may take, on a machine that is busy."""

WORN_MB = 600
"""A process that keeps more than this between two books is replaced: something leaks."""

_OWN_PLACES = ("XDG_STATE_HOME", "XDG_CONFIG_HOME")
"""Where a user's own decisions lie, such as whose stages are trusted; none of them counts here."""


class _StoppedError(Exception):
    """The process was ended, or ended by itself; the outcome says why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


class Bench:
    """One process; `make` starts it when it is needed."""

    def __init__(self, maker: Maker) -> None:
        """Have books made by a function that another process can import."""
        self._maker = maker
        self._process: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] | None = None

    def use(self, maker: Maker) -> None:
        """Have another function make the books from now on."""
        if maker != self._maker:
            self.close()
            self._maker = maker

    def make(self, job: Job) -> Outcome:
        """Make a book; what ends its process is the book's finding."""
        try:
            process = self._running()
            assert process.stdin is not None
            with contextlib.suppress(OSError):  # it has ended: that is noticed when it is asked
                write_frame(process.stdin, pickle.dumps(job))
            outcome: Outcome = pickle.loads(self._answer(process, job.limits))
        except _StoppedError as stop:
            self.close()
            return stop.outcome
        if _memory_mb(process.pid, deep=False) > min(WORN_MB, job.limits.memory_mb / 2):
            self.close()
        return outcome

    def close(self) -> None:
        """End the process and all that it has started, at once."""
        process, self._process = self._process, None
        said, self._said = self._said, None
        if process is None:
            return
        if said is not None:
            said.close()
        end_apart(process)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  as long as the process
        program = bench_process.__file__
        self._process = process = start_apart(program, self._said, _environment())
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            write_frame(process.stdin, pickle.dumps(self._maker))
        self._answer(process, Limits(seconds=START_SECONDS))
        return process

    def _answer(self, process: subprocess.Popen[bytes], limits: Limits) -> bytes:
        """Wait for a frame, and look at time and memory meanwhile. Raises _StoppedError."""
        pieces, wanted, size = [], None, 0
        for piece in self._pieces(process, limits):
            pieces.append(piece)
            size += len(piece)
            if wanted is None and size >= HEAD.size:
                wanted = HEAD.size + HEAD.unpack(b"".join(pieces)[: HEAD.size])[0]
            if wanted is not None and size >= wanted:
                return b"".join(pieces)[HEAD.size :]
        raise _StoppedError(self._ended(process))

    def _pieces(self, process: subprocess.Popen[bytes], limits: Limits) -> Iterator[bytes]:
        assert process.stdout is not None
        deadline = time.monotonic() + limits.seconds
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdout, selectors.EVENT_READ)
            for look in count(1):
                if ready.select(WATCH_SECONDS):
                    piece = os.read(process.stdout.fileno(), 1 << 20)
                    if not piece:
                        return
                    yield piece
                    continue
                if time.monotonic() > deadline:
                    raise _StoppedError(_too_long(limits))
                took_mb = _memory_mb(process.pid, deep=look % WHOLE_EVERY == 0)
                if took_mb > limits.memory_mb:
                    raise _StoppedError(_too_large(took_mb, limits))

    def _ended(self, process: subprocess.Popen[bytes]) -> Outcome:
        code = process.wait()
        assert self._said is not None
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").strip().splitlines()
        fatal = (line for line in lines if line.startswith("Fatal Python error"))
        last = next(fatal, lines[-1] if lines else "")
        how = signal.Signals(-code).name if code < 0 else f"code {code}"
        message = f"the book's process ended by {how}" + (f": {last[:300]}" if last else "")
        hint = "build it alone with publish build --verbose, and report what that prints"
        return Outcome.failed("SHE-013", message, hint)


def _too_long(limits: Limits) -> Outcome:
    message = f"the book took longer than {limits.seconds:g} seconds, and was stopped"
    return Outcome.failed("SHE-011", message, "give it more with --seconds, or see what it holds")


def _too_large(took_mb: float, limits: Limits) -> Outcome:
    message = f"the book took {took_mb:.0f} MB of memory, more than {limits.memory_mb:g}"
    return Outcome.failed("SHE-012", message, "give it more with --memory, or see what it holds")


def _memory_mb(pid: int, *, deep: bool) -> float:
    """Add up what a process and those it has started hold in memory; 0 for one that is no more."""
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)] if deep else [process]
    except psutil.Error:
        return 0.0
    total = 0
    for each in family:
        with contextlib.suppress(psutil.Error):
            total += each.memory_info().rss
    return float(total) / 2**20


def _environment() -> dict[str, str]:
    """Give the process one core and a folder for its temporary files that goes with the run."""
    scratch = scratch_folder()
    own = {name: str(scratch / "own") for name in _OWN_PLACES}
    return {**os.environ, **own, CORES: "1", "TMPDIR": str(scratch)}
