"""Readers' marks into errata that are reported: each found in the manuscript, or told."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from publish.model.erratum import Erratum
from publish.model.lazy_pattern import lazy_pattern
from publish.revise.anchoring import anchor
from publish.revise.index import WORD, as_read
from publish.revise.marks.locations import Span, rising
from publish.revise.marks.mark import Mark
from publish.revise.matching import Match
from publish.revise.reader_text import ReaderText, fold_letters

LIKE = 0.6
"""How much of two words' letters agree where one is a slip of the other."""
NEAR = 300
"""Characters by which a device's measure of the book may be wrong."""
SAYS = lazy_pattern(
    r"(?:\b(?:should (?:be|read)|read|recte|correct|instead|lies|muss|sollte|lire|léase|leggi)\b"
    r"\s*:?|->|→|=>)\s*[\"“„«]?(?P<new>[^\"”“»]+?)[\"”“»]?[.!]?\s*$",
    re.IGNORECASE,
)
"""A note that says what the words are to read."""


class Filed(Struct, frozen=True):
    """A mark, and the places in the manuscript that it may mean: one is sure."""

    mark: Mark
    places: tuple[Match, ...]

    @property
    def is_sure(self) -> bool:
        """Return whether there is just one place."""
        return len(self.places) == 1


def file_marks(marks: Sequence[Mark], reader: ReaderText) -> list[Filed]:
    """Find marks in the text, by their words, by what stands around them, by their order.

    Where the device says how its marks follow one another, a mark whose words stand in several
    places is sure if just one of them lies between its sure neighbours.
    """
    filed = [_find(mark, reader) for mark in marks]
    sure = sorted(
        (each.mark.order, (each.places[0].start, each.places[0].end))
        for each in filed
        if each.is_sure and each.mark.order and len(fold_letters(each.mark.words)) > 12
    )
    kept = rising(sure)
    return [each if each.is_sure else _between(each, kept) for each in filed]


def _find(mark: Mark, reader: ReaderText) -> Filed:
    contexts = mark.contexts or ((mark.lead, mark.trail),)
    spans = {span for around in contexts for span in reader.find(mark.words, *around)}
    return Filed(mark, tuple(Match(reader.index, *span) for span in sorted(spans)))


def _between(filed: Filed, sure: list[tuple[tuple[float, ...], Span]]) -> Filed:
    """Leave of several places those between the mark's sure neighbours, if any is there."""
    if not (filed.mark.order and sure and filed.places):
        return filed
    orders = [order for order, _ in sure]
    left = bisect_left(orders, filed.mark.order)
    right = bisect_right(orders, filed.mark.order)
    first = sure[left - 1][1][0] if left else -1
    last = sure[right][1][0] if right < len(sure) else len(filed.places[0].index.text)
    inside = tuple(each for each in filed.places if first <= each.start <= last)
    if len(inside) > 1 and len(filed.mark.order) == 1 and 0 < left <= right < len(sure):
        inside = _nearest(inside, filed.mark.order[0], sure[left - 1], sure[right])
    return Filed(filed.mark, inside) if inside else filed


def _nearest(
    places: tuple[Match, ...],
    order: float,
    before: tuple[tuple[float, ...], Span],
    behind: tuple[tuple[float, ...], Span],
) -> tuple[Match, ...]:
    """Choose the place at which a device's even measure of the book has the mark.

    It must be near, and no other of the places anywhere near it.
    """
    (first,), (start, _) = before
    (last,), (end, _) = behind
    wanted = start + (end - start) * (order - first) / (last - first)
    ranked = sorted(places, key=lambda each: abs(each.start - wanted))
    nearest, second = (abs(each.start - wanted) for each in ranked[:2])
    return (ranked[0],) if nearest < NEAR and second > 2 * NEAR + nearest else places


def as_erratum(mark: Mark, match: Match) -> Erratum:
    """Make an entry, to be verified by an editor; without a proposal it changes nothing."""
    text = match.index.text
    find, replace = match.words, ""
    start, end = match.start, match.end
    proposal = _proposal(mark.note, find)
    if proposal is not None:
        find, replace, offset = proposal
        start += offset
        end = start + len(find)
    chosen = anchor(match.index, start, end)
    lead = " ".join(as_read(text[max(0, start - 20) : start]).split())
    said = [mark.device, mark.chapter, lead if chosen is None else ""]
    return Erratum(
        id="",
        find=find,
        replace=replace or find,
        at=chosen.at if chosen else "",
        before=chosen.before if chosen else "",
        after=chosen.after if chosen else "",
        date=mark.date,
        source=", ".join(filter(None, said)),
        note=mark.note,
    )


def _proposal(note: str, words: str) -> tuple[str, str, int] | None:
    """Read from a note what some words are to read: the words, the new ones, where they begin."""
    note = note.strip()
    if not note or note.endswith("?"):
        return None
    said = SAYS.search(note)
    new = said["new"].strip() if said else note
    if len(new.split()) > len(words.split()) + 3:
        return None
    if _is_like(new, words) or (said and len(words.split()) == 1):
        return (words, new, 0) if new != words else None
    if len(new.split()) == 1:
        slips = [each for each in WORD.finditer(words) if _is_like(new, each[0]) and each[0] != new]
        if len(slips) == 1:
            return slips[0][0], new, slips[0].start()
    return None


def _is_like(one: str, other: str) -> bool:
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio() >= LIKE
