"""Text into a tree whose elements know their places.

lxml gives lines only; expat gives columns too. Both see the same elements in the same order.
"""

from __future__ import annotations

import re
import xml.parsers.expat as expat

from lxml import etree
from msgspec import Struct, field

from publish.model.document import AT
from publish.model.finding import Finding, Place, PublishError, error
from publish.read.comments import drop_comments
from publish.read.default_attributes import apply_defaults
from publish.read.doctype import Doctype, read_doctype
from publish.read.entities import Shifts, resolve_entities
from publish.read.entity_names import mark_names
from publish.read.entity_sets import EntitySets
from publish.read.wellformed import explain, looks_like_sgml, say_sgml

DEEPEST = 100
"""Elements inside one another; real documents stay below 40.

libxml2, with which many reading systems are made, refuses what is above 256, and one element here
may need two there."""


MOST_NODES = 1_000_000
"""Elements, comments and instructions of a book; each takes half a kB of memory."""

MOST_ATTRIBUTES = 1000
"""Attributes of one element."""


class Parsed(Struct):
    """A tree, and the DOCTYPE that its text had."""

    root: etree._Element
    doctype: Doctype = field(default_factory=Doctype)
    findings: list[Finding] = field(default_factory=list)


def parse(text: str, file_name: str, sets: EntitySets, *, places_name: str = "") -> Parsed:
    """Parse XML text; every element gets its place in the attribute AT.

    `sets` finds what the DOCTYPE names beside the manuscript. `places_name` goes into the places
    where the text is not that of the main file. Raises PublishError where the text is not
    well-formed (REA-007, 008, 010, 011), where an entity has no value (REA-012, 013, 019),
    where it is nested too deeply (REA-014) or takes too much memory (REA-118).
    """
    try:
        return _parse(text, file_name, sets, places_name)
    except PublishError as stop:
        malformed = stop.findings[0].code in {"REA-008", "REA-010", "REA-011"}
        if malformed and looks_like_sgml(text):
            raise PublishError(say_sgml(stop.findings[0])) from stop
        raise


def _parse(text: str, file_name: str, sets: EntitySets, places_name: str) -> Parsed:
    doctype = read_doctype(text, file_name, sets)
    if doctype.end:
        blank = re.sub(r"[^\n]", " ", text[doctype.start : doctype.end])
        text = text[: doctype.start] + blank + text[doctype.end :]
    resolved = resolve_entities(text, doctype, file_name)
    text, shifts = resolved.text, resolved.shifts
    starts = _starts(
        text, file_name, shifts
    )  # first, for it needs no memory to find what takes too much
    try:
        root = etree.fromstring(text.encode("utf-8"), _parser())
    except etree.XMLSyntaxError as problem:
        raise PublishError(*explain(text, file_name, problem, shifts)) from problem
    _record_places(root, starts, places_name)
    drop_comments(root)
    apply_defaults(root, doctype, file_name)
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


def _record_places(root: etree._Element, starts: list[str], places_name: str) -> None:
    elements = list(root.iter(etree.Element))
    prefix = f"{places_name}:" if places_name else ""
    if len(starts) != len(elements):
        starts = [f"{element.sourceline or 1}:1" for element in elements]
    for element, start in zip(elements, starts, strict=True):
        element.set(AT, prefix + start)


def _starts(text: str, file_name: str, shifts: Shifts) -> list[str]:
    """List `line:column` of each start tag; empty where expat refuses the text.

    Raises PublishError REA-014 where it is nested too deeply, REA-118 where it has too many nodes,
    or an element too many attributes.
    """
    parser = expat.ParserCreate("utf-8")
    parser.ordered_attributes = True
    starts: list[str] = []
    closed: list[str] = []
    lines = shifts.by_line

    others = 0

    def start(_name: str, attributes: list[str]) -> None:
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        if line in lines:
            column = shifts.column(line, column)
        starts.append(f"{line}:{column}")
        if len(starts) - len(closed) > DEEPEST:
            raise too_deep(Place(file_name, line, column))
        if len(attributes) > 2 * MOST_ATTRIBUTES:
            message = f"an element has more than {MOST_ATTRIBUTES} attributes"
            place = Place(file_name, line, column)
            raise PublishError(error("REA-118", message, place, "leave out those that say nothing"))
        count()

    def count(*_other: object) -> None:
        nonlocal others
        others += bool(_other)
        if len(starts) + others > MOST_NODES:
            raise too_many_nodes(Place(file_name, parser.CurrentLineNumber))

    parser.StartElementHandler = start
    parser.EndElementHandler = closed.append
    parser.CommentHandler = parser.ProcessingInstructionHandler = count
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as problem:
        if text.count("<") > 2 * MOST_NODES:  # libxml2 may take it, and all memory with it
            raise too_many_nodes(Place(file_name, problem.lineno)) from problem
        return []
    return starts


def too_many_nodes(place: Place | None) -> PublishError:
    """Say that there are more elements and comments than memory is there for."""
    message = f"more than {MOST_NODES:,} elements and comments"
    hint = "split it into several books, or leave out what no reader sees"
    return PublishError(error("REA-118", message, place, hint))


def too_deep(place: Place | None) -> PublishError:
    """Say that elements are nested beyond what any book needs."""
    message = f"elements stand inside one another more than {DEEPEST} deep"
    return PublishError(error("REA-014", message, place, "close elements where they end"))
