"""Set dashes: doubled hyphens, number ranges, and the edition's choice of em or spaced en."""

from __future__ import annotations

from publish.model.document import Document
from publish.model.edition import Edition
from publish.model.finding import Finding
from publish.model.lazy_pattern import lazy_pattern
from publish.style.text_runs import Change, any_of, prose

HYPHENS = lazy_pattern(r"(?<![-‐–—<!])(?P<left>[ \t]*)(?P<dash>---?)(?P<right>[ \t]*)(?![-‐–—>])")
RANGE = lazy_pattern(r"(?<![\w.,/–-])(\d{1,4})-(\d{1,4})(?![\w/–-])")
MAY_BE_RANGE = lazy_pattern(r"-(?<=\d-)(?=\d)")
SPACED_EN = lazy_pattern(r"(?<=\S)[\s\u00a0\u202f]+–[\s\u00a0\u202f]+(?=\S)")
EM = lazy_pattern(r"(?<=\w)[ \u2009\u200a\u00a0\u202f]?—[ \u2009\u200a]?(?=\w)")


def set_dashes(document: Document, edition: Edition) -> list[Finding]:
    """Set real dashes for hyphens that stand for them (Chicago 6.78 for ranges, 6.85 for breaks).

    `convert` touches only hyphens; `em` also closes up spaced en dashes into em dashes, `en`
    opens em dashes between words into spaced en dashes.
    """
    choice = edition.style.dashes
    if choice == "keep":
        return []
    for piece in prose(document, edition, any_of("-–—")):
        changes = []
        if "--" in piece.text:
            changes += _hyphens(piece.text, choice)
        if MAY_BE_RANGE.search(piece.text):
            changes += _ranges(piece.text)
        if choice == "em" and "–" in piece.text:
            changes += [(m.start(), m.end(), "—") for m in SPACED_EN.finditer(piece.text)]
        elif choice == "en" and "—" in piece.text:
            changes += [(m.start(), m.end(), "\u00a0– ") for m in EM.finditer(piece.text)]
        piece.run.edit(changes)
    return []


def _hyphens(text: str, choice: str) -> list[Change]:
    changes = []
    for match in HYPHENS.finditer(text):
        spaced = bool(match["left"] and match["right"])
        start, end = match.span("dash")
        if choice == "en" or (choice == "convert" and spaced and len(match["dash"]) == 2):
            changes.append((start, end, "–"))
        elif spaced and choice == "em":
            changes.append((match.start(), match.end(), "—"))
        else:
            changes.append((start, end, "—"))
    return changes


def _ranges(text: str) -> list[Change]:
    return [
        (match.end(1), match.start(2), "–")
        for match in RANGE.finditer(text)
        if _is_range(match[1], match[2])
    ]


def _is_range(first: str, last: str) -> bool:
    """Tell 344-349 and 1917-18, which rise, from a telephone number, a score or a date."""
    if len(last) < len(first):
        return len(first) >= 3 and len(last) >= 2 and int(first[-len(last) :]) < int(last)
    grows = len(last) > len(first)
    return int(first) < int(last) and not (grows and len(first) > 2)
