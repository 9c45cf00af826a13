"""Text into a tree whose elements know their places.

lxml gives lines only; expat gives columns too. Both see the same elements in the same order.
"""

from __future__ import annotations

import re
import xml.parsers.expat as expat
from dataclasses import dataclass, field

from lxml import etree

from publish.document import AT
from publish.finding import Finding, Place, PublishError, error
from publish.read.doctype import Doctype, read_doctype
from publish.read.entities import Shifts, resolve_entities
from publish.read.entity_names import mark_names
from publish.read.entity_sets import EntitySets
from publish.read.wellformed import explain, looks_like_sgml, say_sgml

DEEPEST = 100
"""Elements inside one another; real documents stay below 40.

libxml2, with which many reading systems are made, refuses what is above 256, and one element here
may need two there."""


@dataclass(slots=True)
class Parsed:
    """A tree, and the DOCTYPE that its text had."""

    root: etree._Element
    doctype: Doctype = field(default_factory=Doctype)
    findings: list[Finding] = field(default_factory=list)


def parse(text: str, shown: str, sets: EntitySets, *, places_name: str = "") -> Parsed:
    """Parse XML text; every element gets its place in the attribute AT.

    `sets` finds what the DOCTYPE names beside the manuscript. `places_name` goes into the places
    where the text is not that of the main file. Raises PublishError where the text is not
    well-formed (REA-007, 008, 010, 011), where an entity has no value (REA-012, 013, 019), or
    where it is nested too deeply (REA-014).
    """
    try:
        return _parse(text, shown, sets, places_name)
    except PublishError as stop:
        malformed = stop.findings[0].code in {"REA-008", "REA-010", "REA-011"}
        if malformed and looks_like_sgml(text):
            raise PublishError(say_sgml(stop.findings[0])) from stop
        raise


def _parse(text: str, shown: str, sets: EntitySets, places_name: str) -> Parsed:
    doctype = read_doctype(text, shown, sets)
    if doctype.end:
        blank = re.sub(r"[^\n]", " ", text[doctype.start : doctype.end])
        text = text[: doctype.start] + blank + text[doctype.end :]
    resolved = resolve_entities(text, doctype, shown)
    text, shifts = resolved.text, resolved.shifts
    try:
        root = etree.fromstring(text.encode("utf-8"), _parser())
    except etree.XMLSyntaxError as problem:
        raise PublishError(*explain(text, shown, problem, shifts)) from problem
    _record_places(root, text, shown, shifts, places_name)
    _apply_defaults(root, doctype)
    mark_names(root, resolved.unread)
    return Parsed(root, doctype, resolved.findings)


def _parser() -> etree.XMLParser:
    """Make a parser that fetches nothing and takes any `xml:id`; `ids.py` tells of wrong ones."""
    return etree.XMLParser(
        encoding="utf-8",
        collect_ids=False,
        huge_tree=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )


def _record_places(
    root: etree._Element, text: str, shown: str, shifts: Shifts, places_name: str
) -> None:
    starts = _starts(text, shown, shifts)
    elements = list(root.iter(etree.Element))
    prefix = f"{places_name}:" if places_name else ""
    if len(starts) != len(elements):
        starts = [f"{element.sourceline or 1}:1" for element in elements]
    for element, start in zip(elements, starts, strict=True):
        element.set(AT, prefix + start)


def _starts(text: str, shown: str, shifts: Shifts) -> list[str]:
    """List `line:column` of each start tag; empty where expat refuses what lxml took."""
    parser = expat.ParserCreate("utf-8")
    parser.ordered_attributes = True
    starts: list[str] = []
    closed: list[str] = []
    lines = shifts.by_line

    def start(_name: str, _attributes: object) -> None:
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        if line in lines:
            column = shifts.column(line, column)
        starts.append(f"{line}:{column}")
        if len(starts) - len(closed) > DEEPEST:
            raise too_deep(Place(shown, line, column))

    parser.StartElementHandler = start
    parser.EndElementHandler = closed.append
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError:
        return []
    return starts


def too_deep(place: Place | None) -> PublishError:
    """Say that elements are nested beyond what any book needs."""
    message = f"elements stand inside one another more than {DEEPEST} deep"
    return PublishError(error("REA-014", message, place, "close elements where they end"))


def _apply_defaults(root: etree._Element, doctype: Doctype) -> None:
    """Add attributes whose values the internal subset gives; a document may rely on them."""
    for name, defaults in doctype.defaults.items():
        for element in root.iter(name, f"{{*}}{name}"):
            for attribute, value in defaults.items():
                if (
                    ":" not in attribute
                    and attribute != "xmlns"
                    and attribute not in element.attrib
                ):
                    element.set(attribute, value)
