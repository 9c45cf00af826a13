"""The characters of a book, and those that none of the fonts which ship can show."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from publish.house.fonts import UNSEEN, Family, families_for
from publish.house.words_kept import text_of
from publish.model.finding import Finding, warning
from publish.model.publication import Medium, Part, Publication

FEW = 6
"""Characters that a finding shows; the others are counted."""


def characters_of(publication: Publication, medium: Medium) -> dict[str, Part]:
    """Map every character that a medium shows to the part in which it stands first."""
    first: dict[str, Part] = {}
    for part in publication.parts_for(medium):
        text = "".join(_texts(part)).encode("utf-8", "surrogatepass")
        others = text.translate(None, "".join(filter(str.isascii, first)).encode())
        for character in set(others.decode("utf-8", "surrogatepass")).difference(first):
            first[character] = part
    return first


def _texts(part: Part) -> Iterator[str]:
    for tree in part.trees():
        yield text_of(tree)
    yield from (note.label for note in part.notes)


def report_missing(first: Mapping[str, Part], face: Family | None = None) -> list[Finding]:
    """Name each character that has no glyph (WRI-053), with the part where it stands first.

    Of a `face` of the book's own WRI-215 tells what it lacks and other fonts have.
    """
    _, missing = families_for(first)
    if face is None or not face.digest:
        return [_missing(character, first[character]) for character in missing]
    lacking = [c for c in sorted(first) if ord(c) not in face.covers() | UNSEEN]
    findings = [
        _missing(character, first[character]) for character in missing if character in lacking
    ]
    lent = [character for character in lacking if character not in missing]
    return [*findings, _lent(face, lent, first[lent[0]])] if lent else findings


def _lent(face: Family, lent: list[str], part: Part) -> Finding:
    shown = ", ".join(f"{character!r}" for character in lent[:FEW])
    more = f" and {len(lent) - FEW} more" if len(lent) > FEW else ""
    message = f"the font {face.name!r} lacks {shown}{more}, which are set in others"
    hint = "look whether they fit, or take a font that has them"
    return warning("WRI-215", message, part.place, hint)


def _missing(character: str, part: Part) -> Finding:
    name = unicodedata.name(character, "a character of private use")
    where = f", first in {part.title!r}" if part.title else ""
    message = f"no font has {character!r} (U+{ord(character):04X}, {name}){where}"
    hint = "it shows as an empty box; write another character or a picture in its place"
    return warning("WRI-053", message, part.place, hint)
