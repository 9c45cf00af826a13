"""Bind with no-break spaces what a line end must not part."""

from __future__ import annotations

import re
from functools import cache

from publish.house.language.typography import Typography
from publish.model.document import Document
from publish.model.edition import Edition
from publish.model.finding import Finding
from publish.model.lazy_pattern import lazy_pattern
from publish.style.closing import close_up
from publish.style.text_runs import Change, Prose, prose

NO_BREAK = "\u00a0"
NARROW = "\u202f"
POINT = lazy_pattern(r"\. (?=\w)(?<=(?<![\w.])\S\. )")
"""The end of a word of one letter: what is before the point is looked at behind its space."""
SIGN_AND_NUMBER = r"(?<=[§¶№] )(?=[\dIVXLC])"
BEFORE_DASH = r"(?<=\S )(?=– )"
BEFORE_ELLIPSIS = r"(?<=\w )(?=…)"
BEFORE_DANDA = r"(?<=\S )(?=[|\u2016\u0964\u0965])"
"""The strokes at the end of a verse or sentence of India; a line may end behind them."""
UNITS = "kg|g|mg|km|m|cm|mm|ha|l|ml|lb|oz|ft|in|%|‰|°C|°F|°|h|min"
NUMBER_AND_UNIT = rf"(?<=\d )(?=(?:{UNITS})(?!\w))"
_CLOSING = lazy_pattern(r"[,.;:!?)\]”’“‘(\[](?:(?<=\s[,.;:!?)\]”’“‘])|(?<=[(\[])\s)")
"""It begins with the mark, of which there are fewer than spaces."""
EVERYWHERE = lazy_pattern(
    rf" (?:(?<=[§¶№\d] )(?:{SIGN_AND_NUMBER}|{NUMBER_AND_UNIT})"
    rf"|(?=[–…|\u2016\u0964\u0965])(?:{BEFORE_DASH}|{BEFORE_ELLIPSIS}|{BEFORE_DANDA}))"
)
"""It begins with the space itself, which is searched for a good deal faster than what is around;
most spaces have no such sign on either side."""


def bind_spaces(document: Document, edition: Edition) -> list[Finding]:
    """Turn spaces into no-break spaces by the habits of each language; add none.

    Dropped are those that no language sets, before a comma behind markup (`closing.py`).

    Of the author's own no-break spaces those before high marks become narrow: the others are as
    wide as words are set apart, and stretch with a justified line.
    """
    if not edition.style.spaces:
        return []
    for found_piece in prose(document, edition, _may_have_spaces):
        piece = _closed_up(found_piece)
        found = {match.start(): NO_BREAK for match in EVERYWHERE.finditer(piece.text)}
        found.update(dict.fromkeys(_between_initials(piece.text), NO_BREAK))
        for start, end, habits in _stretches(piece):
            _by_language(piece.text, start, end, habits, found)
        changes: list[Change] = [(at, at + 1, space) for at, space in found.items()]
        piece.run.edit(changes)
    return []


def _may_have_spaces(text: str) -> bool:
    return " " in text or _CLOSING.search(text) is not None


def _closed_up(piece: Prose) -> Prose:
    """Drop the spaces that no language sets, and return the run as it is then."""
    dropped = close_up(piece) if _CLOSING.search(piece.run.text) else []
    if not dropped:
        return piece
    piece.run.edit(dropped)
    return piece.renewed()


def _between_initials(text: str) -> list[int]:
    """Find the spaces of `J. R. Smith`; that both letters are capitals no pattern can say."""
    return [
        at + 1
        for at in (match.start() for match in POINT.finditer(text))
        if text[at + 2].isupper() and text[at - 1].isupper()
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
        for match in pattern.finditer(text, max(0, start - 1), end):
            if match.start("gap") >= start:
                found[match.start("gap")] = space


@cache
def _patterns(habits: Typography) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Make the language's rules: high punctuation, guillemets, abbreviations, short words."""
    rules: list[tuple[str, str]] = []
    if habits.spaced_before:
        gap = rf"(?P<gap>[ {NO_BREAK}])(?<=\S[ {NO_BREAK}])"
        rules.append((rf"{gap}(?=[{re.escape(habits.spaced_before)}])", NARROW))
    if habits.colon:
        rules.append((r"(?<=\S)(?P<gap> )(?=:)", NO_BREAK))
    if habits.guillemets:
        rules.append((r"«(?P<gap> )", NO_BREAK))
        rules.append((r"(?P<gap> )(?=»)", NO_BREAK))
    if habits.abbreviations:
        rules.append((_behind(habits.abbreviations, r"[\w.]"), NO_BREAK))
    patterns = [(re.compile(pattern), space) for pattern, space in rules]
    if habits.never_at_line_end:  # capitals, too, as at the begin of what is said
        short = _behind(habits.never_at_line_end, r"[\w-]")
        patterns.append((re.compile(short, re.IGNORECASE), NO_BREAK))
    return tuple(patterns)


def _behind(words: tuple[str, ...], inside: str) -> str:
    """Write a rule for the space behind any of these words, unless they are `inside` a longer one.

    It looks at the space first, which is far faster than to look for the words; where all of them
    end in a point, at both.
    """
    ends = sorted({re.escape(word[-1]) for word in words})
    gap = rf"{ends[0]}(?P<gap> )" if len(ends) == 1 else rf"(?P<gap> )(?<=[{''.join(ends)}] )"
    either = "|".join(rf"(?<=(?<!{inside}){re.escape(word)} )" for word in words)
    return rf"{gap}(?=\w)(?:{either})"
