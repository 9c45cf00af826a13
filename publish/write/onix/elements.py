"""ONIX elements by their reference names, and how a message becomes bytes."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from publish.write.folded import fold

NAMESPACE = "http://ns.editeur.org/onix/3.0/reference"

_NAMES: dict[str, str] = {None: NAMESPACE}  # type: ignore[dict-item]  # the stubs want names

Inside = str | etree._Element | Iterable[etree._Element] | None


def node(name: str, *inside: Inside, **attributes: str) -> etree._Element:
    """Make an element of words or of other elements; None puts nothing in."""
    element = etree.Element(f"{{{NAMESPACE}}}{name}", attributes, nsmap=_NAMES)
    for part in inside:
        if isinstance(part, str):
            element.text = fold(part)
        elif isinstance(part, etree._Element):
            element.append(part)
        elif part is not None:
            element.extend(part)
    return element


def words(name: str, text: str, **attributes: str) -> Iterable[etree._Element]:
    """Make an element of words, or none where there are no words."""
    return [node(name, text, **attributes)] if fold(text) else []


def serialize(message: etree._Element) -> bytes:
    """Write a message as UTF-8, indented as a person at the shop may read it."""
    etree.indent(message)
    return etree.tostring(message, xml_declaration=True, encoding="UTF-8") + b"\n"
