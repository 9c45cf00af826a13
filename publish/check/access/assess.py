"""Judge each criterion by its evidence: checks of the finished book, and an editor's answers.

No answer stands against a check: where a check fails, the criterion falls, whatever was answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from publish.check.access import (
    contrast,
    languages,
    moving,
    package,
    paging,
    pictures,
    sheets,
    structure,
    ways,
)
from publish.check.access.book import EpubUnderTest
from publish.check.access.digests import digest
from publish.check.access.presence import CALLED, present_in
from publish.house.access import criteria
from publish.model.access import (
    Answer,
    Assessment,
    Criterion,
    Fault,
    Judgement,
    Said,
    Verdict,
)

Check = Callable[[EpubUnderTest], Iterator[Fault]]

ROOMS = (pictures, structure, ways, languages, paging, package, sheets, contrast, moving)


def checks() -> dict[str, Check]:
    """Return the checks that criteria.toml names, by their names."""
    named = {name for each in criteria().values() for name in each.checks}
    return {name: getattr(room, name) for room in ROOMS for name in named if hasattr(room, name)}


def assess(
    epub: bytes, answers: Iterable[Answer] = (), *, has_own_cover: bool = True
) -> Assessment:
    """Judge a finished EPUB by all criteria.

    `has_own_cover` tells that the cover is a picture of the book's own, on which an editor has to
    answer as on any other.
    """
    book = EpubUnderTest(epub, has_own_cover=has_own_cover)
    return assess_book(book, answers)


def assess_book(book: EpubUnderTest, answers: Iterable[Answer]) -> Assessment:
    """Judge an EPUB that is open."""
    present = present_in(book)
    by_criterion = {answer.criterion: answer for answer in answers}
    digests: dict[tuple[str, ...], str] = {}
    judgements = []
    for each in criteria().values():
        if each.about not in digests:
            digests[each.about] = digest(book, each.about)
        now = digests[each.about]
        judgements.append(_judge(each, book, present, by_criterion.get(each.id), now))
    holding = [
        str(answer.date)
        for answer in by_criterion.values()
        if any(
            judged.criterion.id == answer.criterion and judged.holds_for == answer.holds_for
            for judged in judgements
        )
    ]
    return Assessment(tuple(judgements), max(holding, default=""))


def _judge(
    criterion: Criterion,
    book: EpubUnderTest,
    present: frozenset[str],
    answer: Answer | None,
    now: str,
) -> Judgement:
    if criterion.when and not present & set(criterion.when):
        said = f"no {' or '.join(CALLED[name] for name in criterion.when)} in this book"
        return Judgement(criterion, Verdict.NOT_HERE, (said,), holds_for=now)
    known = checks()
    faults = tuple(fault for name in criterion.checks for fault in known[name](book))
    passed = tuple(f"check: {_say(name)}" for name in criterion.checks)
    if faults:
        return Judgement(criterion, Verdict.FAILED, (), faults, holds_for=now)
    is_asked = bool(criterion.ask) and (
        not criterion.ask_when or bool(present & set(criterion.ask_when))
    )
    holds = answer is not None and answer.holds_for == now
    if answer is not None and holds:
        return _answered(criterion, answer, passed, now)
    void = None if holds else answer
    if is_asked:
        return Judgement(
            criterion, Verdict.OPEN, passed, question=criterion.ask, holds_for=now, void=void
        )
    return Judgement(criterion, Verdict.PROVED, passed, holds_for=now, void=void)


def _answered(criterion: Criterion, answer: Answer, passed: tuple[str, ...], now: str) -> Judgement:
    """Judge by an answer that holds for the book as it is."""
    words = f": {answer.words}" if answer.words else ""
    said = f"{answer.by}, {answer.date}: {answer.answer}{words}"
    if answer.answer is Said.NO:
        place = answer.place.file if answer.place else "access.toml"
        line = answer.place.line if answer.place else None
        return Judgement(criterion, Verdict.FAILED, (), (Fault(place, said, line),), holds_for=now)
    verdict = Verdict.NOT_HERE if answer.answer is Said.NA else Verdict.PROVED
    return Judgement(criterion, verdict, (*passed, said), holds_for=now)


def _say(name: str) -> str:
    """Write the name of a check as words."""
    return name.replace("_", " ")


def with_pdf(assessment: Assessment, faults: Mapping[str, Iterable[Fault]]) -> Assessment:
    """Judge a PDF of the same book as well: by its own checks, and by all that holds of the text.

    `faults` are those of each check of PDFs, by the names that criteria.toml has under `pdf`.
    """
    judgements = []
    for each in assessment.judgements:
        found = tuple(
            fault for name in each.criterion.pdf for fault in faults.get(name, _untested(name))
        )
        if found:
            each = replace(each, verdict=Verdict.FAILED, faults=(*each.faults, *found))
        elif each.criterion.pdf and each.stands:
            passed = tuple(f"check of the PDF: {_say(name)}" for name in each.criterion.pdf)
            each = replace(each, evidence=(*each.evidence, *passed))
        judgements.append(each)
    return Assessment(tuple(judgements), assessment.evaluated)


def _untested(name: str) -> Iterator[Fault]:
    yield Fault("", f"the PDF was not checked for {_say(name)}")
