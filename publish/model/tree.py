"""Elements taken out of a tree, whose words stay."""

from __future__ import annotations

from lxml import etree


def take_out(element: etree._Element) -> None:
    """Take an element out of its tree; the words behind it stay."""
    parent = element.getparent()
    if parent is None:
        return
    _say_before(element, element.tail)
    element.tail = None
    parent.remove(element)


def unwrap(element: etree._Element) -> None:
    """Put what is inside an element in its place."""
    if element.getparent() is None:
        return
    _say_before(element, element.text)
    for child in list(element):
        element.addprevious(child)
    take_out(element)


def _say_before(element: etree._Element, words: str | None) -> None:
    """Put words in front of an element."""
    before, parent = element.getprevious(), element.getparent()
    if words and before is not None:
        before.tail = (before.tail or "") + words
    elif words and parent is not None:
        parent.text = (parent.text or "") + words
