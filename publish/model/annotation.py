"""A note to words of the text, for who reads the proof."""

from __future__ import annotations

from msgspec import Struct


class Annotation(Struct, frozen=True):
    """Words, what stands around them in the text as it is set, and what is said of them."""

    words: str
    lead: str
    trail: str
    note: str
    tags: tuple[str, ...] = ()
