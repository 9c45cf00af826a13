"""Bind with no-break spaces what a line end must not part."""

from __future__ import annotations

import re
from functools import cache

from publish.document import Document
from publish.edition import Edition
from publish.finding import Finding
from publish.language.typography import Typography
from publish.style.prose import Change, Prose, prose

NO_BREAK = "\u00a0"
NARROW = "\u202f"
INITIALS = re.compile(r"(?<![\w.])(?P<initial>\w)\.(?P<gap> )(?=(?P<next>\w))")
SIGN_AND_NUMBER = re.compile(r"[§¶№](?P<gap> )(?=[\dIVXLC])")
BEFORE_DASH = re.compile(r"(?<=\S)(?P<gap> )(?=– )")
BEFORE_ELLIPSIS = re.compile(r"(?<=\w)(?P<gap> )(?=…)")
UNITS = "kg|g|mg|km|m|cm|mm|ha|l|ml|lb|oz|ft|in|%|‰|°C|°F|°|h|min"
NUMBER_AND_UNIT = re.compile(rf"(?<=\d)(?P<gap> )(?=(?:{UNITS})(?!\w))")
EVERYWHERE = (SIGN_AND_NUMBER, BEFORE_DASH, BEFORE_ELLIPSIS, NUMBER_AND_UNIT)


def bind_spaces(document: Document, edition: Edition) -> list[Finding]:
    """Turn spaces into no-break spaces by the habits of each language; add and drop none."""
    if not edition.style.spaces:
        return []
    for piece in prose(document, edition, re.compile(" ")):
        found: dict[int, str] = {}
        for pattern in EVERYWHERE:
            found.update({match.start("gap"): NO_BREAK for match in pattern.finditer(piece.text)})
        found.update(dict.fromkeys(_between_initials(piece.text), NO_BREAK))
        for start, end, habits in _stretches(piece):
            _by_language(piece.text, start, end, habits, found)
        changes: list[Change] = [(at, at + 1, space) for at, space in found.items()]
        piece.run.edit(changes)
    return []


def _between_initials(text: str) -> list[int]:
    """Find the spaces of `J. R. Smith`; that both letters are capitals no pattern can say."""
    return [
        match.start("gap")
        for match in INITIALS.finditer(text)
        if match["initial"].isupper() and match["next"].isupper()
    ]


def _stretches(piece: Prose) -> list[tuple[int, int, Typography]]:
    """Cut a run where its language changes; most runs are one stretch."""
    stretches: list[tuple[int, int, Typography]] = []
    for segment in piece.run.segments:
        habits = piece.typography(segment.start)
        end = segment.start + len(segment.text)
        if stretches and stretches[-1][2] is habits:
            stretches[-1] = (stretches[-1][0], end, habits)
        else:
            stretches.append((segment.start, end, habits))
    return stretches


def _by_language(
    text: str, start: int, end: int, habits: Typography, found: dict[int, str]
) -> None:
    for pattern, space in _patterns(habits):
        for match in pattern.finditer(text, start, end):
            found[match.start("gap")] = space


@cache
def _patterns(habits: Typography) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Make the language's rules: high punctuation, guillemets, abbreviations, short words."""
    rules: list[tuple[str, str]] = []
    if habits.high:
        rules.append((rf"(?<=\S)(?P<gap> )(?=[{re.escape(habits.high)}])", NARROW))
    if habits.colon:
        rules.append((r"(?<=\S)(?P<gap> )(?=:)", NO_BREAK))
    if habits.guillemets:
        rules.append((r"«(?P<gap> )", NO_BREAK))
        rules.append((r"(?P<gap> )(?=»)", NO_BREAK))
    if habits.abbreviations:
        either = "|".join(re.escape(word) for word in habits.abbreviations)
        rules.append((rf"(?<![\w.])(?:{either})(?P<gap> )(?=[\w])", NO_BREAK))
    if habits.words:
        either = "|".join(re.escape(word) for word in habits.words)
        rules.append((rf"(?<![\w-])(?:{either})(?P<gap> )(?=\w)", NO_BREAK))
    flags = re.IGNORECASE if habits.words and not habits.abbreviations else 0
    return tuple((re.compile(pattern, flags), space) for pattern, space in rules)
