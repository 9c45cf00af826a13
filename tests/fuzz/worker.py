"""One process of the fuzzing: chunks of inputs, each drawn and made smaller by Hypothesis."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutations import Step, steps
from tests.fuzz.sandbox import Sandbox
from tests.fuzz.targets import TARGETS


@dataclass(frozen=True)
class Job:
    """Which chunks a process tries: every so manieth, so that several never try the same."""

    targets: tuple[str, ...]
    chunk: int
    stride: int
    folder: Path
    kept: Path

    def from_chunk(self, chunk: int) -> Job:
        return replace(self, chunk=chunk)


def work(job: Job, telling: Connection) -> None:
    """Try chunk after chunk, and send (target, inputs, chunk, fault) for each; never end."""
    shutil.rmtree(job.folder, ignore_errors=True)
    sandbox = Sandbox(job.folder)
    sandbox.warm_up()
    weights = [TARGETS[name].weight for name in job.targets]
    while True:
        (name,) = Random(job.chunk).choices(job.targets, weights)
        done, fault = _try_chunk(sandbox, name, job)
        telling.send((name, done, job.chunk, fault))
        job = job.from_chunk(job.chunk + job.stride)


@cache
def _seeds(name: str) -> list[bytes]:
    return TARGETS[name].read_seeds()


def _try_chunk(sandbox: Sandbox, name: str, job: Job) -> tuple[int, str]:
    """Give how many inputs were tried, and what was wrong with the smallest that failed."""
    target, seeds = TARGETS[name], _seeds(name)
    done = 0

    @hypothesis.seed(job.chunk)
    @settings(
        max_examples=target.chunk,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )
    @given(st.integers(0, len(seeds) - 1), steps)
    def tried(which: int, plan: Sequence[Step]) -> None:
        nonlocal done
        done += 1
        shutil.rmtree(sandbox.book, ignore_errors=True)
        sandbox.book.mkdir()
        target.lay(sandbox.book, target.change(seeds[which], plan, seeds))
        target.run(sandbox, _number(which, plan))

    try:
        tried()
    except Exception as fault:  # noqa: BLE001  whatever it is, the run goes on
        words = _say(fault)
        kept = job.kept / f"{name}-{hashlib.sha256(words[-1].encode()).hexdigest()[:8]}"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(sandbox.book, kept, symlinks=True)
        (kept / "fault.txt").write_text("\n".join(words), "utf-8")
        return done, f"{words[-1][:300]}: {kept}"
    return done, ""


def _say(fault: BaseException) -> list[str]:
    """Say what was wrong; what did not go wrong again is told as it was at first."""
    while isinstance(fault, BaseExceptionGroup):
        fault = fault.exceptions[0]
    return f"{type(fault).__name__}: {fault}".strip().splitlines()


def _number(which: int, plan: Sequence[Step]) -> int:
    """Make a number of an input: the same input meets the same commands when it is tried again."""
    return int.from_bytes(hashlib.sha256(repr((which, *plan)).encode()).digest()[:4], "big")
