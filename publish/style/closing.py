"""Close up a space that no language sets: before a comma, a point, a closing quotation mark.

Transcriptions leave it behind markup, `<hi>nil</hi> ,` and `<hi>that?</hi> "`; between plain words
it may be the author's, and stays.
"""

from __future__ import annotations

import re

from publish.house.language.typography import Typography
from publish.model.document import INLINE, Segment, local_name
from publish.style.text_runs import Change, Prose

_POINT = re.compile(r"\s+([,;:!?)\]]|\.(?!\s?\.))(?!\d)")
_NO_PHRASES = frozenset("lb pb cb gb gap space note anchor fw milestone formula".split())
_AFTER = re.compile(r"[\s.,;:!?)\]”’»“]|$")


def close_up(piece: Prose) -> list[Change]:
    """List the spaces of a run that go."""
    found = _before_points(piece) | _before_marks(piece)
    return [(start, end, "") for start, end in sorted(found)]


def _before_points(piece: Prose) -> set[tuple[int, int]]:
    found = set()
    for segment in piece.run.segments:
        match = _POINT.match(segment.text) if _is_behind_phrase(segment) else None
        if match is None or piece.text[segment.start - 1 : segment.start].isspace():
            continue
        at = segment.start + match.start(1)
        if not _is_high(match[1], piece.typography(at)):
            found.add((segment.start, at))
    return found


def _is_behind_phrase(segment: Segment) -> bool:
    name = local_name(segment.element)
    return segment.is_tail and segment.start > 0 and name in INLINE - _NO_PHRASES


def _is_high(mark: str, habits: Typography) -> bool:
    """Return whether the language has a space before a mark."""
    return mark in habits.spaced_before or (mark == ":" and habits.colon)


def _before_marks(piece: Prose) -> set[tuple[int, int]]:
    found = set()
    for match in re.finditer(r"(?<=\S)\s+([”’“‘])", piece.text):
        habits = piece.typography(match.start(1))
        closing = habits.quotes[1:2] if match.end() < len(piece.text) else habits.quotes[1:4:2]
        if habits.guillemets or match[1] not in closing or match[1] in habits.quotes[:4:2]:
            continue
        if _AFTER.match(piece.text, match.end()):
            found.add((match.start(), match.start(1)))
    return found
