"""Headings and first words that a manuscript types in capitals: spaced small capitals.

Capitals that were typed for want of small ones shout on a page; they are set as small capitals
with space between them, and the letters of the text stay as they are (Bringhurst 3.2.2, 4.1.3).
A number that leads into a heading stands on a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from lxml import etree
from msgspec import Struct

from publish.house.division_types import Scale, kind_of_type
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.headings import HEADING_TAGS, plain_title
from publish.typeset.xhtml import H, add_class, classes, make, name_of

CAPITALS = "typed-caps"
NUMBER = "head-number"

FEWEST_LETTERS = 4
"""Fewer capitals than this in a heading are a number or an abbreviation."""

_HEAD_CLASSES = frozenset({"subtitle", "head"})
_BEFORE_TEXT = frozenset("subtitle argument epigraph byline dateline opener head".split())
_ROMAN = lazy_pattern(r"[IVXLCDM]+", re.IGNORECASE)
_NUMERAL = r"(?:\d{1,4}|[IVXLCDM]{1,8}|[ivxlcdm]{1,8})"
_LABELLED = lazy_pattern(rf"\s*([^\W\d_]+)\s+({_NUMERAL})(?:\s*[.:,—–]|(?=\s))\s*(?=\S)")
_WORDED = lazy_pattern(r"\s*([^\W\d_]+)\s+([^\W\d_]+(?:\s+[^\W\d_]+)?)\s*[.:—–]\s*(?=\S)")
_BARE = lazy_pattern(rf"\s*({_NUMERAL})(?:\s*[.:)—–])?\s+(?=\S)")
_ROMAN_VALUES = dict(zip("IVXLCDM", (1, 5, 10, 50, 100, 500, 1000), strict=True))
_SPLIT_RANKS = ("h1", "h2")
_WORD = lazy_pattern(r"\S+\s+|\S+$")
_QUOTES = "“‘«„\"'‹»"


def set_typed_capitals(sections: Iterable[etree._Element]) -> None:
    """Mark capitals and numbers in all headings of a book, and capitals that open its sections."""
    headings: list[etree._Element] = []
    for section in sections:
        if {"titlepage", "title-page"} & set((section.get("class") or "").split()):
            continue
        headings += [
            element
            for element in section.iter(*HEADING_TAGS, H + "p")
            if element.tag in HEADING_TAGS or classes(element) & _HEAD_CLASSES
        ]
        for opened in [section, *section.iterdescendants(H + "section")]:
            _mark_lead(opened)
    _part_numbers([heading for heading in headings if name_of(heading) in _SPLIT_RANKS])
    for heading in headings:
        if is_in_capitals(plain_title(heading)):
            add_class(heading, CAPITALS)


def is_in_capitals(words: str) -> bool:
    """Return whether a heading's letters are all capitals, and more than a number."""
    letters = [letter for letter in words if letter.isalpha()]
    says = any(len(word) > 2 and not _ROMAN.fullmatch(word) for word in re.findall(r"\w+", words))
    return len(letters) >= FEWEST_LETTERS and says and all(map(str.isupper, letters))


def _part_numbers(headings: Sequence[etree._Element]) -> None:
    """Put the number before a heading's title into a line: `Chapter II. The Sea`, `I THE SEA`.

    A number without a word for what it counts is one where the headings beside it count on, for
    `I AM BORN` is a title.
    """
    found = {heading: _number_before(heading.text or "") for heading in headings}
    counting: set[etree._Element] = set()
    for rank in _SPLIT_RANKS:
        alike = [heading for heading in headings if name_of(heading) == rank]
        for before, after in pairwise(alike):
            if found[before].value and found[after].value == found[before].value + 1:
                counting |= {before, after}
    for heading, number in found.items():
        is_bare = heading in counting and is_in_capitals(plain_title(heading))
        if number.end and (number.is_named or is_bare):
            _wrap(heading, number.end)


class _Number(Struct, frozen=True):
    """The number before a heading's title."""

    end: int = 0
    """Where it ends in the heading's text; 0 where there is none."""
    value: int = 0
    """0 for one that is written as a word."""
    is_named: bool = False
    """It stands beside a word for what it counts."""


def _number_before(text: str) -> _Number:
    """Find a number, with or without a word such as `Chapter`, that a title follows."""
    found = _LABELLED.match(text)
    if found and _counts(found[1]):
        return _Number(found.end(), _value(found[2]), is_named=True)
    found = _WORDED.match(text)
    if found and (_counts(found[1]) or _counts(found[2])):
        return _Number(found.end(), is_named=True)
    found = _BARE.match(text)
    return _Number(found.end(), _value(found[1])) if found else _Number()


def _counts(word: str) -> bool:
    """Return whether a word is that of a division: `Chapter`, `Buch`, `глава`."""
    return kind_of_type(word).scale in {Scale.CHAPTER, Scale.PART, Scale.ACT, Scale.PIECE}


def _value(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    values = [_ROMAN_VALUES[letter] for letter in numeral.upper()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def _wrap(heading: etree._Element, end: int) -> None:
    text = heading.text or ""
    number = make("span", NUMBER)
    number.text = text[:end].strip()
    kept = text[:end].rstrip()
    number.tail = text[len(kept) :]
    heading.text = None
    heading.insert(0, number)


def _mark_lead(section: etree._Element) -> None:
    """Mark the capitals with which the first paragraph behind a section's heading begins.

    The first letter stays the capital that it is.
    """
    paragraph = _first_paragraph(section)
    if paragraph is None:
        return
    text, host = paragraph.text or "", paragraph
    first = paragraph[0] if len(paragraph) and not text.strip() else None
    before = ""
    if first is not None:
        before, text, host = "".join(map(str, first.itertext())), first.tail or "", first
        if len(before.strip(_QUOTES + " ")) > 1:
            return
    end = _end_of_capitals(before + text) - len(before)
    start = 0 if before else len(text) - len(text.lstrip(_QUOTES + " \n\t")) + 1
    if end > start:
        _put_lead(host, first is not None, text, start, end)


def _put_lead(host: etree._Element, is_behind: bool, text: str, start: int, end: int) -> None:
    """Put part of a text node, in an element or behind it, into small capitals."""
    lead = make("span", f"lead {CAPITALS}")
    lead.text, lead.tail = text[start:end], text[end:]
    if is_behind:
        host.tail = text[:start] or None
        host.addnext(lead)
    else:
        host.text = text[:start] or None
        host.insert(0, lead)


def _first_paragraph(section: etree._Element) -> etree._Element | None:
    """Find the paragraph with which a section begins behind its heading."""
    has_title = False
    for block in section:
        if block.tag in HEADING_TAGS:
            has_title = True
        elif block.tag == H + "p" and not classes(block) - {CAPITALS}:
            return block if has_title else None
        elif not classes(block) & _BEFORE_TEXT and name_of(block) not in {"span", "hr"}:
            return None
    return None


def _end_of_capitals(text: str) -> int:
    """Find where the capitals end with which a text begins; 0 where it goes on in capitals."""
    end = 0
    for word in _WORD.finditer(text):
        letters = [letter for letter in word[0] if letter.isalpha()]
        if not all(map(str.isupper, letters)) or (end and not letters):
            return end if _says_more(text[:end]) else 0
        end = word.start() + len(word[0].rstrip())
    return 0


def _says_more(words: str) -> bool:
    """Return whether capitals are more than the pronoun or the initials that any text has."""
    return any(sum(map(str.isalpha, word)) > 1 for word in words.split())
