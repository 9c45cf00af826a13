"""The families that the book's own language is set in, for its imprint to name (Chicago 1.20)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from publish.house.fonts import families_that_set
from publish.model.publication import Matter, Part

SAMPLE = 4000
"""Characters of each part that tell."""


def set_in(parts: Iterable[Part], language: str) -> list[str]:
    """Name the families in which the parts of the book's language are set, the chief one first."""
    own = [part for part in parts if part.lang == language]
    body = [part for part in own if part.matter is Matter.BODY] or own
    sample = "".join(_beginning(part) for part in body)
    return [family.name for family in families_that_set(sample, language)]


def _beginning(part: Part) -> str:
    def pieces() -> Iterator[str]:
        length = 0
        for text in map(str, part.body.itertext()):
            yield text
            length += len(text)
            if length > SAMPLE:
                return

    return "".join(pieces())
