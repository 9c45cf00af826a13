"""What the author hears of each erratum."""

from __future__ import annotations

from collections.abc import Container, Iterator

from publish.erratum import Outcome, Resolution
from publish.finding import Finding, error, notice


def report(resolution: Resolution, ids: Container[str | None]) -> Iterator[Finding]:
    """Report an erratum that could not be applied as an error, one that is done as a notice."""
    erratum = resolution.erratum
    quoted = f"{erratum.id} quotes {erratum.find!r}"
    if erratum.at and erratum.at not in ids and resolution.outcome is Outcome.NOT_FOUND:
        message = f"{quoted} inside {erratum.at!r}, which no element has as its xml:id"
        yield error("REV-005", message, erratum.place, "mend `at`, or leave it out")
    elif resolution.outcome is Outcome.NOT_FOUND:
        yield error("REV-002", f"{quoted}, found 0 times", erratum.place, _remedy(resolution))
    elif resolution.outcome is Outcome.AMBIGUOUS:
        where = ", ".join(map(str, resolution.places))
        message = f"{quoted}, found {len(resolution.places)} times: {where}"
        yield error("REV-003", message, erratum.place, "lengthen `before` or `after`, or give `at`")
    elif resolution.outcome is Outcome.OVERLAPPING:
        message = f"{quoted}, which another erratum claims too, at {resolution.places[0]}"
        yield error("REV-004", message, erratum.place, "make one erratum of the two")
    elif resolution.outcome is Outcome.ALREADY_FIXED:
        message = f"{erratum.id}: the text reads {erratum.replace!r} already"
        yield notice("REV-001", message, erratum.place)


def _remedy(resolution: Resolution) -> str:
    if resolution.near:
        return f"the text has {resolution.near!r}; quote the words as they stand there"
    return "quote the words as the text has them, within one paragraph"
