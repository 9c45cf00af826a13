"""XHTML as typesetting makes it (lxml) -> the bare element tree that WeasyPrint lays out.

WeasyPrint's own HTML parser would move a list out of a paragraph and cut a table's foreign
content; a ready tree keeps our structure and saves the parse. It names HTML elements without a
namespace and is a plain `xml.etree` tree.
"""

from __future__ import annotations

from functools import lru_cache
from xml.etree.ElementTree import Element

from lxml import etree

from publish.model.document import XML_LANG
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import EPUB, SOURCE_READING, XHTML

_HTML = f"{{{XHTML}}}"
_EPUB_TYPE = f"{{{EPUB}}}type"
_SPACE_AT_LINE_END = lazy_pattern(r"[ \t]+(?=\n)")


def bare(source: etree._Element) -> Element:
    """Copy an XHTML tree into bare elements, without its tail; comments and PIs fall away."""
    made = _bare_one(source)
    pending = [(source, made)]
    while pending:
        original, copy = pending.pop()
        last: Element | None = None
        for child in original:
            if isinstance(child.tag, str):
                last = _bare_one(child)
                last.tail = child.tail
                copy.append(last)
                pending.append((child, last))
            elif child.tail and last is not None:
                last.tail = (last.tail or "") + child.tail
            elif child.tail:
                copy.text = (copy.text or "") + child.tail
    for block in made.iter("pre"):
        _close_line_ends(block)
    return made


def _close_line_ends(block: Element) -> None:
    """Take the spaces from the line ends of preformatted text; WeasyPrint stumbles over them."""
    for element in block.iter():
        element.text = _SPACE_AT_LINE_END.sub("", element.text or "") or None
        if element is not block:
            element.tail = _SPACE_AT_LINE_END.sub("", element.tail or "") or None


def _bare_one(source: etree._Element) -> Element:
    made = Element(str(source.tag).removeprefix(_HTML), _attributes(source))
    made.text = source.text
    return made


def _attributes(source: etree._Element) -> dict[str, str]:
    if not len(source.attrib):
        return {}
    attributes = {
        str(name): str(value) for name, value in source.attrib.items() if not _is_private(name)
    }
    lang = source.get(XML_LANG)
    if lang and "lang" not in attributes:
        attributes["lang"] = lang
    kind = source.get(_EPUB_TYPE)
    if kind:
        attributes["data-type"] = kind
    return attributes


def _is_private(name: str | bytes) -> bool:
    if name == SOURCE_READING:
        return True
    return str(name).startswith("{") and not str(name).startswith("{http://www.w3.org/1999/xlink}")


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Append a bare element; an attribute's trailing underscore falls away (`class_`)."""
    made = Element(tag, {key.rstrip("_").replace("_", "-"): v for key, v in attributes.items()})
    made.text = text or None
    parent.append(made)
    return made


def classes(element: Element) -> frozenset[str]:
    """Return the classes of an element."""
    return _each(element.get("class", ""))


@lru_cache(maxsize=1000)
def _each(written: str) -> frozenset[str]:
    return frozenset(written.split())


def add_class(element: Element, name: str) -> None:
    """Add a class to those that an element has."""
    element.set("class", f"{element.get('class', '')} {name}".strip())


def parents_of(root: Element) -> dict[Element, Element]:
    """Map every element below `root` to its parent."""
    return {child: parent for parent in root.iter() for child in parent}


def insert_after(parent: Element, sibling: Element, made: Element) -> None:
    """Put `made` right behind `sibling`, before the text that followed it."""
    made.tail, sibling.tail = sibling.tail, None
    parent.insert(list(parent).index(sibling) + 1, made)


def take_out(parent: Element, child: Element) -> None:
    """Take a child out of its parent; the words behind it stay."""
    place = list(parent).index(child)
    if place:
        before = parent[place - 1]
        before.tail = (before.tail or "") + (child.tail or "")
    else:
        parent.text = (parent.text or "") + (child.tail or "")
    child.tail = None
    parent.remove(child)


def length_of(element: Element) -> int:
    """Count the characters of an element's text."""
    return sum(map(len, element.itertext()))
