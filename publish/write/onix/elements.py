"""ONIX elements by their reference names, and how a message becomes bytes."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from publish.write.folded import fold

Inside = str | etree._Element | Iterable[etree._Element] | None


def node(name: str, *inside: Inside, **attributes: str) -> etree._Element:
    """Make an element of words or of other elements; None puts nothing in."""
    element = etree.Element(name, attributes)
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
    """Write a message as UTF-8, indented as a person at the shop may read it.

    Its elements come into the namespace of its release.
    """
    message = _named(message, f"http://ns.editeur.org/onix/{message.get('release')}/reference")
    etree.indent(message)
    return etree.tostring(message, xml_declaration=True, encoding="UTF-8") + b"\n"


def _named(element: etree._Element, namespace: str) -> etree._Element:
    names: dict[str, str] = {None: namespace}  # type: ignore[dict-item]  # the stubs want names
    attributes = {str(name): str(value) for name, value in element.items()}
    made = etree.Element(f"{{{namespace}}}{element.tag}", attributes, nsmap=names)
    made.text = element.text
    made.extend(_named(child, namespace) for child in element)
    return made
