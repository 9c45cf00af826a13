"""Rules for what opens and closes divisions, letters above all (TEI chapter 4.2)."""

from __future__ import annotations

from lxml import etree

from publish.model.document import local_name
from publish.typeset.correspondence import MADE_LINE
from publish.typeset.render import Typesetter

_IN_LINE = frozenset("p ab l head q quote said s seg hi emph item cell stage speaker".split())

CLASSES = {"postscript": "postscript", "opener": "opener", "closer": "closer"}


def set_group(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an opener, closer or postscript: lines of their own inside a block."""
    made = typesetter.open(into, "div", element, CLASSES[local_name(element)])
    typesetter.children(element, made)


def set_line(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a dateline, salute, signature, byline or trailer as a line; in the line inside one."""
    name = local_name(element)
    parent = element.getparent()
    is_in_line = parent is not None and local_name(parent) in _IN_LINE
    tag = "span" if is_in_line else "p"
    typesetter.children(element, typesetter.open(into, tag, element, name))


def set_made_line(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a line that was made from a letter's description."""
    made = typesetter.open(into, "p", None, element.get("class") or "")
    typesetter.children(element, made)


RULES = {
    MADE_LINE: set_made_line,
    **dict.fromkeys(CLASSES, set_group),
    **dict.fromkeys("dateline salute signed byline trailer".split(), set_line),
}
