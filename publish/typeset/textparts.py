"""The numbers by which a text is cited, where its divisions have no heads (EpiDoc, CTS).

Editions for citation divide a text into `div type="textpart"`, book by chapter by section, and
number each in `@n`. One that holds others is headed by its number; the innermost begin with it.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.house.division_types import kind_of
from publish.model.document import local_name, tei
from publish.model.publication import XHTML
from publish.typeset.headings import is_headed
from publish.typeset.titles import kind_title

_CITED = frozenset("edition translation textpart".split())
_UNITS = frozenset("book chapter section paragraph verse".split())
_NUMBER = re.compile(r"[\w.,–-]{1,9}")


def is_textpart(element: etree._Element | None) -> bool:
    """Return whether a division is a numbered part of a text that has no head of its own."""
    return (
        element is not None
        and element.get("type") == "textpart"
        and _NUMBER.fullmatch(element.get("n") or "") is not None
        and not is_headed(element)
    )


def is_divided(element: etree._Element) -> bool:
    """Return whether a part of a text, or its like beside it, is divided again."""
    around = element.getparent()
    alike = [element] if around is None else around.iterchildren(tei("div"))
    return any(map(_holds_numbers, alike))


def _holds_numbers(division: etree._Element) -> bool:
    parts = any(child.get("type") == "textpart" for child in division.iterchildren(tei("div")))
    return parts or any(m.get("n") and is_cited_by(m) for m in division.iter(tei("milestone")))


def heading_of(element: etree._Element | None, language: str) -> str:
    """Head a part by its kind and number, `Book 1`, or by its number alone."""
    if element is None or not is_textpart(element):
        return ""
    return kind_title(kind_of(element), element, language) or element.get("n") or ""


def is_cited_by(milestone: etree._Element) -> bool:
    """Return whether a milestone numbers a section of an edition that is cited by it."""
    return milestone.get("unit") in _UNITS and any(
        division.get("type") in _CITED for division in milestone.iterancestors(tei("div"))
    )


def begin_with_number(section: etree._Element, number: str) -> None:
    """Put a part's number before its first words, or on a line before its first block."""
    first = next(iter(section), None)
    span = etree.Element(f"{{{XHTML}}}span", {"class": "part-number"})
    span.text = number
    if first is not None and local_name(first) == "p" and not (section.text or "").strip():
        span.tail, first.text = f" {(first.text or '').lstrip()}", None
        first.insert(0, span)
    else:
        line = etree.Element(f"{{{XHTML}}}p", {"class": "part-number-line"})
        line.append(span)
        line.tail, section.text = section.text, None
        section.insert(0, line)
