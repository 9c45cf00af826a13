"""A book's pages -> the repairs that make them end well: `publish pdf --repair`.

Each division is laid out with its paragraphs spaced a little closer and a little wider, which
tells what each can do; its pages are planned with that, laid out as planned, and weighed. Only
what is better than before is kept. Rounds are counted, never timed, so that every machine finds
the same repairs. Nearly all the time goes into the layouts; each is sketched, and the sketch kept
in the cache, so that another run lays out only what has changed.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator

from publish.engine.layout_inputs import Recipe
from publish.engine.tree import length_of
from publish.model.edition import Edition
from publish.model.publication import Publication
from publish.model.purpose import Purpose
from publish.model.repair import SHOWN, Repair, key_of_paragraph
from publish.run.cache import Cache
from publish.run.processes import are_ready, beside
from publish.write.pdf.book import lay_out_book
from publish.write.pdf.copyfit.task import Outcome, Task
from publish.write.pdf.layout.book_layout import Progress, Work
from publish.write.pdf.prepare.spacing import measures_of, paragraphs_of, words_of


def find_repairs(
    publication: Publication, edition: Edition, progress: Progress, cache: Cache
) -> tuple[Repair, ...]:
    """Find a book's repairs, in its order; those that are fixed stay, if their paragraphs do."""
    fixed = {repair.paragraph: repair for repair in edition.repairs if repair.fixed}
    edition = dataclasses.replace(edition, repairs=tuple(fixed.values()))
    work = lay_out_book(publication, edition, Purpose.SCREEN, progress, cache)
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
    given = {
        number: (work.recipe.for_root(task.root), task, work.cache)
        for number, task in tasks.items()
    }
    if are_ready():
        for number, outcome in beside(repair_one, given, lambda n: length_of(tasks[n].root)):
            yield number, outcome or Outcome()
    else:
        for number, arguments in given.items():
            yield number, repair_one(*arguments)


def repair_one(recipe: Recipe, task: Task, cache: Cache) -> Outcome:
    """Repair one division, in a process of its own."""
    from publish.engine.resources import reopen_stock
    from publish.write.pdf.copyfit.division import repair_division

    return repair_division(task, reopen_stock(recipe), cache)


def _repairs(
    work: Work, outcomes: dict[int, Outcome], fixed: dict[str, Repair]
) -> Iterator[Repair]:
    measures = _measures(work)
    for number, job in enumerate(work.jobs):
        settings = outcomes[number].settings
        for paragraph in paragraphs_of(job.root):
            words = words_of(paragraph)
            key = key_of_paragraph(words, measures)
            setting = settings.get(words)
            if key in fixed:
                yield fixed.pop(key)
            elif setting:
                yield Repair(
                    paragraph=key,
                    letter_space=setting.percent,
                    word_space=setting.percent,
                    carry=setting.carry,
                    words=" ".join(words.split())[:SHOWN].rstrip(),
                )
