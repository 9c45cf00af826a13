"""The characters of a book, and those that none of the fonts which ship can show."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from publish.house.fonts import families_for
from publish.model.finding import Finding, warning
from publish.model.publication import Medium, Part, Publication


def characters_of(publication: Publication, medium: Medium) -> dict[str, Part]:
    """Map every character that a medium shows to the part in which it stands first."""
    first: dict[str, Part] = {}
    for part in publication.parts_for(medium):
        for text in _texts(part):
            for character in set(text).difference(first):
                first[character] = part
    return first


def _texts(part: Part) -> Iterator[str]:
    for tree in part.trees():
        yield from map(str, tree.itertext())
    yield from (note.label for note in part.notes)


def report_missing(first: Mapping[str, Part]) -> list[Finding]:
    """Name each character that has no glyph (WRI-053), with the part where it stands first."""
    _, missing = families_for(first)
    return [_missing(character, first[character]) for character in missing]


def _missing(character: str, part: Part) -> Finding:
    name = unicodedata.name(character, "a character of private use")
    where = f", first in {part.title!r}" if part.title else ""
    message = f"no font has {character!r} (U+{ord(character):04X}, {name}){where}"
    hint = "it shows as an empty box; write another character or a picture in its place"
    return warning("WRI-053", message, part.place, hint)
