"""Judge each criterion by its evidence: checks of the finished book, and an editor's answers.

No answer stands against a check: where a check fails, the criterion falls, whatever was answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from msgspec.structs import replace

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


@cache
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
    present = present_in(book)
    by_criterion = {answer.criterion: answer for answer in answers}
    digests: dict[tuple[str, ...], str] = {}
    judgements, holding = [], [""]
    for each in criteria().values():
        if each.about not in digests:
            digests[each.about] = digest(book, each.about)
        now, answer = digests[each.about], by_criterion.get(each.id)
        judgements.append(_judge(each, book, present, answer, now))
        if answer is not None and answer.holds_for == now:
            holding.append(str(answer.date))
    return Assessment(tuple(judgements), max(holding))


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
    if faults:
        return Judgement(criterion, Verdict.FAILED, (), faults, holds_for=now)
    passed = tuple(f"check: {_say(name)}" for name in criterion.checks)
    if answer is not None and answer.holds_for == now:
        return _answered(criterion, answer, passed, now)
    is_asked = criterion.ask and (not criterion.ask_when or present & set(criterion.ask_when))
    verdict, question = (Verdict.OPEN, criterion.ask) if is_asked else (Verdict.PROVED, "")
    return Judgement(criterion, verdict, passed, question=question, holds_for=now, void=answer)


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
