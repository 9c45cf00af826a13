"""Make entries for the errata file: their places, their context, their ids."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from publish.model.document import Document
from publish.model.erratum import Erratum, Kind
from publish.model.finding import Place
from publish.model.word_places import WordPlaces
from publish.revise.anchoring import anchor
from publish.revise.errata import elements_by_id
from publish.revise.index import APART, TextIndex
from publish.revise.indexing import index_text
from publish.revise.matching import Elements, Match, find_matches
from publish.revise.near import nearest

AROUND = 40


class Occurrence(Struct, frozen=True):
    """One place at which a new erratum may be meant, and the entry that means just this one."""

    erratum: Erratum
    place: Place
    lead: str
    trail: str
    span: tuple[int, int]
    """Where it stands, in characters of the document."""
    is_unique: bool
    """Whether the entry's context tells the place from all others."""


class Finder:
    """Finds places of new errata in a document, whose text is indexed for the first of them."""

    def __init__(self, document: Document) -> None:
        """Take the source, with nothing applied."""
        self._root = document.root
        self._places = WordPlaces(document)

    @cached_property
    def _indexes(self) -> list[TextIndex]:
        return index_text(self._root)

    @cached_property
    def _elements(self) -> Elements:
        return elements_by_id(self._root)

    def occurrences(self, erratum: Erratum) -> list[Occurrence]:
        """Find every place of a new erratum's quotation, each with an entry that is unique."""
        found = find_matches(erratum, erratum.find, self._indexes, self._elements)
        return [self._occurrence(erratum, match) for match in found]

    def _occurrence(self, erratum: Erratum, match: Match) -> Occurrence:
        text, start, end = match.index.text, match.start, match.end
        chosen = anchor(match.index, start, end)
        entry = erratum
        if chosen is not None and not (erratum.at or erratum.before or erratum.after):
            entry = replace(erratum, at=chosen.at, before=chosen.before, after=chosen.after)
        first = max(text.rfind(APART, 0, start) + 1, start - AROUND)
        last = min(text.find(APART, end), end + AROUND)
        lead, trail = text[first:start], text[end:last]
        place = match.place(self._places)
        return Occurrence(entry, place, lead, trail, match.span, chosen is not None)


def nearest_words(document: Document, quotation: str) -> str:
    """Offer what the text has in place of a quotation that it has not."""
    near = nearest(quotation, index_text(document.root)[0])
    return near.words if near else ""


def next_ids(taken: Iterable[str]) -> Iterable[str]:
    """Yield free ids in the form of the last one taken: `E012` after `E011`."""
    taken = list(taken)
    prefix, width, number = "E", 3, 0
    for name in taken:
        match = re.fullmatch(r"(\D*)(\d+)", name)
        if match:
            prefix, width = match[1], len(match[2])
            number = max(number, int(match[2]))
    while True:
        number += 1
        name = f"{prefix}{number:0{width}}"
        if name not in taken:
            yield name


def numbered(errata: Iterable[Erratum], taken: Iterable[str] = ()) -> list[Erratum]:
    """Return the next free ids to the errata that have none, or one that is taken."""
    errata, taken = list(errata), set(taken)
    errata = [replace(each, id="") if each.id in taken else each for each in errata]
    ids = iter(next_ids([*taken, *(each.id for each in errata if each.id)]))
    return [each if each.id else replace(each, id=next(ids)) for each in errata]


def kind_of(certain: str) -> Kind:
    """Read a kind of error that another format names."""
    return Kind(certain) if certain in set(Kind) else Kind.TRANSCRIPTION
