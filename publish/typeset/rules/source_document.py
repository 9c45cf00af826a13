"""Rules for a transcription that follows the page and not the text (TEI chapter 12.1).

Surfaces, zones and lines are set as they lie: a line for each line, a space between zones.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.model.document import local_name
from publish.typeset.render import Typesetter
from publish.typeset.rules.breaks import set_page_break
from publish.typeset.rules.drama import is_in_line
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.rules.structure import leave_out_data

_HOLDERS = frozenset("text front body back group div".split())


def set_document(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the pages of a document that has no other text; beside a text they are data."""
    parent = element.getparent()
    if parent is not None and local_name(parent) in _HOLDERS:
        typesetter.children(element, into)
    else:
        leave_out_data(element, into, typesetter)


def set_surface(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a page, whose number goes into the page list; one inside another is a slip on it."""
    made = typesetter.open(into, "div", element, local_name(element))
    if element.get("n"):
        set_page_break(_mark_of(element), made, typesetter)
    typesetter.children(element, made)


def _mark_of(surface: etree._Element) -> etree._Element:
    """Make the page break that says where a surface begins."""
    return etree.Element("pb", {"n": surface.get("n") or ""})


def set_zone(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an area of a page, with the word that the manuscript has for it as a class."""
    if is_in_line(element, typesetter):
        set_as_surroundings(element, into, typesetter)
        return
    kind = re.sub(r"[^a-z-]+", "-", (element.get("type") or "").lower()).strip("-")
    typesetter.children(element, typesetter.open(into, "div", element, f"zone {kind}".strip()))


def set_line(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a line of a page as a line; one inside a run of words stays in it."""
    if is_in_line(element, typesetter):
        set_as_surroundings(element, into, typesetter)
    else:
        typesetter.children(element, typesetter.open(into, "div", element, "source-line"))


RULES = {
    **dict.fromkeys("sourceDoc facsimile".split(), set_document),
    **dict.fromkeys("surface surfaceGrp".split(), set_surface),
    "zone": set_zone,
    "line": set_line,
}
