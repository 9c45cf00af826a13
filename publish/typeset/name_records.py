"""Headwords: what a list of persons, places or works calls each of them (TEI chapter 14).

Persons are filed by their family name (Chicago 16.32), with their dates behind the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from publish.model.document import XML_LANG, local_name
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.headings import fold

_PREFERRED = frozenset(
    "main pref preferred reg regular index standard authorized full label".split()
)
_SECOND_BEST = frozenset("alternative alt variant pseudonym sort short abbr birth married".split())
_GIVEN = frozenset("forename nameLink genName roleName addName".split())
_YEAR = lazy_pattern(r"(?<!\d)\d{3,4}(?!\d)")
_SILENT = frozenset("note ref ptr index idno sic orig abbr".split())


def headword(record: etree._Element, names: Iterable[str], language: str) -> str:
    """Call what a record is about as an index files it; empty where it has no name."""
    best = main_name(record, names, language)
    return "" if best is None else _with_more(filed(best), record)


def main_name(record: etree._Element, names: Iterable[str], language: str) -> etree._Element | None:
    """Choose the name that a record stands under: of type main, else in the book's language."""
    for name in names:
        named = [e for e in _near(record, name) if words_of(e)]
        if named:
            return min(named, key=lambda e: _rank(e, language))
    return None


def filed(name: etree._Element) -> str:
    """Turn a name round, family name first, where its parts are marked; else leave its words."""
    surnames = [words_of(e) for e in name.iter("{*}surname")]
    if not any(surnames):
        return words_of(name)
    given = [words_of(e) for e in name.iter(etree.Element) if local_name(e) in _GIVEN]
    first, rest = " ".join(filter(None, surnames)), " ".join(filter(None, given))
    return f"{first}, {rest}" if rest else first


def words_of(element: etree._Element) -> str:
    """Read a name without notes; parts that touch each other get the space that names have."""
    pieces: list[str] = []

    def gather(inner: etree._Element) -> None:
        pieces.append(inner.text or "")
        for child in inner:
            if local_name(child) and local_name(child) not in _SILENT:
                if _touches(child):
                    pieces.append(" ")
                gather(child)
            pieces.append(child.tail or "")

    gather(element)
    return fold("".join(pieces)).strip(" ,;")


_PARTS = _GIVEN | {"surname"}


def _touches(part: etree._Element) -> bool:
    before = part.getprevious()
    return before is not None and not before.tail and local_name(part) in _PARTS


def _near(record: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the names of a record itself, and not those of what stands inside it."""
    for element in record.iter(f"{{*}}{name}"):
        if _INNER.isdisjoint(map(local_name, _up_to(element, record))):
            yield element


_INNER = frozenset(
    """
    birth death residence event note affiliation education occupation relation listPerson listPlace
    listOrg listEvent listBibl bibl author editor person place org desc location trait state p
    """.split()
)
"""What inside a record speaks of others."""


def _up_to(element: etree._Element, record: etree._Element) -> Iterator[etree._Element]:
    for around in element.iterancestors():
        if around is record:
            return
        yield around


def _rank(name: etree._Element, language: str) -> tuple[int, int]:
    """Order the names of one record: the standard one first, then the book's language."""
    kinds = set(f"{name.get('type') or ''} {name.get('role') or ''}".lower().split())
    standing = 0 if kinds & _PREFERRED else 2 if kinds & _SECOND_BEST else 1
    own = (name.get(XML_LANG) or "").partition("-")[0]
    return standing, 0 if not own or own == language.partition("-")[0] else 1


def _with_more(name: str, record: etree._Element) -> str:
    """Add what tells one bearer of a name from another: dates, or who wrote a work."""
    if local_name(record) in {"bibl", "biblStruct", "msItem"}:
        author = next(record.iter("{*}author"), None)
        said = filed(author).partition(",")[0] if author is not None else ""
        return f"{name} ({said})" if said else name
    born, died = (_year(next(record.iter(f"{{*}}{kind}"), None)) for kind in ("birth", "death"))
    if not (born or died) or (f"{born}" in name and f"{died}" in name):
        return name
    dates = f"{born}–{died}" if born and died else f"* {born}" if born else f"† {died}"
    return f"{name} ({dates})"


def _year(event: etree._Element | None) -> str:
    """Return the year of a birth or death, from its attributes or its words."""
    if event is None:
        return ""
    for element in event.iter(etree.Element):
        for name in ("when", "when-iso", "notBefore", "notAfter", "from"):
            match = re.match(r"-?\d{4}", element.get(name) or "")
            if match:
                return match[0].lstrip("0")
    match = _YEAR.search(" ".join(map(str, event.itertext())))
    return match[0] if match else ""
