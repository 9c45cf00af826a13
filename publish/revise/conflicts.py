"""New errata held against those on record: what says the same again, and what says otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from publish.model.document import Document
from publish.model.erratum import Erratum, Status
from publish.model.finding import Finding, error
from publish.revise.errata import elements_by_id
from publish.revise.index import TextIndex, fold
from publish.revise.indexing import index_text
from publish.revise.matching import Elements, Match, find_matches


class _Claim(Struct, frozen=True):
    erratum: Erratum
    match: Match
    span: tuple[int, int]


class Claims:
    """The words that the errata on record claim, and those that new ones do."""

    def __init__(self, document: Document, errata: Iterable[Erratum]) -> None:
        """Find the places of the errata on record in the source, nothing applied."""
        self._indexes: list[TextIndex] = index_text(document.root)
        self._elements: Elements = elements_by_id(document.root)
        self._claims: list[_Claim] = []
        for erratum in errata:
            self.add(erratum)

    def add(self, erratum: Erratum) -> None:
        """Take an erratum up, where its words stand in one place."""
        match = self._match(erratum)
        if match is not None:
            self._claims.append(_Claim(erratum, match, match.span))

    def finding(self, erratum: Erratum) -> Finding | None:
        """Tell what on record stands against a new erratum; None where nothing does.

        Codes: REV-015 the same is on record, whatever its status; REV-016 these words are to read
        otherwise by another that is not rejected.
        """
        match = self._match(erratum)
        if match is None:
            return None
        span = match.span
        for claim in self._claims:
            if not _overlap(claim.span, span):
                continue
            if _is_open(erratum) or _is_open(claim.erratum):
                is_same = claim.span == span and claim.erratum.note == erratum.note
                if _is_open(erratum) and is_same:
                    return _repeated(erratum, claim.erratum)
                continue
            if _result(claim.match, claim.erratum, match) == _result(match, erratum, claim.match):
                return _repeated(erratum, claim.erratum)
            if claim.erratum.status is not Status.REJECTED:
                return _contradicted(erratum, claim.erratum)
        return None

    def _match(self, erratum: Erratum) -> Match | None:
        found = find_matches(erratum, erratum.find, self._indexes, self._elements)
        return found[0] if len(found) == 1 else None


def _is_open(erratum: Erratum) -> bool:
    """Return whether it only points at words, as a reader's mark does, and claims nothing yet."""
    return fold(erratum.find) == fold(erratum.replace)


def _repeated(erratum: Erratum, other: Erratum) -> Finding:
    message = f"{erratum.find!r} -> {erratum.replace!r} is on record: {_name(other)}"
    why = f": {other.reason}" if other.reason else ""
    hint = f"publish errata list tells what became of {other.id}{why}" if other.id else ""
    return error("REV-015", message + _unheard(erratum, other), other.place, hint)


def _contradicted(erratum: Erratum, other: Erratum) -> Finding:
    message = (
        f"{erratum.find!r} -> {erratum.replace!r}: by {_name(other)} these words are to read "
        f"{other.replace!r}"
    )
    hint = f"publish errata edit {other.id}, or reject it first" if other.id else "choose one"
    return error("REV-016", message + _unheard(erratum, other), other.place, hint)


def _name(erratum: Erratum) -> str:
    return f"{erratum.id} ({erratum.status})" if erratum.id else "another that comes in with it"


def _unheard(erratum: Erratum, other: Erratum) -> str:
    """Keep what a reader wrote to an entry that is not taken."""
    is_said = not erratum.note or erratum.note == other.note
    return "" if is_said else f"; the reader wrote: {erratum.note!r}"


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _result(match: Match, erratum: Erratum, other: Match) -> str:
    """Read the stretch that two errata claim as one of them has it."""
    start, end = min(match.start, other.start), max(match.end, other.end)
    text = match.index.text
    return fold(text[start : match.start] + erratum.replace + text[match.end : end])
