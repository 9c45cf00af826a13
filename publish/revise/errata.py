"""Apply the errata: each finds its one place, or nothing is changed and the author hears why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from publish.document import XML_ID, Document
from publish.edition import Edition
from publish.erratum import Erratum, Outcome, Resolution, Status
from publish.finding import Finding, Place
from publish.revise.choice import choice_id, write_choice
from publish.revise.index import TextIndex, fold, index_text, owner_of
from publish.revise.near import nearest
from publish.revise.reports import report

RECORDED = {
    Status.REPORTED: Outcome.REPORTED,
    Status.HELD: Outcome.HELD,
    Status.REJECTED: Outcome.REJECTED,
}
"""Errata that are kept on the record and not applied."""


@dataclass(slots=True)
class Sought:
    """One erratum and where its quotation was found: beginnings and ends in the index."""

    erratum: Erratum
    spans: list[tuple[int, int]] = field(default_factory=list)
    outcome: Outcome | None = None
    near: str = ""
    place: Place | None = None


def apply_errata(document: Document, edition: Edition) -> list[Finding]:
    """Turn each verified erratum into `choice` with `sic` and `corr`; fill `document.resolutions`.

    A second run changes nothing. Codes: REV-001 already fixed, REV-002 not found, REV-003
    ambiguous, REV-004 overlapping, REV-005 an `at` that no element has.
    """
    document.resolutions = []
    if not document.errata:
        return []
    ids = {e.get(XML_ID): e for e in document.root.iter(etree.Element) if e.get(XML_ID)}
    index = index_text(document.root)
    sought = [_seek(erratum, index, ids) for erratum in document.errata]
    _mark_overlaps(sought)
    places = [_places(each, index, document) for each in sought]
    _apply(sought, index)
    document.resolutions = [
        _resolution(each, found) for each, found in zip(sought, places, strict=True)
    ]
    return [finding for each in document.resolutions for finding in report(each, ids)]


def _seek(erratum: Erratum, index: TextIndex, ids: dict[str | None, etree._Element]) -> Sought:
    sought = Sought(erratum)
    if choice_id(erratum) in ids:
        sought.outcome = Outcome.ALREADY_FIXED
        return sought
    sought.spans = _spans(erratum, erratum.find, index, ids)
    if erratum.status in RECORDED:
        sought.outcome = RECORDED[erratum.status]
    elif len(sought.spans) > 1:
        sought.outcome = Outcome.AMBIGUOUS
    elif not sought.spans:
        _explain_absence(sought, index, ids)
    return sought


def _explain_absence(
    sought: Sought, index: TextIndex, ids: dict[str | None, etree._Element]
) -> None:
    """Tell an erratum that the text has already from one that quotes what is not there."""
    erratum = sought.erratum
    fixed = _spans(erratum, erratum.replace, index, ids) if erratum.replace.strip() else []
    is_placed = bool(erratum.at or erratum.before or erratum.after)
    if len(fixed) == 1 or (fixed and is_placed):
        sought.outcome, sought.spans = Outcome.ALREADY_FIXED, fixed
    else:
        sought.outcome = Outcome.NOT_FOUND
        sought.near = nearest(erratum.find, index)


def _spans(
    erratum: Erratum, words: str, index: TextIndex, ids: dict[str | None, etree._Element]
) -> list[tuple[int, int]]:
    """Find words between the erratum's context and inside its element."""
    before, quoted, after = fold(erratum.before), fold(words), fold(erratum.after)
    around = ids.get(erratum.at) if erratum.at else None
    if erratum.at and around is None:
        return []
    for left, right in (("", ""), (" ", ""), ("", " "), (" ", " ")):
        lead = before + left if before else ""
        trail = right + after if after else ""
        starts = index.find(fold(lead + quoted + trail))
        spans = [(at + len(lead), at + len(lead) + len(quoted)) for at in starts]
        spans = [span for span in spans if around is None or _is_inside(span, around, index)]
        if spans:
            return spans
    return []


def _is_inside(span: tuple[int, int], around: etree._Element, index: TextIndex) -> bool:
    return all(
        around in (owner, *owner.iterancestors())
        for owner in (owner_of(piece.segment) for piece in index.pieces_of(*span))
    )


def _mark_overlaps(sought: Iterable[Sought]) -> None:
    """Find errata that claim the same words; none of them is applied."""
    alone = [each for each in sought if each.outcome is None]
    alone.sort(key=lambda each: each.spans[0])
    furthest: Sought | None = None
    for each in alone:
        if furthest is not None and each.spans[0][0] < furthest.spans[0][1]:
            each.outcome = furthest.outcome = Outcome.OVERLAPPING
        if furthest is None or each.spans[0][1] > furthest.spans[0][1]:
            furthest = each


def _places(sought: Sought, index: TextIndex, document: Document) -> tuple[Place, ...]:
    return tuple(document.place(index.owner(start)) for start, _ in sought.spans[:9])


def _apply(sought: list[Sought], index: TextIndex) -> None:
    """Write the corrections from the last to the first, so that offsets hold."""
    ready = [each for each in sought if each.outcome is None]
    for each in sorted(ready, key=lambda one: one.spans[0], reverse=True):
        start, end = each.spans[0]
        write_choice(each.erratum, index.pieces_of(start, end), index.text[start:end])
        each.outcome = Outcome.APPLIED


def _resolution(sought: Sought, places: tuple[Place, ...]) -> Resolution:
    outcome = sought.outcome or Outcome.NOT_FOUND
    target = choice_id(sought.erratum) if outcome is Outcome.APPLIED else ""
    return Resolution(sought.erratum, outcome, places, target, sought.near)
