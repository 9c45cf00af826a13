"""TEI P4 into TEI P5, by the table p4.toml.

Authority: TEI P4 (2002) and the TEI Consortium's p4top5 stylesheet. Looks (`@rend`) stay as they
are. The tree is already in the TEI namespace.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import tomli
from lxml import etree
from msgspec import Struct

from publish.model.document import AT, XML, XML_LANG, local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.read.attributes import attributes_of, take_attribute, text_of
from publish.read.doctype import Doctype

LADDER_IMAGE = lazy_pattern(r"\bimage\(([^)]*)\)")
"""An image named in a rendition ladder, as Project Gutenberg's TEI has it."""
DOCUMENTS = frozenset({"TEI", "teiCorpus", "group"})


class Table(Struct, frozen=True):
    """p4.toml as the upgrade uses it."""

    elements: dict[str, str]
    attributes: dict[str, str]
    element_attributes: dict[tuple[str, str], str]
    pointers: frozenset[str]
    readings: dict[tuple[str, str], str]
    element_case: dict[str, str]
    attribute_case: dict[str, str]


@cache
def _table() -> Table:
    rows = tomli.loads(Path(__file__).with_name("p4.toml").read_text("utf-8"))

    def pairs(name: str) -> dict[tuple[str, str], str]:
        return {tuple(key.split("/")): value for key, value in rows[name].items()}

    def case(name: str) -> dict[str, str]:
        names = rows["case"][name].split()
        return {spelling.lower(): spelling for spelling in names}

    return Table(
        rows["elements"],
        rows["attributes"],
        pairs("element_attributes"),
        frozenset(rows["pointers"]["names"].split()),
        pairs("readings"),
        case("elements") | {name.lower(): name for name in rows["elements"]},
        case("attributes"),
    )


_OF_ENTRIES = {"trans": ("cit", "translation"), "tr": ("quote", ""), "eg": ("cit", "example")}
"""What P4 has in the entries of dictionaries alone (P4 chapter 12.3.5), and what P5 made of it."""


def is_p4_root(name: str) -> bool:
    """Return whether a root of this name is TEI P4's."""
    return name.lower() in {"tei.2", "teicorpus.2"}


def upgrade_p4(root: etree._Element, doctype: Doctype, *, is_p4: bool) -> etree._Element:
    """Rename what P5 renamed and rebuild what it rebuilt; give the root.

    `is_p4` tells that bare values of pointers are ids: in P5 without a namespace they are files.
    """
    _mend_case(root)
    for element in root.iter(tei("*")):
        _rename(element)
        _rename_attributes(element)
        if is_p4:
            _point(element)
    languages = {
        language.get("ident", ""): text_of(language).strip()
        for language in root.iter(tei("language"))
    }
    for element in list(root.iter(tei("*"))):
        _name_language(element, languages)
        _split_readings(element)
        _rebuild(element, doctype)
    return root


def _mend_case(root: etree._Element) -> None:
    """Spell names as TEI does, where a converter wrote them in capitals or in small letters."""
    table = _table()
    for element in root.iter(tei("*")):
        name = local_name(element)
        known = table.element_case.get(name.lower(), name.lower() if name.isupper() else name)
        if name == known:
            continue
        element.tag = tei(known)
        for key, value in attributes_of(element).items():
            small = str(key).lower()
            if not str(key).startswith("{") and small != key:
                del element.attrib[key]
                element.set(table.attribute_case.get(small, small), value)


def _rename(element: etree._Element) -> None:
    name = local_name(element)
    new = _table().elements.get(name)
    if new:
        element.tag = tei(new)
    parent = element.getparent()
    if name == "text" and parent is not None and local_name(parent) not in DOCUMENTS | {"TEI.2"}:
        element.tag = tei("floatingText")
    elif name == "state" and parent is not None and local_name(parent) == "refsDecl":
        element.tag = tei("refState")


def _rename_attributes(element: etree._Element) -> None:
    table, name = _table(), local_name(element)
    for key in list(element.attrib):
        new = table.element_attributes.get((name, str(key)), table.attributes.get(str(key)))
        if new is None:
            continue
        value = take_attribute(element, str(key))
        new = new.replace("xml:", f"{{{XML}}}")
        if new and new not in element.attrib:
            element.set(new, value)


def _point(element: etree._Element) -> None:
    """Write ids as URIs; what has the form of an address or a file stays."""
    for key in _table().pointers.intersection(element.attrib):
        tokens = element.get(key, "").split()
        element.set(key, " ".join(map(_as_uri, tokens)))


def _as_uri(token: str) -> str:
    is_uri = re.match(r"#|[a-z][a-z0-9+]*:", token, re.I) or "/" in token or token.endswith(".xml")
    return token if is_uri else f"#{token}"


def _name_language(element: etree._Element, languages: dict[str, str]) -> None:
    """Follow `@lang`, the id of a language in the header, to the language's name."""
    lang = element.get(XML_LANG)
    if lang and lang in languages and re.search(r"\d|^.{4,}$", lang) and "-" not in lang:
        element.set(XML_LANG, languages[lang] or lang)


def _split_readings(element: etree._Element) -> None:
    """Make a `choice` of an element that has the other reading in an attribute."""
    name = local_name(element)
    for (own, attribute), other in _table().readings.items():
        if own == name and attribute in element.attrib:
            words = take_attribute(element, attribute)
            choice = etree.Element(tei("choice"))
            if AT in element.attrib:
                choice.set(AT, element.get(AT, ""))
            parent = element.getparent()
            if parent is None or local_name(parent) == "choice":
                return
            parent.replace(element, choice)
            choice.tail, element.tail = element.tail, None
            choice.append(element)
            etree.SubElement(choice, tei(other)).text = words
            return


def _rebuild(element: etree._Element, doctype: Doctype) -> None:
    name = local_name(element)
    if name == "figure":
        _give_graphic(element, doctype)
    elif name in {"ref", "ptr"}:
        _give_target(element, doctype)
    elif name == "gap":
        _give_description(element)
    elif name == "index":
        _nest_terms(element)
    elif name in _OF_ENTRIES:
        _cite(element)


def _cite(part: etree._Element) -> None:
    """Make a `cit` of a translation or example of a dictionary (P5 chapter 10.3.5)."""
    if next(part.iterancestors(tei("entry"), tei("entryFree"), tei("superEntry")), None) is None:
        return
    tag, kind = _OF_ENTRIES[local_name(part)]
    part.tag = tei(tag)
    if kind:
        part.set("type", kind)


def _give_graphic(figure: etree._Element, doctype: Doctype) -> None:
    """Name the image in a `graphic`: from `@url`, `@entity` or a rendition ladder."""
    url = take_attribute(figure, "url")
    entity = take_attribute(figure, "entity")
    ladder = LADDER_IMAGE.search(figure.get("rend", ""))
    if entity and not url:
        url = doctype.unparsed.get(entity) or doctype.external.get(entity) or entity
    if not url and ladder:
        url = ladder[1].strip()
        figure.set("rend", LADDER_IMAGE.sub("", figure.get("rend", "")).strip())
    if url and figure.find(tei("graphic")) is None:
        graphic = etree.Element(tei("graphic"), url=url)
        figure.insert(0, graphic)
        graphic.tail, figure.text = figure.text, None


def _give_target(pointer: etree._Element, doctype: Doctype) -> None:
    """Make `@target` of an extended pointer: a document entity, or `from="id (x)"`."""
    entity = take_attribute(pointer, "doc")
    place = re.match(r"\s*id\s*\(\s*([^)\s]+)\s*\)", take_attribute(pointer, "from"), re.I)
    take_attribute(pointer, "to")
    if "target" not in pointer.attrib and (entity or place):
        file = doctype.unparsed.get(entity) or doctype.external.get(entity) or entity
        pointer.set("target", file + (f"#{place[1]}" if place else ""))


def _give_description(gap: etree._Element) -> None:
    words = take_attribute(gap, "desc") or take_attribute(gap, "disp")
    if words and gap.find(tei("desc")) is None:
        etree.SubElement(gap, tei("desc")).text = words


def _nest_terms(index: etree._Element) -> None:
    """Write the levels of an index entry as nested terms (TEI P5 chapter 3.9.2)."""
    inside = index
    for level in range(1, 5):
        words = take_attribute(index, f"level{level}")
        if words:
            if level > 1:
                inside = etree.SubElement(inside, tei("index"))
            etree.SubElement(inside, tei("term")).text = words
