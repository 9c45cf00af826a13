"""A place that may be wrong, what it may have to read, and how likely that is."""

from __future__ import annotations

from msgspec import Struct


class Candidate(Struct, frozen=True):
    """A suspected error: `text[start:end]` of the index, and the proposal."""

    kind: str
    """`spelling`, `name`, `doubled word`, `point`, `script`, `joined words`, `hyphen`."""
    start: int
    end: int
    replace: str
    score: float
    """0 to 1: how likely it is an error, so far as the text and the dictionaries tell."""
    reason: str
