"""Places that the header names itself: `citeStructure` (TEI chapter 17.2.5.4).

`@match` is the way to the places from those around them, `@use` what numbers each. Of XPath such
ways are understood as ElementTree does, and no more: names, `[@type='verse']`, `//`.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.model.document import TEI, XML_ID, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.citations import Path

_NAME = lazy_pattern(r"(?<![\w@:'\"])(?:tei:)?([A-Za-z]\w*)(?![\w(:'\"=])")
_PLAIN = lazy_pattern(r"(?:tei:)?[\w.]+|[\w\s/@:.'\"=\[\]*]+")
_MOST = 200_000

Place = tuple[etree._Element, Path]


def structured_places(root: etree._Element) -> list[Place]:
    """List the places that a header's structure names, with the way of numbers to each."""
    found: list[Place] = []
    for declared in root.iter(tei("refsDecl")):
        for structure in declared.iterchildren(tei("citeStructure")):
            _gather(structure, root, (), found)
    if not found:
        return found
    order = {element: number for number, element in enumerate(root.iter(etree.Element))}
    return sorted(found, key=lambda place: order[place[0]])


def _gather(
    structure: etree._Element, around: etree._Element, path: Path, found: list[Place]
) -> None:
    matched = _matched(structure.get("match") or "", around)
    for position, element in enumerate(matched[: _MOST - len(found)], start=1):
        number = _number(structure.get("use") or "", element, position)
        own = (*path, number) if number else path
        if own != path:
            found.append((element, own))
        for inner in structure.iterchildren(tei("citeStructure")):
            _gather(inner, element, own, found)


def _matched(match: str, around: etree._Element) -> list[etree._Element]:
    """Find the elements that a way leads to; none for a way that is not understood."""
    way = match.strip()
    if not _PLAIN.fullmatch(way):
        return []
    if way.startswith("/"):
        way = "." + re.sub(r"^/(?:tei:)?TEI(?=/)", "", way)
    try:
        return list(around.findall(_NAME.sub(lambda name: f"{{{TEI}}}{name[1]}", way)))
    except SyntaxError:
        return []


def _number(use: str, element: etree._Element, position: int) -> str:
    if use.replace(" ", "") == "position()":
        return str(position)
    if use.startswith("@"):
        name = XML_ID if use == "@xml:id" else use[1:]
        number = (element.get(name) or "").strip()
        return "" if number.startswith("urn:") or ":" in number else number
    return ""
