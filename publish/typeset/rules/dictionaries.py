"""Rules for dictionaries (TEI chapter 10): entries as paragraphs, their parts in the line."""

from __future__ import annotations

from lxml import etree

from publish.model.document import local_name
from publish.typeset.render import Typesetter
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.xhtml import ending

_BLOCKS = frozenset("entry entryFree superEntry".split())


def set_entry(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an entry as a block with a hanging first line; one inside another is a part of it.

    An inner one that punctuation follows stands in the line of the entry around it.
    """
    parent = element.getparent()
    is_inner = parent is not None and local_name(parent) in _BLOCKS
    if is_inner and _is_punctuated(element):
        set_part(element, into, typesetter)
        return
    cls = "entry inner" if is_inner else "entry"
    typesetter.children(element, typesetter.open(into, "div", element, cls))


def _is_punctuated(element: etree._Element) -> bool:
    behind = (element.tail or "").strip()
    following = element.getnext()
    if behind:
        return not behind[0].isalnum()
    return following is not None and local_name(following) == "pc"


def set_sense(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a sense or homograph in the line, with its number before it."""
    _part_from_before(element, into, typesetter)
    made = typesetter.open(into, "span", element, local_name(element))
    number = (element.get("n") or "").strip()
    said = "".join(map(str, element.itertext())).strip()
    if number and not said.startswith(number):
        typesetter.open(made, "b", None, "sense-number").text = number
        typesetter.say(made, " ")
    typesetter.children(element, made)


def set_part(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a headword, definition, label or the like; parts of an unspaced entry get a space."""
    _part_from_before(element, into, typesetter)
    name = local_name(element)
    tag = {"orth": "b", "oRef": "b", "gramGrp": "i", "usg": "i"}.get(name, "span")
    look = element.get("rend") or element.get("rendition") or element.get("style")
    typesetter.children(element, typesetter.open(into, "span" if look else tag, element, name))


def _part_from_before(
    element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Put a space before an element that stands right behind another in the source."""
    before = element.getprevious()
    said = ending(into)
    if before is None or before.tail or not said or said[-1].isspace():
        return
    if not said.endswith(("(", "[", "-")):
        typesetter.say(into, " ")


_PARTS = """
    form orth pron gramGrp def usg etym xr oRef re
""".split()

_PLAIN = """
    gram pos gen number case per mood iType colloc subc pRef oVar pVar lbl dictScrap
    tns
""".split()

RULES = {
    **dict.fromkeys(_BLOCKS, set_entry),
    **dict.fromkeys("sense hom".split(), set_sense),
    **dict.fromkeys(_PARTS, set_part),
    **dict.fromkeys(_PLAIN, set_as_surroundings),
}
