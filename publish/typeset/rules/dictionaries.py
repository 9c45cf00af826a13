"""Rules for dictionaries (TEI chapter 10): an entry is a paragraph, with its parts in the line."""

from __future__ import annotations

from lxml import etree

from publish.model.document import local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.entry_parts import (
    ENTRIES,
    brackets_for,
    fill_part,
    homograph_of,
    role_of,
    sign_of,
    words_of,
)
from publish.typeset.render import Typesetter
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.xhtml import classes, end_with, ending

_NUMBER = lazy_pattern(r"(?:\d{1,3}[a-z]?|[A-Za-z]|[ivxIVX]{1,6}|[α-ωΑ-Ω]|[\W_]{1,3})[.)]?")
_FIRST = frozenset("0 1 a A i I α Α".split())

_TAGS = {"orth": "b", "oRef": "b", "gramGrp": "i", "usg": "i"}


def set_entry(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an entry as a block with a hanging first line; one inside another runs on in its line."""
    parent = element.getparent()
    name = local_name(parent) if parent is not None else ""
    if name in ENTRIES - {"superEntry"} or name in {"sense", "hom", "re"}:
        _set_related(element, into, typesetter)
        return
    cls = "entry" if local_name(element) != "superEntry" else "super-entry"
    made = typesetter.open(into, "div", element, cls)
    typesetter.walk.has_entries = True
    _say_number(_number(element) if name == "superEntry" else "", made, typesetter)
    if element.find(tei("entry")) is not None and cls == "super-entry":
        typesetter.children(element, made)
    else:
        fill_part(element, made, typesetter)
        _say_homograph(element, made, typesetter)


def _say_homograph(entry: etree._Element, made: etree._Element, typesetter: Typesetter) -> None:
    """Set the number that tells an entry from its neighbour, raised behind the headword."""
    number = homograph_of(entry)
    orth = next((e for e in made.iter() if "orth" in classes(e)), None) if number else None
    if orth is not None:
        raised = typesetter.open(made, "sup", None, "homograph")
        raised.text = number
        raised.tail, orth.tail = orth.tail, None
        orth.addnext(raised)


def _set_related(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    _part_from_before(element, into, typesetter)
    fill_part(element, typesetter.open(into, "span", element, "related"), typesetter)


def set_sense(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a sense or homograph in the line, with its number before it."""
    _part_from_before(element, into, typesetter)
    made = typesetter.open(into, "span", element, local_name(element))
    _say_number(_number(element), made, typesetter)
    fill_part(element, made, typesetter)


def _say_number(number: str, made: etree._Element, typesetter: Typesetter) -> None:
    if number:
        typesetter.open(made, "b", None, "sense-number").text = number
        typesetter.say(made, "\u00a0")


def _number(sense: etree._Element) -> str:
    """Return the number before a sense; none where it says it, or is the only one of its kind."""
    number = (sense.get("n") or "").strip()
    if not _NUMBER.fullmatch(number) or words_of(sense).startswith(number.rstrip(".)")):
        return ""
    name = local_name(sense)
    has_others = any(local_name(e) == name for e in sense.itersiblings()) or any(
        local_name(e) == name for e in sense.itersiblings(preceding=True)
    )
    return number if has_others or number.rstrip(".)") not in _FIRST else ""


def set_part(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a headword, definition, label or the like, in brackets where its kind has them."""
    if not words_of(element) and not len(element):
        typesetter.carry(element, into)
        return
    _part_from_before(element, into, typesetter)
    name = local_name(element)
    tag = _TAGS.get(name, "span")
    if name == "orth" and _is_equivalent(element):
        tag = "span"
    look = element.get("rend") or element.get("rendition") or element.get("style")
    made = typesetter.open(into, "span" if look else tag, element, name)
    opening, closing = brackets_for(element, typesetter)
    made.text = opening or None
    typesetter.walk.is_joining |= bool(opening)
    fill_part(element, made, typesetter)
    if closing:
        end_with(made, ending(made).rstrip())
        typesetter.say(made, closing)


def _is_equivalent(word: etree._Element) -> bool:
    """Return whether a form is a translation or an etymon, not what an entry is looked up by."""
    return any(local_name(e) in {"cit", "etym", "xr", "trans"} for e in word.iterancestors())


def set_reference(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a cross-reference to another entry, with a sign where it has no word for what it is."""
    _part_from_before(element, into, typesetter)
    made = typesetter.open(into, "span", element, "xr")
    if words_of(element):
        made.text = sign_of(element, typesetter) or None
    fill_part(element, made, typesetter)


def set_headword_again(
    element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set the place of the headword in an example; a swung dash where it is not written out."""
    _part_from_before(element, into, typesetter)
    made = typesetter.open(into, "b", element, "oRef")
    if words_of(element):
        typesetter.children(element, made)
    else:
        made.text = "~"


def set_number(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a label; the number with which a sense begins is bold."""
    parent = element.getparent()
    is_first = (
        parent is not None and next(iter(parent.iterchildren(etree.Element)), None) is element
    )
    is_number = is_first and parent is not None and role_of(parent) == "sense"
    if is_number and _NUMBER.fullmatch(words_of(element)):
        typesetter.children(element, typesetter.open(into, "b", element, "sense-number"))
    else:
        set_as_surroundings(element, into, typesetter)


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


_PARTS = "form orth pron gramGrp def usg etym oVar dictScrap trans".split()

_PLAIN = """
    gram pos gen number case per mood iType colloc subc pRef pVar
    tns
""".split()

RULES = {
    **dict.fromkeys(ENTRIES, set_entry),
    **dict.fromkeys("sense hom".split(), set_sense),
    **dict.fromkeys(_PARTS, set_part),
    **dict.fromkeys(_PLAIN, set_as_surroundings),
    "re": _set_related,
    "xr": set_reference,
    "oRef": set_headword_again,
    **dict.fromkeys("lbl num".split(), set_number),
}
