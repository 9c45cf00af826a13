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

from publish.engine.layout_inputs import LayoutInputs
from publish.engine.tree import length_of
from publish.model.edition import Edition
from publish.model.publication import Publication
from publish.model.purpose import Purpose
from publish.model.repair import SHOWN, Repair, key_of_paragraph
from publish.run.cache import Cache
from publish.run.processes import are_ready, run_in_parallel
from publish.write.pdf.book import lay_out_book
from publish.write.pdf.copyfit.task import Outcome, Task
from publish.write.pdf.layout.book_layout import BookLayout, OnStep
from publish.write.pdf.prepare.spacing import measures_of, paragraphs_of, words_of


def find_repairs(
    publication: Publication, edition: Edition, progress: OnStep, cache: Cache
) -> tuple[Repair, ...]:
    """Find a book's repairs, in its order; those that are fixed stay, if their paragraphs do."""
    fixed = {repair.paragraph: repair for repair in edition.repairs if repair.fixed}
    edition = dataclasses.replace(edition, repairs=tuple(fixed.values()))
    book = lay_out_book(publication, edition, Purpose.SCREEN, progress, cache)
    tasks = dict(enumerate(_tasks(book, set(fixed))))
    outcomes: dict[int, Outcome] = {}
    for number, outcome in _repair_all(book, tasks):
        outcomes[number] = outcome
        progress("repairing pages", len(outcomes), len(tasks))
    return tuple(_repairs(book, outcomes, fixed))


def _tasks(book: BookLayout, fixed: set[str]) -> Iterator[Task]:
    """Make a task of each division; what stands twice in the book cannot be told by its words."""
    measures = _measures(book)
    counts = Counter(
        words_of(p) for division in book.divisions for p in paragraphs_of(division.root)
    )
    left_alone = {
        words
        for words, count in counts.items()
        if count > 1 or key_of_paragraph(words, measures) in fixed
    }
    for division, span in zip(book.divisions, book.spans, strict=True):
        own = {words_of(paragraph) for paragraph in paragraphs_of(division.root)}
        is_recto = not span.pages or span.pages[0].is_recto
        leading = book.geometry.leading
        yield Task(division.root, is_recto, leading, frozenset(own & left_alone))


def _measures(book: BookLayout) -> str:
    return measures_of(book.geometry, book.inputs.families)


def _repair_all(book: BookLayout, tasks: dict[int, Task]) -> Iterator[tuple[int, Outcome]]:
    """Repair divisions side by side; those lost with a process that was killed stay as they are."""
    given = {
        number: (book.inputs.for_root(task.root), task, book.cache)
        for number, task in tasks.items()
    }
    if are_ready():
        for number, outcome in run_in_parallel(
            repair_one, given, lambda n: length_of(tasks[n].root)
        ):
            yield number, outcome or Outcome()
    else:
        for number, arguments in given.items():
            yield number, repair_one(*arguments)


def repair_one(inputs: LayoutInputs, task: Task, cache: Cache) -> Outcome:
    """Repair one division, in a process of its own."""
    from publish.engine import reopen_resources
    from publish.write.pdf.copyfit.division import repair_division

    return repair_division(task, reopen_resources(inputs), cache)


def _repairs(
    book: BookLayout, outcomes: dict[int, Outcome], fixed: dict[str, Repair]
) -> Iterator[Repair]:
    measures = _measures(book)
    for number, division in enumerate(book.divisions):
        settings = outcomes[number].settings
        for paragraph in paragraphs_of(division.root):
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
