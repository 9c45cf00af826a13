"""Try inputs for so many seconds, or so many of them, on every core; exit with 1 after a fault."""

from __future__ import annotations

import argparse
import multiprocessing
import multiprocessing.connection
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from tests.fuzz.targets import TARGETS
from tests.fuzz.worker import Job, work

KEPT = Path("build/fuzz")


@dataclass
class Worker:
    """A process that tries one chunk of inputs after the other, and tells of each."""

    job: Job
    told: Connection
    process: multiprocessing.process.BaseProcess

    @classmethod
    def start(cls, job: Job) -> Worker:
        told, telling = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.get_context("spawn").Process(target=work, args=(job, telling))
        process.start()
        telling.close()
        return cls(job, told, process)


def main() -> int:
    asked = _arguments()
    started = time.monotonic()
    counts: Counter[str] = Counter()
    faults: dict[str, str] = {}
    scratch = Path(tempfile.mkdtemp(prefix="publish-fuzz-"))
    names = tuple(asked.targets or TARGETS)
    first = asked.seed * 1_000_000
    jobs = [
        Job(names, first + number, asked.cores, scratch / str(number), KEPT)
        for number in range(asked.cores)
    ]
    workers = [Worker.start(job) for job in jobs]
    try:
        while sum(counts.values()) < asked.inputs and time.monotonic() - started < asked.seconds:
            for told in multiprocessing.connection.wait([w.told for w in workers], timeout=1):
                worker = next(worker for worker in workers if worker.told is told)
                try:
                    name, done, chunk, fault = worker.told.recv()
                except EOFError:
                    workers.remove(worker)
                    workers.append(Worker.start(_after_death(worker, faults)))
                    continue
                worker.job = worker.job.from_chunk(chunk + asked.cores)
                counts[name] += done
                if fault and fault not in faults:
                    faults[fault] = name
                    print(f"{name}: {fault}", file=sys.stderr, flush=True)
    finally:
        for worker in workers:
            worker.process.kill()
            worker.process.join()
        shutil.rmtree(scratch, ignore_errors=True)
    for name in names:
        print(f"{name:12}{counts[name]:8}")
    seconds = time.monotonic() - started
    print(f"{sum(counts.values())} inputs, {len(faults)} faults, {seconds:.0f} s")
    return int(bool(faults))


def _after_death(worker: Worker, faults: dict[str, str]) -> Job:
    """Keep the input that ended its process, and go on behind it."""
    worker.process.join()
    kept = KEPT / f"ended-{worker.job.chunk}"
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(worker.job.folder / "book", kept, symlinks=True)
    fault = f"a process ended with {worker.process.exitcode}: {kept}"
    faults[fault] = "?"
    print(fault, file=sys.stderr, flush=True)
    return worker.job.from_chunk(worker.job.chunk + worker.job.stride)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--inputs", type=int, default=sys.maxsize)
    parser.add_argument("--seed", type=int, default=1, help="another one tries other inputs")
    parser.add_argument("--cores", type=int, default=len(os.sched_getaffinity(0)))
    asked = parser.parse_args()
    if not set(asked.targets) <= set(TARGETS):
        parser.error(f"the targets are {', '.join(TARGETS)}")
    return asked


if __name__ == "__main__":
    sys.exit(main())
