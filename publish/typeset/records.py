"""The parts of a structured reference: what each is, what it says, and their order.

Authority: Chicago 14.2 and 15.6 for the order of parts in the styles of notes and of author and
date, 14.8 for a DOI as a link. The marks between parts are in `reference_marks.py`.
"""

from __future__ import annotations

import re

from lxml import etree
from msgspec import Struct

from publish.model.document import local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.urls import remote_url

_LEVELS = frozenset(
    "analytic monogr imprint series fileDesc titleStmt publicationStmt editionStmt".split()
)
"""Elements that hold the parts of a structured reference."""

AUTHOR_DATE = "author-date"

_RANKS = {
    name: rank
    for rank, names in enumerate(
        (
            "abbreviation", "author", "", "article", "title journal", "", "",
            "editor translator respStmt",
            "edition meeting", "volume", "issue", "", "page biblScope citedRange", "series number",
            "extent", "pubPlace placeName", "publisher", "date", "accessed", "", "idno", "ref ptr",
            "lang", "note",
        )
    )
    for name in names.split()
}  # fmt: skip
"""The order of parts in Chicago's style of notes; that of author and date moves the date."""

_PLACE_IN_WORK = frozenset("ref ptr page volume issue biblScope citedRange note".split())
"""Parts that name a work by an address alone, and the place in it: in the order of the source."""

_LATE = _RANKS["idno"] - 1
"""The rank of what Chicago has no place for."""

_ABBREVIATIONS = frozenset("abbr abbrev abbreviation abbreviated short siglum".split())
"""What a `bibl` in a `bibl` is called that is its abbreviation (EpiDoc, SigiDoc)."""

_TRANSLATORS = lazy_pattern("trans|trl|übers|trad", re.IGNORECASE)
_ACCESSED = lazy_pattern("access|consult|retriev|visit|abruf|url", re.IGNORECASE)
"""Types of the day on which somebody saw a page of the web (Chicago 14.12)."""

_UNITS = {"vol": "volume", "pp": "page", "pages": "page", "p": "page", "no": "issue", "nr": "issue"}
SHOWN = [tei(name) for name in ("graphic", "formula", "pb", "anchor", "note")]
"""What a part without words may hold that the book shows."""


class Part(Struct, frozen=True):
    """One part of a reference: its element, and what is said of it."""

    element: etree._Element
    kind: str
    """The element's name, or what it is in a reference: `volume`, `issue`, `page`, `number` of a
    series, `article`, `journal`, `series`, `subtitle`, `short-title`, `translator`, `accessed`, the
    day on which a page of the web was seen, `abbreviation`, by which an edition cites the work."""
    words: str
    is_of_attributes: bool
    """The words stand in attributes only."""
    url: str = ""


def parts_of(record: etree._Element, style: str) -> list[Part]:
    """List the parts of a reference in the order of a style, an address once."""
    parts = [_part(element) for element in _elements(record)]
    return _without_doubles(_in_order(parts, style))


def _elements(record: etree._Element) -> list[etree._Element]:
    """List the elements in their order, out of the levels that hold them."""
    found = []
    for child in record:
        name = local_name(child)
        if name in _LEVELS and not has_own_words(child):
            found += _elements(child)
        elif name:
            found.append(child)
    return found


def has_own_words(level: etree._Element) -> bool:
    """Return whether words stand in a level itself, as a series' name may."""
    return any((text or "").strip() for text in (level.text, *(child.tail for child in level)))


def _part(element: etree._Element) -> Part:
    words = " ".join("".join(map(str, element.itertext())).split())
    said = words or words_of_attributes(element)
    return Part(element, _kind(element), said, bool(said and not words), _url(element, said))


def _kind(element: etree._Element) -> str:
    name = local_name(element)
    around = element.getparent()
    if name == "biblScope" and around is not None and local_name(around) == "series":
        return "number"
    if name == "biblScope":
        unit = (element.get("unit") or element.get("type") or "").lower().rstrip(".")
        return _UNITS.get(unit, unit) if _UNITS.get(unit, unit) in _UNITS.values() else name
    if name == "title":
        return _kind_of_title(element)
    if is_abbreviation(element):
        return "abbreviation"
    if name == "date" and _ACCESSED.search(element.get("type") or ""):
        return "accessed"
    if name == "editor" and _TRANSLATORS.search(element.get("role") or ""):
        return "translator"
    return name


def is_abbreviation(element: etree._Element) -> bool:
    """Return whether an element in a reference is what an edition abbreviates the work to."""
    around = element.getparent()
    is_inside = around is not None and local_name(around) == "bibl"
    kind = (element.get("type") or "").lower()
    return is_inside and local_name(element) in {"bibl", "abbr"} and kind in _ABBREVIATIONS


def _kind_of_title(title: etree._Element) -> str:
    """Tell the title of an article or chapter, a journal, a book; and what goes on with one."""
    before = title.getprevious()
    is_second = before is not None and local_name(before) == "title"
    kind = (title.get("type") or "").lower()
    if is_second and kind in {"sub", "subordinate"}:
        return "subtitle"
    if is_second and kind in {"short", "abbrev", "abbr", "abbreviated"}:
        return "short-title"
    around = title.getparent()
    level = title.get("level")
    if level == "a" or (not level and around is not None and local_name(around) == "analytic"):
        return "article"
    return "journal" if level == "j" else "series" if level == "s" else "title"


def words_of_attributes(element: etree._Element) -> str:
    """Say what a part without words has in its attributes: a year, pages, an address."""
    name = local_name(element)
    if name == "date":
        single = element.get("when") or element.get("when-iso") or ""
        return single or _range(element, "from", "to") or _range(element, "notBefore", "notAfter")
    if name in {"biblScope", "citedRange"}:
        return _range(element, "from", "to") or element.get("n") or ""
    if name in {"ptr", "ref"}:
        return " ".join((element.get("target") or "").split())
    return ""


def _range(element: etree._Element, first: str, last: str) -> str:
    begin, end = element.get(first) or "", element.get(last) or ""
    return begin if begin == end or not end else f"{begin}–{end}"


def _url(element: etree._Element, words: str) -> str:
    """Return the address that a part is, for a link; a DOI is one (Chicago 14.8)."""
    name = local_name(element)
    if name in {"ptr", "ref"}:
        return remote_url(element.get("target") or "")
    if name != "idno" or " " in words:
        return ""
    if (element.get("type") or "").lower() == "doi" and words.startswith("10."):
        return f"https://doi.org/{words}"
    return remote_url(words)


def _in_order(parts: list[Part], style: str) -> list[Part]:
    """Put the parts in their order; what goes on with a title stays behind it."""
    if {part.kind for part in parts} <= _PLACE_IN_WORK:
        return parts
    leading = _leading(parts)
    journal = any(part.kind == "journal" for part in parts)
    ranks: list[int] = []
    for part in parts:
        rank = _RANKS.get(part.kind, _LATE)
        if part.kind == "author" and part not in leading:
            rank = _RANKS["editor"] - 1
        elif part.kind == "date" and style == AUTHOR_DATE:
            rank = _RANKS["author"] + 1 if leading else _RANKS["title"] + 1
        elif part.kind == "date" and journal:
            rank = _RANKS["issue"] + 1
        elif part.kind in {"subtitle", "short-title"} and ranks:
            rank = ranks[-1]
        ranks.append(rank)
    return [parts[n] for n in sorted(range(len(parts)), key=lambda n: ranks[n])]


def _leading(parts: list[Part]) -> list[Part]:
    """List the authors of the work itself, not those of the book that it stands in.

    A `bibl` has no levels: who is named behind the title of an article, with somebody before it,
    wrote or edited the book.
    """
    kinds = [part.kind for part in parts]
    if "author" not in kinds:
        return []
    first = kinds.index("author")
    behind = kinds.index("article", first) if "article" in kinds[first:] else len(parts)
    level = parts[first].element.getparent()
    return [p for p in parts[:behind] if p.kind == "author" and p.element.getparent() is level]


def is_counted(parts: list[Part]) -> bool:
    """Return whether the reference is to a numbered volume of a journal."""
    kinds = {part.kind for part in parts}
    return "journal" in kinds and bool(kinds & {"volume", "issue"})


def _without_doubles(parts: list[Part]) -> list[Part]:
    """Drop a pointer without words to an address that the reference has elsewhere."""
    said = {_bare(p.url or p.words) for p in parts if not p.is_of_attributes and p.words}
    kept = []
    for part in parts:
        if part.is_of_attributes and part.url:
            if _bare(part.url) in said:
                continue
            said.add(_bare(part.url))
        kept.append(part)
    return kept


def _bare(url: str) -> str:
    return re.sub(r"^https?://((dx\.)?doi\.org/)?|/$", "", url.lower())
