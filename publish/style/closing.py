"""Close up a space that no language sets: before a comma, a point, a closing quotation mark.

Transcriptions leave it behind markup, `<hi>nil</hi> ,` and `<hi>that?</hi> "`, and editors that
indent markup inside it, `<hi>nil </hi>,` and `[ <date>1798</date> ]`; between plain words it may be
the author's, and stays.
"""

from __future__ import annotations

from bisect import bisect_left

from publish.house.language.typography import Typography
from publish.model.document import INLINE, Segment, local_name
from publish.model.lazy_pattern import lazy_pattern
from publish.style.text_runs import Change, Prose

_POINT = lazy_pattern(r"(?<=\S)\s+([,;:!?)\]]|\.(?!\s?\.))(?!\d)")
_OPENING = lazy_pattern(r"[(\[](\s+)(?=[^\s)\]])")
_NO_PHRASES = frozenset("lb pb cb gb gap space note anchor fw milestone formula".split())
_MARK = lazy_pattern(r"\s(?<=\S\s)\s*([”’“‘])")
_SAYING = frozenset("ptr ref g biblScope citedRange date".split())
"""Elements that say what their attributes do; a `date` does in a reference."""

_AFTER = lazy_pattern(r"[\s.,;:!?)\]”’»“]|$")


def close_up(piece: Prose) -> list[Change]:
    """List the spaces of a run that go; one before an element that says its attributes stays."""
    found = _before_points(piece) | _behind_brackets(piece) | _before_marks(piece)
    segments = piece.run.segments if found else ()
    empty = [segment.start for segment in segments if _is_behind_nothing(segment)]
    return [(start, end, "") for start, end in sorted(found) if not _lies_in(empty, start + 1, end)]


def _is_behind_nothing(segment: Segment) -> bool:
    """Return whether text stands behind a `ptr` or the like, whose attributes will be words."""
    element = segment.element
    is_saying = segment.is_tail and local_name(element) in _SAYING
    if not is_saying or any(map(str.strip, map(str, element.itertext()))):
        return False
    is_date = local_name(element) == "date"
    return not is_date or next(element.iterancestors("{*}bibl", "{*}biblStruct"), None) is not None


def _before_points(piece: Prose) -> set[tuple[int, int]]:
    ends = [segment.start for segment in piece.run.segments if _is_behind_phrase(segment)]
    return {
        (match.start(), match.start(1))
        for match in (_POINT.finditer(piece.text) if ends else ())
        if _lies_in(ends, match.start(), match.start(1))
        and not _is_high(match[1], piece.typography(match.start(1)))
    }


def _behind_brackets(piece: Prose) -> set[tuple[int, int]]:
    ends = [segment.start for segment in piece.run.segments if _is_at_phrase(segment)]
    return {
        match.span(1)
        for match in (_OPENING.finditer(piece.text) if ends else ())
        if _lies_in(ends, *match.span(1))
    }


def _lies_in(places: list[int], start: int, end: int) -> bool:
    """Return whether one of the places, which are in order, is between two, both included."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] <= end


def _is_at_phrase(segment: Segment) -> bool:
    begins = not segment.is_tail and segment.start > 0
    return _is_behind_phrase(segment) or (begins and local_name(segment.element) in INLINE)


def _is_behind_phrase(segment: Segment) -> bool:
    name = local_name(segment.element)
    return segment.is_tail and segment.start > 0 and name in INLINE - _NO_PHRASES


def _is_high(mark: str, habits: Typography) -> bool:
    """Return whether the language has a space before a mark."""
    return mark in habits.spaced_before or (mark == ":" and habits.colon)


def _before_marks(piece: Prose) -> set[tuple[int, int]]:
    found = set()
    for match in _MARK.finditer(piece.text):
        habits = piece.typography(match.start(1))
        closing = habits.quotes[1:2] if match.end() < len(piece.text) else habits.quotes[1:4:2]
        if habits.guillemets or match[1] not in closing or match[1] in habits.quotes[:4:2]:
            continue
        if _AFTER.match(piece.text, match.end()):
            found.add((match.start(), match.start(1)))
    return found
