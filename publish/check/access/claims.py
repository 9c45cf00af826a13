"""What may be claimed of a book whose criteria are judged, and what its author should hear."""

from __future__ import annotations

from collections.abc import Iterable

from publish.model.access import Answer, Assessment, Claim, Judgement, Verdict
from publish.model.edition import Edition
from publish.model.finding import Finding, Place, warning

MOST_NAMED = 5
"""Criteria that one line names."""

LIST = "publish access lists the criteria, and what each of them wants"


def certifier_of(edition: Edition) -> str:
    """Name who answers for the evaluation."""
    return edition.book.access.certifier or edition.book.publisher


def claim_of(assessment: Assessment, edition: Edition) -> Claim | None:
    """Return what the evidence carries; None where it carries nothing, or nobody answers for it."""
    access, certifier = edition.book.access, certifier_of(edition)
    if not assessment.level or not certifier:
        return None
    return Claim(
        edition.epub.accessibility,
        assessment.level,
        certifier,
        access.credential,
        access.report,
        assessment.evaluated,
        is_own=certifier == edition.book.publisher,
    )


def check_answers(assessment: Assessment) -> list[Finding]:
    """Tell of answers that hold for another content than the book has. Code: WRI-250."""
    return [
        _void(judged, judged.void) for judged in assessment.judgements if judged.void is not None
    ]


def _void(judged: Judgement, answer: Answer) -> Finding:
    criterion = judged.criterion
    about = " and ".join(criterion.about) or "text"
    message = f"the answer to {criterion.id} {criterion.name} is void: the {about} changed since"
    hint = f"look again, then: {how_to_answer(judged)}"
    return warning("WRI-250", message, answer.place, hint)


def how_to_answer(judged: Judgement) -> str:
    """Return the command that gives what a criterion lacks."""
    said = f"publish access --answer {judged.criterion.id} yes"
    return f'{said} --by NAME --date YYYY-MM-DD --words "what was looked at"'


def check_claim(assessment: Assessment, edition: Edition, of: str = "") -> list[Finding]:
    """Say why less is claimed than the edition has answers for; `of` names the file.

    Codes: WRI-251 criteria without evidence, or against which there is some; WRI-252 nobody
    answers for the claim.
    """
    findings = check_answers(assessment)
    if assessment.level != "AA":
        claimed = f"only level {assessment.level}" if assessment.level else "nothing"
        whose = f" of {of}'s" if of else " of"
        message = f"{claimed} is claimed{whose} accessibility: {_named(assessment.fallen())}"
        findings.append(warning("WRI-251", message, _file(edition), LIST))
    if not certifier_of(edition):
        message = "nothing is claimed of accessibility: nobody has evaluated it"
        hint = "give book.publisher, or certifier in [book.access]"
        findings.append(warning("WRI-252", message, edition.place("book", "access"), hint))
    return findings


def check_failed(assessment: Assessment) -> list[Finding]:
    """Tell what speaks against a book that nobody has answered for yet. Code: WRI-251."""
    if not assessment.failed:
        return []
    message = f"against its accessibility speak: {_named(assessment.failed)}"
    return [warning("WRI-251", message, hint=LIST)]


def _file(edition: Edition) -> Place | None:
    """Point at the file of answers."""
    places = [answer.place for answer in edition.answers if answer.place]
    return Place(places[0].file) if places else None


def _named(judgements: Iterable[Judgement]) -> str:
    listed = sorted(judgements, key=lambda each: each.verdict is not Verdict.FAILED)
    named = [f"{each.criterion.id} {each.criterion.name} ({_why(each)})" for each in listed]
    if len(named) > MOST_NAMED:
        return f"{', '.join(named[:MOST_NAMED])} and {len(named) - MOST_NAMED} more"
    return ", ".join(named)


def _why(judged: Judgement) -> str:
    if judged.verdict is Verdict.FAILED and judged.faults:
        more = len(judged.faults) - 1
        others = f", and {more} more" if more else ""
        return f"{judged.faults[0]}{others}"
    return str(judged.verdict)
