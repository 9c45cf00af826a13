"""The numbers by which a text is cited, where its divisions have no heads (EpiDoc, CTS).

Editions for citation divide a text into `div type="textpart"`, book by chapter by section, and
number each in `@n`. Books and chapters are headed by their numbers; sections and verses begin with
theirs, in the line.
"""

from __future__ import annotations

import re
from itertools import islice
from statistics import median

from lxml import etree

from publish.house.division_types import kind_of
from publish.house.language.words import numbered, word
from publish.model.document import local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.headings import is_headed
from publish.typeset.survey import is_division
from publish.typeset.titles import kind_title

RANKS = {
    unit: rank
    for rank, units in enumerate(
        (
            "book liber libro livre buch volume part kanda kāṇḍa parvan work",
            "chapter caput capitulum kapitel chapitre adhyaya adhyāya sarga varga letter poem "
            "speech oration homily psalm canto hymn",
            "section sect subsection paragraph para sutra sūtra",
            "verse vers versus sentence",
        )
    )
    for unit in units.split()
}
"""Units of citation, from the largest; of a unit that is not here nothing is assumed."""

UNIT = "part-unit"
"""The class of a section, in the output, that is a part too small for a heading."""

VERSES = frozenset("verse vers versus".split())

SMALL = frozenset(unit for unit, rank in RANKS.items() if rank > 1) | {"line", "stanza"}
"""Units too small for a heading, and for a line of the contents."""

_BOOKS = frozenset("book liber libro livre buch".split())

LONG_SECTION = 12_000
"""Characters; a text whose sections are longer has them for chapters."""

_NUMBER = lazy_pattern(r"[^\W_][\w.,–-]{0,11}")
_LOOKED_AT = 9
"""Divisions beside one that tell how long its like are; a chapter may have hundreds."""

_COUNT = lazy_pattern(r"\d+|[ivxlcdm]+", re.IGNORECASE)
_NUMBERED = tuple(map(tei, "div milestone ab seg".split()))

_LENGTH = etree.XPath("string-length(.)")


def is_number(written: str) -> bool:
    """Return whether an `@n` is a number by which a text is cited, and no name or URN."""
    return _NUMBER.fullmatch(written) is not None


def unit_of(element: etree._Element) -> str:
    """Name what an element counts by: `@unit` of a milestone, `@subtype` of a `textpart`."""
    if local_name(element) == "milestone":
        return (element.get("unit") or "").lower()
    kind = (element.get("type") or "").lower()
    return (element.get("subtype") or "").lower() if kind == "textpart" else kind


def is_textpart(element: etree._Element | None) -> bool:
    """Return whether a division is a numbered part of a text that has no head of its own."""
    if element is None or not is_number(element.get("n") or "") or is_headed(element):
        return False
    if element.get("type") == "textpart" or unit_of(element) in VERSES:
        return True
    return unit_of(element) in RANKS and _holds_verses(element)


def _holds_verses(division: etree._Element) -> bool:
    numbered = islice(division.iter(*_NUMBERED), _LOOKED_AT)
    return any(e is not division and e.get("n") and unit_of(e) in VERSES for e in numbered)


def is_small(division: etree._Element) -> bool:
    """Return whether a part is a section or verse: its number stands in the line, not above it."""
    if not is_textpart(division):
        return False
    unit = unit_of(division)
    if unit and unit not in SMALL:
        return False
    around = division.getparent()
    beside = [] if around is None else islice(around.iterchildren(tei("div")), _LOOKED_AT)
    alike = [*beside, division]
    if not unit:
        return not any(map(_holds_numbers, alike))
    return median(int(float(str(_LENGTH(one)))) for one in alike) < LONG_SECTION


def is_cited_chapter(division: etree._Element) -> bool:
    """Return whether a division is a chapter of numbered sections or verses."""
    if RANKS.get(unit_of(division)) != 1 or not is_number(division.get("n") or ""):
        return False
    return _holds_numbers(division) or _holds_verses(division)


def _holds_numbers(division: etree._Element) -> bool:
    parts = any(child.get("type") == "textpart" for child in division.iterchildren(tei("div")))
    return parts or any(m.get("n") and unit_of(m) in SMALL for m in division.iter(tei("milestone")))


def kind_heading(owner: etree._Element | None, own_language: str, language: str) -> str:
    """Head an abstract, or a bibliography, that has no head: journals and programs write none.

    An abstract is headed in its own language, as a journal has it in two.
    """
    if owner is None or not is_division(owner):
        return ""
    if any(map(is_headed, (owner, *owner.iterchildren(tei("listBibl"))))):
        return ""
    kind = kind_of(owner).name
    if kind == "abstract":
        return word("abstract", own_language)
    is_list = kind == "bibliography" and owner.find(tei("listBibl")) is not None
    return word("bibliography", language) if is_list else ""


def heading_of(element: etree._Element | None, language: str) -> str:
    """Head a part by its kind and number, `Book 1`, or by its number alone."""
    if element is None or not is_textpart(element) or is_small(element):
        return ""
    number = element.get("n") or ""
    if unit_of(element) in _BOOKS:
        return numbered("book", language, number) if _COUNT.fullmatch(number) else number
    return kind_title(kind_of(element), element, language) or number
