"""Attributes and text of elements as plain strings."""

from __future__ import annotations

from lxml import etree


def attributes_of(element: etree._Element) -> dict[str, str]:
    """Return the attributes by name, as a copy that may be walked while they change."""
    return {str(key): str(value) for key, value in element.attrib.items()}


def take_attribute(element: etree._Element, name: str) -> str:
    """Take an attribute out; empty where there was none."""
    value = element.get(name, "")
    if name in element.attrib:
        del element.attrib[name]
    return value


def text_of(element: etree._Element) -> str:
    """Return all text inside, as it stands."""
    return "".join(str(piece) for piece in element.itertext())
