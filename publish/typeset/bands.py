"""Which band of an apparatus at the foot of the page an entry or note belongs to, and its passage.

The words of `@type` that tell are in `apparatus_bands.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, islice
from pathlib import Path

import tomli
from lxml import etree
from msgspec import Struct

from publish.model.document import local_name, tei
from publish.model.edition import Edition
from publish.model.publication import Passage
from publish.model.text_kind import TextKind
from publish.typeset.note_targets import locations_in
from publish.typeset.placed_lists import passage_of_list
from publish.typeset.readings import chosen_of, words_of
from publish.typeset.render import Typesetter
from publish.typeset.sigla import sign_markup
from publish.typeset.stanza_numbers import poem_of, stanza_of
from publish.typeset.survey import Survey

FEWEST = 10
"""Entries of an edition that is set as editions are, where nobody says how."""

_VARIANTS = "variants"
LONGEST_NUMBER = 12
"""Characters; a longer @n is a name of a machine's, and no number that a text is cited by."""

_KEYED = frozenset("div p ab seg l lg sp".split()) | {f"div{n}" for n in range(1, 8)}
"""Elements that texts are cited by, by their `@n`."""


class _Band(Struct, frozen=True):
    number: int
    takes_notes: bool


@cache
def _bands() -> dict[str, _Band]:
    table = tomli.loads(Path(__file__).with_name("apparatus_bands.toml").read_text("utf-8"))
    found: dict[str, _Band] = {}
    for number, band in enumerate(table["band"], start=1):
        made = _Band(number, band["takes_notes"])
        found |= {word: made for word in (band["name"], *band["types"])}
    return found


def has_bands(edition: Edition, kind: TextKind, seen: Survey) -> bool:
    """Return whether a book's apparatus stands at the foot of the page, without marks."""
    asked = edition.text.apparatus
    if asked != "auto":
        return asked == "foot"
    entries = (entry for text in (*seen.texts, *seen.standoff) for entry in text.iter(tei("app")))
    return kind is TextKind.CRITICAL_EDITION and len(list(islice(entries, FEWEST))) == FEWEST


def passage_of(note: etree._Element, typesetter: Typesetter) -> Passage | None:
    """Return what an entry or note of a band is on; None for a note that a mark calls."""
    if not typesetter.book.has_bands:
        return None
    band = _band_of(note)
    if band is None:
        return None
    chosen = chosen_of(note) if local_name(note) == "app" else None
    at = typesetter.book.note_plan.moved.get(note)
    at = _passage_around(note) if at is None else at
    verses = _verses(at, chosen)
    numbers = [_named(verse) for verse in verses[:1] + verses[-1:] if _cited(verse)]
    located = locations_in(note.get("loc") or "")
    if numbers and len(located) > 1:
        numbers = [number.rpartition(".")[2] for number in located]
    return Passage(
        band.number,
        typesetter.walk.begins.get(note, ""),
        words_of(chosen) if chosen is not None else "",
        (note.get("loc") or "").strip() or _key_of(at, list(map(_cited, verses[:1]))),
        "–".join(dict.fromkeys(numbers)),
        tuple(
            ("" if witness.is_there else "-") + sign_markup(witness.key, typesetter)
            for witness in typesetter.book.presence.get(note, ())
        ),
    )


def _passage_around(note: etree._Element) -> etree._Element:
    """Return where a note or entry stands: of one in a list, the passage that the list is on."""
    around = note.getparent()
    is_listed = around is not None and local_name(around) == "listApp"
    passage = passage_of_list(around) if is_listed and around is not None else None
    return note if passage is None else passage


def _verses(at: etree._Element, chosen: etree._Element | None) -> list[etree._Element]:
    """List the verses that a place is in, or that a lemma holds.

    What stands between verses is on one that a witness adds there, or on the one before.
    """
    around = [e for e in (at, *at.iterancestors()) if local_name(e) == "l"]
    inside = [] if chosen is None else [e for e in chosen.iter() if local_name(e) == "l"]
    if around or inside or local_name(at) != "app":
        return around[:1] or inside
    before = chain.from_iterable(map(_verses_from_end, _siblings_before(at)))
    return list(islice(filter(_cited, chain(at.iter(tei("l")), before)), 1))


def _siblings_before(at: etree._Element) -> Iterator[etree._Element]:
    """Yield what stands before an entry among verses, the nearest first."""
    around = at.getparent()
    if around is not None and around.find(tei("l")) is not None:
        yield from at.itersiblings(preceding=True)


def _verses_from_end(element: etree._Element) -> Iterator[etree._Element]:
    yield from reversed(list(element.iter(tei("l"))))


def _named(verse: etree._Element) -> str:
    """Return a verse's number, behind its poem's where several count theirs on a page."""
    number = _cited(verse)
    poem = "" if "." in number else poem_of(verse)
    return f"{poem}.{number}" if poem else number


def _cited(verse: etree._Element) -> str:
    """Return a verse's number, behind that of its stanza where verses are counted anew in each.

    Of `1.85` it is the last, which stands beside the verse.
    """
    number = (verse.get("n") or "").strip().rpartition(".")[2]
    stanza = stanza_of(verse) if number else ""
    return f"{stanza}.{number}" if stanza else number


def _band_of(note: etree._Element) -> _Band | None:
    known = _bands()
    if local_name(note) == "note":
        band = next((known[word] for word in _types(note) if word in known), None)
        return band if band is not None and band.takes_notes else None
    around = (e for e in note.iterancestors() if local_name(e) == "listApp")
    words = (word for element in (note, *around) for word in _types(element))
    return next((known[word] for word in words if word in known), known[_VARIANTS])


def _types(element: etree._Element) -> Iterator[str]:
    yield from re.findall(r"[a-z]+", (element.get("type") or "").lower())


def _key_of(place: etree._Element, verse: list[str]) -> str:
    """Return how a place is cited, such as `2.14.3`: by `@n` of what it stands in."""
    numbers = [number for number in verse if number]
    for around in (place, *place.iterancestors()):
        name, number = local_name(around), (around.get("n") or "").strip()
        is_cited = name in _KEYED and not (numbers and name in {"lg", "sp", "l"})
        if is_cited and number and len(number) <= LONGEST_NUMBER:
            numbers.append(number)
    whole = next((e.get("n") or "" for e in place.iterancestors(tei("l"))), "").strip()
    key = ".".join(reversed(numbers))
    return whole if whole.endswith(f".{key}") else key
