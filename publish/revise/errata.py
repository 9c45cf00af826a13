"""Apply the errata: each finds its one place, or nothing is changed and the author hears why."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree
from msgspec import Struct, field

from publish.model.document import XML_ID, Document
from publish.model.edition import Edition
from publish.model.erratum import Erratum, Outcome, Resolution, Status
from publish.model.finding import Finding, Place
from publish.model.word_places import WordPlaces
from publish.revise.choice import Marks, write_choice
from publish.revise.index import TextIndex
from publish.revise.indexing import index_text
from publish.revise.matching import Elements, Match, find_matches, reads_already, stands_alone
from publish.revise.near import Near, nearest
from publish.revise.reports import report

RECORDED = {
    Status.REPORTED: Outcome.REPORTED,
    Status.HELD: Outcome.HELD,
    Status.REJECTED: Outcome.REJECTED,
}
"""Errata that are kept on the record and not applied."""

NAMED = 50
"""So many places of one quotation are named; all are counted."""

HINTS = 500
"""For so many quotations that are not found the nearest words are looked up: 1 ms each."""


class Sought(Struct):
    """One erratum, and where its quotation was found."""

    erratum: Erratum
    matches: list[Match] = field(default_factory=list)
    outcome: Outcome | None = None
    near: Near | None = None
    target: str = ""
    """The xml:id of its `choice`."""
    places: tuple[Place, ...] = ()


def apply_errata(document: Document, edition: Edition) -> list[Finding]:
    """Turn each verified erratum into `choice` with `sic` and `corr`; fill `document.resolutions`.

    A second run changes nothing. Codes: REV-001 already fixed, REV-002 not found, REV-003
    ambiguous, REV-004 overlapping, REV-005 an `at` that no element has, REV-006 on the record and
    not applied.
    """
    document.resolutions = []
    if not document.errata:
        return []
    elements = elements_by_id(document.root)
    marks = Marks.of(document.errata, elements)
    indexes = index_text(document.root)
    sought = [_seek(erratum, indexes, elements, marks) for erratum in document.errata]
    _mark_overlaps(sought)
    _find_nearest(sought, indexes[0])
    places = WordPlaces(document)
    for each in sought:
        each.places = _places(each, elements, places)
    _apply(sought, marks)
    document.resolutions = [_resolution(each, document) for each in sought]
    return [finding for each in document.resolutions for finding in report(each, elements)]


def elements_by_id(root: etree._Element) -> dict[str, etree._Element]:
    """Map the xml:id of every element that has one to it; the first of two that share one."""
    found: dict[str, etree._Element] = {}
    for element in root.iter(etree.Element):
        identifier = element.get(XML_ID)
        if identifier:
            found.setdefault(identifier, element)
    return found


def _seek(erratum: Erratum, indexes: list[TextIndex], elements: Elements, marks: Marks) -> Sought:
    sought = Sought(erratum)
    if marks.has(erratum):
        sought.outcome, sought.target = Outcome.ALREADY_FIXED, marks.id_of(erratum)
        return sought
    sought.matches = find_matches(erratum, erratum.find, indexes, elements)
    if erratum.status in RECORDED:
        sought.outcome = RECORDED[erratum.status]
    elif not sought.matches:
        _explain_absence(sought, indexes, elements)
    elif all(reads_already(each, erratum.find, erratum.replace) for each in sought.matches):
        is_one = len(sought.matches) == 1
        sought.outcome = Outcome.ALREADY_FIXED if is_one else Outcome.AMBIGUOUS
    elif len(sought.matches) > 1:
        sought.outcome = Outcome.AMBIGUOUS
    return sought


def _explain_absence(sought: Sought, indexes: list[TextIndex], elements: Elements) -> None:
    """Tell an erratum that the text has already from one that quotes what is not there."""
    erratum = sought.erratum
    is_bound = bool(erratum.before and erratum.after)
    fixed = []
    if erratum.replace.strip() or is_bound:
        fixed = find_matches(erratum, erratum.replace, indexes, elements)
        fixed = [match for match in fixed if stands_alone(match)]
    is_placed = bool(erratum.at or erratum.before or erratum.after)
    if len(fixed) == 1 or (fixed and is_placed):
        sought.outcome, sought.matches = Outcome.ALREADY_FIXED, fixed
    else:
        sought.outcome = Outcome.NOT_FOUND


def _mark_overlaps(sought: Iterable[Sought]) -> None:
    """Find errata that claim the same words; none of them is applied."""
    alone = [(*each.matches[0].span, each) for each in sought if each.outcome is None]
    alone.sort(key=lambda claim: claim[:2])
    last: Sought | None = None
    furthest = 0
    for start, end, each in alone:
        if last is not None and start < furthest:
            each.outcome = last.outcome = Outcome.OVERLAPPING
        if last is None or end > furthest:
            last, furthest = each, end


def _find_nearest(sought: Iterable[Sought], index: TextIndex) -> None:
    lost = [each for each in sought if each.outcome is Outcome.NOT_FOUND]
    for each in lost[:HINTS]:
        each.near = nearest(each.erratum.find, index)


def _places(sought: Sought, elements: Elements, places: WordPlaces) -> tuple[Place, ...]:
    """Name where the quotation stands; for one that is lost, where it should have stood."""
    document = places.document
    if sought.target:
        return (document.place(elements[sought.target]),)
    if not sought.matches and sought.erratum.at in elements:
        return (document.place(elements[sought.erratum.at]),)
    return tuple(match.place(places) for match in sought.matches[:NAMED])


def _apply(sought: list[Sought], marks: Marks) -> None:
    """Write the corrections from the last to the first, so that offsets hold."""
    ready = [(each.matches[0].span, each) for each in sought if each.outcome is None]
    for _, each in sorted(ready, key=lambda claim: claim[0], reverse=True):
        each.target = marks.id_of(each.erratum)
        write_choice(each.erratum, each.target, each.matches[0])
        each.outcome = Outcome.APPLIED


def _resolution(sought: Sought, document: Document) -> Resolution:
    return Resolution(
        sought.erratum,
        sought.outcome or Outcome.NOT_FOUND,
        sought.places,
        sought.target,
        near=sought.near.words if sought.near else "",
        near_place=document.place(sought.near.element) if sought.near else None,
        matches=len(sought.matches),
    )
