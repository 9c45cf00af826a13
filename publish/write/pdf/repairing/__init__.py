"""A book's pages -> the repairs that make them end well: `publish pdf --repair`.

Each division is laid out with its paragraphs spaced a little closer and a little wider, which
tells what each can do; its pages are planned with that, laid out as planned, and weighed. Only
what is better than before is kept. Rounds are counted, never timed, so that every machine finds
the same repairs.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool

from publish.cache import Cache
from publish.edition import Edition
from publish.processes import cores, drop_pool, open_pool
from publish.publication import Publication
from publish.repair import SHOWN, Repair, key_of_paragraph
from publish.write.pdf.book import begin, lay_out_all, settle_note_numbers, settle_page_refs
from publish.write.pdf.purpose import Purpose
from publish.write.pdf.recipe import Recipe
from publish.write.pdf.repairing.task import Outcome, Task
from publish.write.pdf.spacing import measures_of, paragraphs_of, words_of
from publish.write.pdf.work import Progress, Work


def find_repairs(
    publication: Publication, edition: Edition, progress: Progress, cache: Cache
) -> tuple[Repair, ...]:
    """Find a book's repairs, in its order; those that are fixed stay, if their paragraphs do."""
    fixed = {repair.paragraph: repair for repair in edition.repairs if repair.fixed}
    edition = dataclasses.replace(edition, repairs=tuple(fixed.values()))
    work = begin(publication, edition, Purpose.SCREEN)
    work.cache = cache
    lay_out_all(work, progress)
    if edition.print.note_numbers == "page":
        settle_note_numbers(work, progress)
    settle_page_refs(work, progress)
    tasks = dict(enumerate(_tasks(work, set(fixed))))
    outcomes: dict[int, Outcome] = {}
    for number, outcome in _repair_all(work, tasks):
        outcomes[number] = outcome
        progress("repairing pages", len(outcomes), len(tasks))
    return tuple(_repairs(work, outcomes, fixed))


def _tasks(work: Work, fixed: set[str]) -> Iterator[Task]:
    """Make a task of each division; what stands twice in the book cannot be told by its words."""
    measures = _measures(work)
    counts = Counter(words_of(p) for job in work.jobs for p in paragraphs_of(job.root))
    left_alone = {
        words
        for words, count in counts.items()
        if count > 1 or key_of_paragraph(words, measures) in fixed
    }
    for job, span in zip(work.jobs, work.spans, strict=True):
        own = {words_of(paragraph) for paragraph in paragraphs_of(job.root)}
        is_recto = not span.pages or span.pages[0].is_recto
        leading = work.geometry.leading
        yield Task(job.root, is_recto, leading, frozenset(own & left_alone))


def _measures(work: Work) -> str:
    return measures_of(work.geometry, work.recipe.families)


def _repair_all(work: Work, tasks: dict[int, Task]) -> Iterator[tuple[int, Outcome]]:
    """Repair divisions side by side; those lost with a process that was killed stay as they are."""
    if cores() < 2:
        for number, task in tasks.items():
            yield number, repair_one(work.recipe.for_root(task.root), task)
        return
    longest_first = sorted(tasks, key=lambda n: -sum(map(len, tasks[n].root.itertext())))
    try:
        pool = open_pool()
        futures = {
            pool.submit(repair_one, work.recipe.for_root(tasks[number].root), tasks[number]): number
            for number in longest_first
        }
        for future in as_completed(futures):
            try:
                yield futures[future], future.result()
            except BrokenProcessPool:
                yield futures[future], Outcome()
    except BaseException:
        drop_pool()
        raise


def repair_one(recipe: Recipe, task: Task) -> Outcome:
    """Repair one division, in a process of its own."""
    from publish.write.pdf.repairing.division import repair_division
    from publish.write.pdf.stock import reopen_stock

    return repair_division(task, reopen_stock(recipe))


def _repairs(
    work: Work, outcomes: dict[int, Outcome], fixed: dict[str, Repair]
) -> Iterator[Repair]:
    measures = _measures(work)
    for number, job in enumerate(work.jobs):
        percents = outcomes[number].percents
        for paragraph in paragraphs_of(job.root):
            words = words_of(paragraph)
            key = key_of_paragraph(words, measures)
            percent = percents.get(words, 0.0)
            if key in fixed:
                yield fixed.pop(key)
            elif percent:
                shown = " ".join(words.split())[:SHOWN].rstrip()
                yield Repair(paragraph=key, letter_space=percent, word_space=percent, words=shown)
