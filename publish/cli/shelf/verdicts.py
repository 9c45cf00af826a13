"""What is said of a book that was made anew."""

from __future__ import annotations

from collections.abc import Mapping

from publish.model.finding import Finding, Place, error, notice, warning
from publish.run.fingerprint import difference
from publish.shelf.verify import Fate, Verdict

MOST_PARTS = 8
"""Parts of a toolchain that are named; the rest are counted."""


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Say which parts of a toolchain have changed since; empty where that is not known."""
    return difference(now, before, "{name} {theirs} -> {ours}", MOST_PARTS) if before else ""


def finding_of(verdict: Verdict, *, is_ours: bool) -> Finding | None:
    """Say what is to be said; None where all is as it was.

    SHE-015 other bytes: an error with the toolchain that made the book (`is_ours`), news with
    another. SHE-016 damaged, SHE-017 another source, SHE-018 not to be made.
    """
    place = Place(verdict.name)
    if verdict.fate is Fate.CHANGED:
        outputs = ", ".join(verdict.purposes)
        message = f"made anew it has other bytes ({outputs}), from the stage {verdict.stage} on"
        if is_ours:
            hint = "report it: the same toolchain must make the same bytes"
            return error("SHE-015", message, place, hint)
        return warning("SHE-015", message, place, "publish shelf build makes it anew")
    if verdict.fate is Fate.DAMAGED:
        message = f"{', '.join(verdict.files)}: gone, or not what was made"
        return error("SHE-016", message, place, "publish shelf build --anew makes it again")
    if verdict.fate is Fate.OTHER_SOURCE:
        message = "its source, or what is wanted of it, has changed since it was made"
        return notice("SHE-017", message, place, "publish shelf build makes it anew")
    if verdict.fate is Fate.FAILED:
        why = f"{verdict.why.code} {verdict.why.message}" if verdict.why else "no reason was given"
        hint = verdict.why.hint if verdict.why else ""
        return error("SHE-018", f"it cannot be made any more: {why}", place, hint)
    return None
