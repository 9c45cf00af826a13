"""The composing room: divisions laid out side by side in processes of their own.

What an earlier run laid out is taken from the cache. The rest goes to the processes that were got
ready (`publish.run.processes`), as many as the machine has cores, the longest first. What comes out
does not depend on who made it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from itertools import chain

from publish.engine.drawn import FontShelf, Gathering
from publish.engine.layout_inputs import Recipe
from publish.engine.tree import length_of
from publish.model.finding import Finding, PublishError, error
from publish.run.cache.hints import keep_language
from publish.run.processes import are_ready, beside, cores, drop_pool, open_pool
from publish.write.pdf.layout.book_layout import Progress, Work
from publish.write.pdf.layout.layout_cache import key_for, recall
from publish.write.pdf.prepare.division import Job


def set_out(work: Work) -> None:
    """Have the processes read fonts, styles and hyphens while it is found out what they lay out."""
    if are_ready():
        keep_language(work.cache, work.publication.lang)
        recipe = Recipe(work.recipe.families, work.recipe.looks, {})
        for _ in range(cores()):
            open_pool().submit(set_out_one, recipe, work.publication.lang)


def compose(
    work: Work,
    numbers: Sequence[int],
    words: str,
    progress: Progress,
    meanwhile: Callable[[int], None] | None = None,
) -> None:
    """Lay out and draw these divisions; `words` tell a reader what it is done for.

    `meanwhile` is called for each that was kept, while others are laid out. Raises PublishError
    WRI-120 where a division killed the process that laid it out.
    """
    keys = {number: key_for(work.jobs[number], work) for number in numbers} if work.cache else {}
    pages = 0
    with closing(_gatherings(work, numbers, keys)) as made:
        for done, (number, gathering, is_kept) in enumerate(made, start=1):
            work.gatherings[number] = gathering
            pages += len(gathering.sheets)
            told = f"{words}: {done} of {len(numbers)} divisions, {pages} pages"
            progress(told, done, len(numbers))
            if is_kept and meanwhile:
                meanwhile(number)


def _gatherings(
    work: Work, numbers: Sequence[int], keys: dict[int, str]
) -> Generator[tuple[int, Gathering, bool], None, None]:
    """Yield each division's pages as they come, and whether they were kept by an earlier run.

    What is known to be lacking is begun with first.
    """
    known = [number for number in numbers if keys and work.cache.has(keys[number])]
    made = _make(work, {n: work.jobs[n] for n in numbers if n not in known})
    damaged = {}
    try:
        for number in known:
            kept = recall(keys[number], work.jobs[number], work)
            if kept is None:
                damaged[number] = work.jobs[number]
            else:
                yield number, kept, True
        for number, gathering in chain(made, _make(work, damaged)):
            if keys:
                work.cache.put_object(keys[number], gathering)
            yield number, gathering, False
    except BaseException:
        drop_pool()  # which works already, though nobody may have read what comes of it
        raise


def _make(work: Work, jobs: dict[int, Job]) -> Iterator[tuple[int, Gathering]]:
    """Lay out in the processes that were got ready; a program that asked for none does it all."""
    if not jobs:
        return iter(())
    if not are_ready():
        return _alone(work, jobs)
    return _retried(work, jobs, _beside(work, jobs))


def _alone(work: Work, jobs: dict[int, Job]) -> Iterator[tuple[int, Gathering]]:
    from publish.write.pdf.layout.division import (
        gather,  # and with it WeasyPrint: some tenths of a second
    )

    for number, job in jobs.items():
        yield number, gather(job, work.stock, work.shelf)


def _retried(
    work: Work, jobs: dict[int, Job], made: Iterator[tuple[int, Gathering | None]]
) -> Iterator[tuple[int, Gathering]]:
    """Try by itself what was lost with a process that died."""
    lost = []
    for number, gathering in made:
        if gathering is None:
            lost.append(number)
        else:
            yield number, gathering
    for number in lost:
        for _, gathering in _beside(work, {number: jobs[number]}):
            if gathering is None:
                too_large = [found for found in work.findings if found.code == "WRI-182"]
                raise PublishError(*too_large, _killed(jobs[number]))
            yield number, gathering


def _beside(work: Work, jobs: dict[int, Job]) -> Iterator[tuple[int, Gathering | None]]:
    given = {number: (work.recipe.for_root(job.root), job) for number, job in jobs.items()}
    return beside(compose_one, given, lambda number: length_of(jobs[number].root))


def _killed(job: Job) -> Finding:
    message = f"laying out {job.title or job.name!r} killed the process that did it"
    hint = (
        "this is a bug in publish or in a library it uses, or the machine has too little "
        "memory; see whether the division holds a very large picture or table"
    )
    return error("WRI-120", message, job.place, hint)


def set_out_one(recipe: Recipe, lang: str) -> None:
    """Read what the layout of any division needs, in a process of its own."""
    from publish.engine.resources import read_hyphens, reopen_stock

    reopen_stock(recipe)
    read_hyphens(lang)


def compose_one(recipe: Recipe, job: Job) -> Gathering:
    """Lay out and draw one division, in a process of its own."""
    from publish.engine.resources import reopen_stock
    from publish.write.pdf.layout.division import gather

    return gather(job, reopen_stock(recipe), FontShelf())
