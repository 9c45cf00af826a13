"""The rule for `g` (TEI chapter 5): a character that the manuscript describes, or a known name."""

from __future__ import annotations

from lxml import etree

from publish.document import XML_ID, local_name, tei
from publish.typeset.render import Typesetter

_KNOWN = {
    "char:EOLhyphen": "",
    "char:EOLunhyphen": "",
    "char:abque": "que",
    "char:abper": "per",
    "char:abus": "us",
    "char:abrum": "rum",
    "char:abcon": "con",
    "char:punc": "▪",
    "char:leaf": "❧",
    "char:asterism": "⁂",
    "char:cmbAbbrStroke": "\u0304",
    "char:star": "*",
}
"""Characters of the Text Creation Partnership, which are named and described nowhere."""

_PREFERRED = ("standard", "normalized", "simplified", "precomposed", "composed", "diplomatic")


def set_glyph(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set what the element holds, else what the header maps it to, else its name in brackets.

    A character without any mapping is told as TYP-004.
    """
    if element.text or len(element):
        typesetter.children(element, into)
        return
    reference = element.get("ref") or ""
    if reference in _KNOWN:
        typesetter.say(into, _KNOWN[reference])
        return
    described = _description(reference, typesetter)
    mapped = _mapping(described) if described is not None else ""
    if mapped:
        typesetter.say(into, mapped)
        return
    name = _name(described) if described is not None else ""
    name = name or reference.rpartition("#")[2].rpartition(":")[2] or element.get("type") or "?"
    message = f"no character is given for <g ref={reference!r}>; its name is shown in its place"
    hint = "put the character into the element, or a mapping into charDecl of the teiHeader"
    typesetter.tell("TYP-004", message, element, hint)
    typesetter.open(into, "span", cls="glyph").text = f"[{name}]"


def _description(reference: str, typesetter: Typesetter) -> etree._Element | None:
    identifier = reference.rpartition("#")[2]
    root = typesetter.document.root
    for described in root.iter(tei("char"), tei("glyph")):
        if identifier and described.get(XML_ID) == identifier:
            return described
    return None


def _mapping(described: etree._Element) -> str:
    """Choose the mapping closest to a plain character of Unicode."""
    found = {
        (mapping.get("type") or "").lower(): "".join(map(str, mapping.itertext())).strip()
        for mapping in described.iter(tei("mapping"))
    }
    found = {kind: text for kind, text in found.items() if text and not _is_private(text)}
    for kind in _PREFERRED:
        if kind in found:
            return found[kind]
    return next(iter(found.values()), "")


def _is_private(text: str) -> bool:
    return any("\ue000" <= letter <= "\uf8ff" for letter in text)


def _name(described: etree._Element) -> str:
    names = [e for e in described if local_name(e) in {"charName", "glyphName", "desc"}]
    return next((" ".join("".join(map(str, e.itertext())).split()) for e in names), "")


RULES = {"g": set_glyph}
