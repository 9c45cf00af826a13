"""Stanzas with numbers in which those of the verses begin again.

Such verses are cited by both, 12.3; of a poem that counts its verses through, the stanza is no part
of a reference.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.model.document import local_name, tei
from publish.model.lazy_pattern import lazy_pattern

SHORT = 9
"""Verses of a stanza that shows its own number, and not that of a verse."""


_OF_NUMBERS = lazy_pattern(r"num|nr|line|vers|zeile", re.IGNORECASE)
"""What a note is called that numbers a verse: `numvers`, `linenumber`."""

FEW_VERSES = 40
"""Verses of a poem that shares its pages with others."""


def stanza_of(verse: etree._Element) -> str:
    """Return the number of a verse's stanza, where it is part of what the verse is cited by."""
    stanza = next(verse.iterancestors(tei("lg")), None)
    number = "" if stanza is None else (stanza.get("n") or "").strip()
    if stanza is None or not number:
        return ""
    begins = _first_number(stanza)
    nearest = (
        next((s for s in stanza.itersiblings(tei("lg"), preceding=before) if s.get("n")), None)
        for before in (True, False)
    )
    is_counted_anew = any(s is not None and _first_number(s) == begins for s in nearest)
    return number if begins and is_counted_anew else ""


def number_beside(verse: etree._Element) -> str:
    """Return the number of a verse; the source's, in a note beside it, where it has no other."""
    number = (verse.get("n") or "").strip().rpartition(".")[2]
    return number or next((number_in(note) for note in verse.iterchildren(tei("note"))), "")


def number_in(note: etree._Element) -> str:
    """Return the number that a note in a verse is, and nothing more; the margin has it from there.

    So it is with one that repeats the number of its verse, or says that it is one.
    """
    verse = note.getparent()
    words = "".join(map(str, note.itertext())).strip()
    if verse is None or local_name(verse) != "l" or not (words.isascii() and words.isdecimal()):
        return ""
    number = (verse.get("n") or "").strip().rpartition(".")[2]
    says_so = _OF_NUMBERS.search(note.get("type") or "") is not None
    return words if words == number or (says_so and not number) else ""


def poem_of(verse: etree._Element) -> str:
    """Return the number of a verse's poem, where several stand on a page and each counts anew.

    Of a division of its own; a long one has the page for itself, and a running head.
    """
    poem = next((e for e in verse.iterancestors() if _is_division(e)), None)
    number = "" if poem is None else (poem.get("n") or "").strip()
    if poem is None or not number.isdecimal():
        return ""
    nearest = [
        next((s for s in poem.itersiblings(poem.tag, preceding=before) if s.get("n")), None)
        for before in (True, False)
    ]
    beside = [one for one in nearest if one is not None and _first_number(one)]
    begins = _first_number(poem)
    count = sum(_count(one) for one in (poem, *beside))
    is_counted_anew = any(_first_number(one) == begins for one in beside)
    return number if is_counted_anew and count <= FEW_VERSES * (1 + len(beside)) else ""


def _is_division(element: etree._Element) -> bool:
    return local_name(element).rstrip("1234567") == "div"


def _count(poem: etree._Element) -> int:
    return sum(1 for _ in poem.iter(tei("l")))


def opens_short_stanza(verse: etree._Element) -> bool | None:
    """Return whether a verse is the first of a short stanza; None of a long one."""
    stanza = next(verse.iterancestors(tei("lg")), None)
    verses = [] if stanza is None else list(stanza.iter(tei("l")))
    return verse is verses[0] if 0 < len(verses) <= SHORT else None


def _first_number(stanza: etree._Element) -> str:
    first = next(stanza.iter(tei("l")), None)
    return "" if first is None else (first.get("n") or "").strip()
