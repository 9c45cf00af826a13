"""What the author hears of each erratum."""

from __future__ import annotations

from collections.abc import Container, Iterator

from publish.model.erratum import Erratum, Outcome, Resolution
from publish.model.finding import Finding, Place, error, notice

NAMED = 9
"""So many places are named in one message."""


def report(resolution: Resolution, ids: Container[str]) -> Iterator[Finding]:
    """Report an erratum that could not be applied as an error, one on the record as a notice."""
    outcome, erratum = resolution.outcome, resolution.erratum
    place = resolution.places[0] if resolution.places else erratum.place
    if outcome is Outcome.NOT_FOUND:
        yield _not_found(resolution, place, ids)
    elif outcome is Outcome.AMBIGUOUS:
        message = f"{_entry(erratum)}, found {resolution.matches} times: {_where(resolution)}"
        hint = "lengthen `before` or `after` until it stands once, or name the element in `at`"
        yield error("REV-003", message, place, hint)
    elif outcome is Outcome.OVERLAPPING:
        message = f"{_entry(erratum)}, found once, where another erratum claims the same words"
        yield error("REV-004", message, place, "make one erratum of the two")
    elif outcome is Outcome.ALREADY_FIXED:
        message = f"{erratum.id}: the text reads {erratum.replace!r} already"
        yield notice("REV-001", message, place)
    elif outcome is not Outcome.APPLIED:
        yield _on_record(resolution, place)


def _entry(erratum: Erratum) -> str:
    where = f" ({erratum.place})" if erratum.place else ""
    return f"{erratum.id}{where} quotes {erratum.find!r}"


def _where(resolution: Resolution) -> str:
    named = [_short(place) for place in resolution.places[:NAMED]]
    rest = resolution.matches - len(named)
    return ", ".join(named) + (f" and {rest} more" if rest > 0 else "")


def _short(place: Place) -> str:
    line = f"line {place.line}" if place.line else place.file
    return f"{line}:{place.column}" if place.column else line


def _not_found(resolution: Resolution, place: Place | None, ids: Container[str]) -> Finding:
    erratum = resolution.erratum
    if erratum.at and erratum.at not in ids:
        message = f"{_entry(erratum)} inside {erratum.at!r}, which no element has as its xml:id"
        return error("REV-005", message, erratum.place, "mend `at`, or leave it out")
    message = f"{_entry(erratum)}, found 0 times"
    if erratum.at:
        message += f" inside {erratum.at!r}"
    if erratum.before or erratum.after:
        message += f" between {erratum.before!r} and {erratum.after!r}"
    hint = "quote the words as the text has them, within one paragraph"
    if resolution.near == erratum.find:
        hint = "the words stand elsewhere; mend `before`, `after` or `at`"
    elif resolution.near:
        at = f" in {resolution.near_place}" if resolution.near_place else ""
        hint = f"the text has {resolution.near!r}{at}; quote the words as they stand there"
    return error("REV-002", message, place, hint)


def _on_record(resolution: Resolution, place: Place | None) -> Finding:
    erratum = resolution.erratum
    message = f"{_entry(erratum)}: {resolution.outcome}, not applied"
    if resolution.matches == 1:
        return notice("REV-006", message, place)
    message += f"; found {resolution.matches} times"
    return notice("REV-006", message, place, "mend the entry before its status becomes verified")
