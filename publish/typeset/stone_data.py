"""What the header of an inscription or papyrus says of it, as labelled lines.

Authority: EpiDoc Guidelines 9, "Supporting data": object, material, measures, text, place and date
stand in `msDesc`; printed corpora have them above the text, in this order.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import tomli
from lxml import etree
from msgspec import Struct

from publish.house.header_text import PLACEHOLDER, find_all, fold
from publish.model.document import XML_LANG, local_name, tei
from publish.model.tree import take_out

_ASIDE = frozenset("geo note graphic figure certainty precision offset index".split())
"""What stands in a statement for machines, or beside the point."""

_DESCRIBED = frozenset("handDesc handNote layoutDesc layout support supportDesc".split())

_OF_FILES = frozenset(
    "filename uri doi url ddb-filename apis dclp-hybrid ddb-hybrid ddb-perseus-style".split()
)
"""Kinds of numbers that name files and addresses."""

_DATES = (
    ("when", ""),
    ("when-custom", ""),
    ("from", "to"),
    ("notBefore", "notAfter"),
    ("notBefore-custom", "notAfter-custom"),
)

_APART = frozenset("p locus dimensions handNote layout".split())
"""Elements that are statements of their own, whether or not there is a space between them."""

_PLACES = frozenset("placeName geogName country region settlement district".split())

_MEASURES = frozenset("height width depth length diameter dim measure".split())


class Datum(Struct, frozen=True):
    """One line: the name of its label, and its words."""

    label: str
    words: str


@cache
def table() -> dict[str, object]:
    """Read the table of headings and data."""
    return tomli.loads(Path(__file__).with_name("inscriptions.toml").read_text("utf-8"))


@cache
def headings() -> dict[str, str]:
    """Return the labels that are headings, by the `@type` of a division."""
    found = table()["headings"]
    assert isinstance(found, dict)
    return found


def data_of(header: etree._Element, language: str) -> list[Datum]:
    """List what a header says of an object, each statement once.

    What it says in several languages is said in the book's, or else in the first.
    """
    header = copy.deepcopy(header)
    _keep_one_language(header, language)
    said: set[etree._Element] = set()
    rows = table()["datum"]
    assert isinstance(rows, list)
    found = []
    for row in rows:
        words = list(dict.fromkeys(_statements(header, row["paths"], said)))
        if words:
            found.append(Datum(row["label"], "; ".join(words)))
    return found


def _keep_one_language(header: etree._Element, language: str) -> None:
    """Take out statements that are another's translation."""
    for element in list(header.iter(etree.Element)):
        lang, around = _tongue(element.get(XML_LANG)), element.getparent()
        if not lang or around is None:
            continue
        like = [e for e in around.iterchildren(element.tag) if e.get(XML_LANG)]
        if len({e.get("type") for e in like} - {None}) > 1:
            continue
        tongues = [_tongue(e.get(XML_LANG)) for e in like]
        wanted = _tongue(language)
        if lang != (wanted if wanted in tongues else tongues[0]):
            take_out(element)


def _tongue(lang: str | None) -> str:
    return (lang or "").lower().partition("-")[0]


def _statements(
    header: etree._Element, paths: list[str], said: set[etree._Element]
) -> Iterator[str]:
    """Yield the words of what the first path finds that says something, and is not said yet."""
    for path in paths:
        words: list[str] = []
        for element in find_all(header, path):
            if element in said or any(around in said for around in element.iterancestors()):
                continue
            prose = element.findall(tei("p")) if local_name(element) == "support" else []
            if prose:
                said.update(prose)
                words += filter(None, map(_told, prose))
                continue
            told = _told(element)
            if told and (local_name(element) != "support" or has_prose(element)):
                said.add(element)
                words.append(told)
        if words:
            yield from words
            return


def has_prose(element: etree._Element) -> bool:
    """Return whether an element says something beside what the elements in it are about."""
    blocks = [e for e in element.iter(tei("p"), tei("ab")) if not _is_in_note(e, element)]
    inside = [element, *blocks]
    texts = [t for e in inside for t in (e.text, *(c.tail for c in e))]
    return any(text and text.strip(" \n\t\r.,;:()") for text in texts)


def _is_aside(child: etree._Element) -> bool:
    """Return whether a part of a statement is for machines, or beside the point.

    What a note says of hands, layout or object is the point: forms have it there.
    """
    parent = child.getparent()
    is_described = parent is not None and local_name(parent) in _DESCRIBED
    return local_name(child) in _ASIDE and not (local_name(child) == "note" and is_described)


def _is_in_note(block: etree._Element, within: etree._Element) -> bool:
    around = next(block.iterancestors(tei("note"), within.tag), None)
    return around is not None and local_name(around) == "note"


def _told(element: etree._Element) -> str:
    """Return the words of a statement, or what its attributes say."""
    name = local_name(element)
    if name == "dimensions":
        return _measures(element)
    if name == "idno":
        kind = element.get("type") or ""
        words = fold("".join(map(str, element.itertext(etree.Element))))
        return f"{kind} {words}".strip() if words and kind.lower() not in _OF_FILES else ""
    words = "" if name == "term" and _is_of_places(element) else fold(_words(element))
    if PLACEHOLDER.fullmatch(words):
        words = ""
    return words or (_of_attributes(element) if name in {"origDate", "date"} else "")


def _is_of_places(term: etree._Element) -> bool:
    """Return whether a keyword is the name of a region or a town, no kind of text."""
    names = {local_name(child) for child in term} - {""}
    return bool(names) and names <= _PLACES and not has_prose(term)


def _words(element: etree._Element) -> str:
    """Join what an element says: its own words, or its parts with commas between them."""
    if has_prose(element):
        return "".join(_pieces(element))
    parts = [_part(child) for child in element if local_name(child) and not _is_aside(child)]
    own = fold(element.text or "")
    joined = ""
    for part in dict.fromkeys(filter(None, [own, *parts])):
        joined += (" " if joined.endswith((".", ";")) else ", ") * bool(joined) + part
    return joined


def _part(child: etree._Element) -> str:
    if local_name(child) == "dimensions":
        return _measures(child)
    if local_name(child) == "locus" and not _goes_on(child):
        return ""
    if local_name(child) == "origDate" and not "".join(map(str, child.itertext())).strip():
        return _of_attributes(child)
    words = fold(_words(child))
    return "" if PLACEHOLDER.fullmatch(words) else _with_unit(child, words)


def _goes_on(locus: etree._Element) -> bool:
    """Return whether something is said of the lines that a `locus` names."""
    following = locus.getnext()
    return following is None or bool(_words(following).strip() or (locus.tail or "").strip())


def _has_empty_measures(locus: etree._Element) -> bool:
    """Return whether a `locus` names lines of which a form has left the measures blank."""
    following = locus.getnext()
    is_measured = following is not None and local_name(following) == "dimensions"
    return is_measured and not _goes_on(locus)


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name, before = local_name(child), child.getprevious()
        if name in _APART and before is not None and not before.tail:
            yield " "
        if name == "dimensions" and not has_prose(child):
            yield _measures(child)
        elif name == "locus" and _has_empty_measures(child):
            continue
        elif name and not _is_aside(child):
            yield from _pieces(child)
        yield child.tail or ""


def _measures(dimensions: etree._Element) -> str:
    """Say measures: `44 × 20 × 18 cm`."""
    if has_prose(dimensions):
        return fold("".join(_pieces(dimensions)))
    parts = [
        (fold("".join(map(str, e.itertext(etree.Element)))) or e.get("quantity") or "", e)
        for e in dimensions
        if local_name(e) in _MEASURES
    ]
    parts = [(words, e) for words, e in parts if words]
    units = {e.get("unit") or dimensions.get("unit") or "" for _, e in parts}
    if len(units) == 1:
        unit = units.pop()
        joined = " × ".join(words for words, _ in parts)
        return f"{joined} {unit}".strip() if joined[-1:].isdigit() else joined
    return " × ".join(_with_unit(e, words) for words, e in parts)


def _with_unit(element: etree._Element, words: str) -> str:
    unit = element.get("unit") or ""
    return f"{words} {unit}" if unit and words[-1:].isdigit() else words


def _of_attributes(date: etree._Element) -> str:
    for first, last in _DATES:
        ends = [_year(date.get(name) or "") for name in (first, last) if name]
        if any(ends):
            return "–".join(dict.fromkeys(filter(None, ends)))
    return ""


def _year(written: str) -> str:
    sign = "-" if written.startswith("-") else ""
    year, _, rest = written.lstrip("-").partition("-")
    shown = year.lstrip("0") or year
    return f"{sign.replace('-', '−')}{shown}" + (f"-{rest}" if rest else "")
