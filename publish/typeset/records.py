"""The parts of a structured reference: their order, their marks, and what their attributes say.

Authority: Chicago 14.2 for the marks (author. *Work*. Place: publisher, date.), 14.171 for those
of an article (*Journal* 12, no. 3 (1999): 1-9), 14.8 for a DOI as a link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from publish.house.language.typography import language_at
from publish.model.document import local_name, tei
from publish.typeset.render import Typesetter
from publish.typeset.urls import remote_url
from publish.typeset.xhtml import end_with, ending

AFTER = {
    "author": ". ",
    "editor": ", ",
    "title": ". ",
    "edition": ", ",
    "pubPlace": ": ",
    "publisher": ", ",
    "biblScope": ", ",
    "date": ". ",
    "idno": ". ",
    "note": " ",
    "ref": ". ",
    "ptr": ". ",
    "series": ". ",
    "extent": ". ",
}
"""What stands behind each part of a structured reference."""

_LEVELS = frozenset(
    "analytic monogr imprint series fileDesc titleStmt publicationStmt editionStmt".split()
)
"""Elements that hold the parts of a structured reference."""

_UNITS = {"vol": "volume", "pp": "page", "pages": "page", "p": "page", "no": "issue", "nr": "issue"}
_NUMBER = re.compile(r"[\dIVXLCivxlc][\dIVXLCivxlc\s–-]*")

_SHOWN = [tei(name) for name in ("graphic", "formula", "pb", "anchor", "note")]
"""What a part without words may hold that the book shows."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a reference: its element, and what is said of it."""

    element: etree._Element
    kind: str
    """The element's name; `volume`, `issue`, `page` for a `biblScope`, `journal` for its title."""
    words: str
    is_of_attributes: bool
    """The words stand in attributes only."""
    url: str = ""


def parts_of(record: etree._Element) -> list[Part]:
    """List the parts of a reference: authors first, an address once."""
    parts = [_part(element) for element in _elements(record)]
    return _without_doubles(_pages_last(_authors_first(parts)))


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
    if name == "biblScope":
        unit = (element.get("unit") or element.get("type") or "").lower().rstrip(".")
        return _UNITS.get(unit, unit) if _UNITS.get(unit, unit) in _UNITS.values() else name
    return "journal" if name == "title" and element.get("level") == "j" else name


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


def _authors_first(parts: list[Part]) -> list[Part]:
    """Put the authors of the work itself before its title, as Chicago 14.2 has them."""
    first = next((part for part in parts if part.kind == "author"), None)
    if first is None:
        return parts
    level = first.element.getparent()
    leading = [p for p in parts if p.kind == "author" and p.element.getparent() is level]
    return leading + [part for part in parts if part not in leading]


def _pages_last(parts: list[Part]) -> list[Part]:
    """Put the date of a journal's number before its pages."""
    date = next((part for part in parts if part.kind == "date"), None)
    page = next((part for part in parts if part.kind == "page"), None)
    if date is None or page is None or not _is_counted(parts):
        return parts
    rest = [part for part in parts if part is not date]
    if parts.index(page) < parts.index(date):
        rest.insert(rest.index(page), date)
        return rest
    return parts


def _is_counted(parts: list[Part]) -> bool:
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


def set_parts(
    parts: list[Part], holder: etree._Element, typesetter: Typesetter, *, is_entry: bool
) -> None:
    """Set the parts with marks between them; an entry of a list ends in a point."""
    said = [part for part in parts if part.words]
    marks = dict(zip((part.element for part in said), _marks(said, typesetter), strict=False))
    for part in parts:
        if not part.words and next(part.element.iter(*_SHOWN), None) is None:
            continue
        _set_part(part, holder, typesetter)
        mark = marks.get(part.element, "." if is_entry else "")
        _say_mark(mark if is_entry or mark != ". " else ", ", part, holder, typesetter)


def _set_part(part: Part, holder: etree._Element, typesetter: Typesetter) -> None:
    name = local_name(part.element)
    if part.url and (name == "idno" or part.is_of_attributes):
        link = typesetter.open(holder, "a", part.element, "url")
        link.set("href", part.url)
        if part.is_of_attributes:
            link.text = part.words
        else:
            link.text = part.url.removesuffix(part.words) if part.words.startswith("10.") else None
            typesetter.children(part.element, link)
    elif part.is_of_attributes:
        typesetter.open(holder, "span", part.element).text = part.words
    elif name == "note" and part.element not in typesetter.book.note_plan.moved:
        typesetter.children(part.element, typesetter.open(holder, "span", part.element))
    else:
        _say_label(part, holder, typesetter)
        typesetter.one(part.element, holder)


def _say_label(part: Part, holder: etree._Element, typesetter: Typesetter) -> None:
    """Say of what kind a number is that does not say it: an ISBN, an arXiv number."""
    kind = part.element.get("type") or ""
    if part.kind != "idno" or kind.lower() in {"", "url", "uri", "doi", "handle"}:
        return
    if not part.words.lower().startswith(kind.lower()):
        typesetter.say(holder, f"{kind} ")


def _say_mark(mark: str, part: Part, holder: etree._Element, typesetter: Typesetter) -> None:
    if not part.words:
        return
    end_with(holder, ending(holder).rstrip())
    if part.words[-1] in ".?!":
        mark = mark.lstrip(".")
    if mark[:1] == "." and ending(holder)[-1:] == "”" and _is_english(part.element, typesetter):
        end_with(holder, ending(holder)[:-1] + ".”")  # Chicago 6.9
        mark = mark[1:]
    typesetter.say(holder, mark)


def _is_english(element: etree._Element, typesetter: Typesetter) -> bool:
    return language_at(element, typesetter.book.edition.book.language).lower().startswith("en")


def _marks(parts: list[Part], typesetter: Typesetter) -> list[str]:
    """List the marks between neighbours; there is none behind the last."""
    is_counted = _is_counted(parts)
    is_english = bool(parts) and _is_english(parts[0].element, typesetter)
    marks = []
    for before, after in pairwise(parts):
        mark = _mark_of_journal(before, after, is_english=is_english) if is_counted else ""
        marks.append(mark or _mark(before, after))
    if is_counted and parts[-1].kind == "date" and _is_in_parentheses(parts[-1]):
        marks.append(").")
    return marks


def _mark(before: Part, after: Part) -> str:
    name, following = local_name(before.element), local_name(after.element)
    if name == following == "author":
        return "; "
    if name == following == "title" and after.element.get("type") in {"sub", "short"}:
        return ": "
    if name == "pubPlace" and following != "publisher":
        return ", "
    if name in {"title", "date"} and following in {"biblScope", "date"}:
        return ", "
    if name == "biblScope" and following in {"pubPlace", "publisher", "idno", "ptr", "ref"}:
        return ". "
    return AFTER.get(name, ", ")


def _is_in_parentheses(date: Part) -> bool:
    return _NUMBER.match(date.words) is not None


def _mark_of_journal(before: Part, after: Part, *, is_english: bool) -> str:
    """Return the mark beside volume, number, date and pages of a journal (Chicago 14.171)."""
    opening = {"journal", "volume", "issue"}
    pair = (before.kind, after.kind)
    if after.kind == "issue" and before.kind in {"journal", "volume"}:
        is_number = _NUMBER.fullmatch(after.words) is not None
        return (
            (", no. " if is_number else ", ")
            if is_english
            else "."
            if before.kind == "volume"
            else ", "
        )
    if pair == ("journal", "volume"):
        return " "
    if after.kind == "date" and before.kind in opening and _is_in_parentheses(after):
        return " ("
    if before.kind == "date" and _is_in_parentheses(before):
        return "): " if after.kind == "page" else "). "
    return ": " if after.kind == "page" and before.kind in {"volume", "issue"} else ""
