"""The composing room: divisions laid out side by side in processes of their own.

What an earlier run laid out is taken from the cache. The rest goes to as many processes as the
machine has cores, the longest first; each is forked with fonts and styles already read, where the
system allows that, and reads them once otherwise. What comes out does not depend on who made it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager, suppress
from multiprocessing.connection import wait

from publish.finding import PublishError, error
from publish.write.pdf.drawing import FontShelf, Gathering
from publish.write.pdf.gathering import gather
from publish.write.pdf.job import Job
from publish.write.pdf.kept import key_for, recall
from publish.write.pdf.stock import Recipe, Stock, open_stock
from publish.write.pdf.work import Progress, Work

CORES = "PUBLISH_CORES"
"""The environment variable that says how many processes may lay out pages at once."""

ALONE = 20_000
"""Characters of text that one process lays out sooner than two could begin."""

_START = "fork" if sys.platform == "linux" else "spawn"

_stock: Stock | None = None
"""The stock of this process: its parent's where it was forked, else its own."""


def compose(work: Work, numbers: Sequence[int], words: str, progress: Progress) -> None:
    """Lay out and draw these divisions; `words` tell a reader what it is done for.

    Raises PublishError WRI-120 where a process was killed by a division.
    """
    keys = {number: key_for(work.jobs[number], work) for number in numbers} if work.cache else {}
    pages = 0
    with closing(_gatherings(work, numbers, keys)) as made:
        for done, (number, gathering) in enumerate(made, start=1):
            work.gatherings[number] = gathering
            pages += len(gathering.sheets)
            progress(f"{words}: {pages} pages", done, len(numbers))


def _gatherings(
    work: Work, numbers: Sequence[int], keys: dict[int, str]
) -> Generator[tuple[int, Gathering], None, None]:
    """Yield each division's pages as they come."""
    lacking = []
    for number in numbers:
        kept = recall(keys[number], work.jobs[number], work) if keys else None
        if kept is None:
            lacking.append(number)
        else:
            yield number, kept
    jobs = {number: work.jobs[number] for number in lacking}
    lengths = {number: sum(map(len, job.root.itertext())) for number, job in jobs.items()}
    longest_first = sorted(lacking, key=lambda number: -lengths[number])
    is_small = len(jobs) < 2 or sum(lengths.values()) < ALONE
    made = _alone if is_small or cores() < 2 else _together
    for number, gathering in made(work, {n: jobs[n] for n in longest_first}):
        if keys:
            work.cache.put_object(keys[number], gathering)
        yield number, gathering


def cores() -> int:
    """Count the processors that this process may use."""
    named = os.environ.get(CORES, "")
    if named.isdigit():
        return int(named)
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def _alone(work: Work, jobs: dict[int, Job]) -> Iterator[tuple[int, Gathering]]:
    for number, job in jobs.items():
        yield number, gather(job, work.stock, work.shelf)


def _together(work: Work, jobs: dict[int, Job]) -> Iterator[tuple[int, Gathering]]:
    """Lay out in several processes; what was lost with one that died is tried by itself."""
    lost: dict[int, Job] = {}
    with _pool(work, min(cores(), len(jobs))) as pool:
        futures = {pool.submit(_compose_one, job): number for number, job in jobs.items()}
        for future in as_completed(futures):
            number = futures[future]
            try:
                yield number, future.result()
            except BrokenProcessPool:
                lost[number] = jobs[number]
    for number, job in lost.items():
        with _pool(work, 1) as pool:
            yield number, _only(pool.submit(_compose_one, job), job)


def _only(future: Future[Gathering], job: Job) -> Gathering:
    try:
        return future.result()
    except BrokenProcessPool:
        message = f"laying out {job.title or job.name!r} killed the process that did it"
        hint = (
            "this is a bug in publish or in a library it uses, or the machine has too little "
            "memory; see whether the division holds a very large picture or table"
        )
        raise PublishError(error("WRI-120", message, job.place, hint)) from None


@contextmanager
def _pool(work: Work, size: int) -> Iterator[ProcessPoolExecutor]:
    """Open processes for layout; none outlives its use, or this process."""
    global _stock
    _stock = work.stock
    pool = ProcessPoolExecutor(
        size,
        mp_context=multiprocessing.get_context(_START),
        initializer=_begin,
        initargs=(None if _START == "fork" else work.stock.recipe,),
    )
    try:
        yield pool
    except BaseException:
        for child in multiprocessing.active_children():
            child.kill()
        raise
    finally:
        _stock = None
        pool.shutdown(cancel_futures=True)


def _begin(recipe: Recipe | None) -> None:
    """Make a new process ready: it leaves Ctrl-C to its parent, and ends with it."""
    global _stock
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    if recipe is not None:
        _stock = open_stock(recipe)


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _compose_one(job: Job) -> Gathering:
    assert _stock is not None
    return gather(job, _stock, FontShelf())
