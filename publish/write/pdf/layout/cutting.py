"""Cut an element in two at an offset of its text, the markup around the cut closed and reopened."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from publish.engine.places import SOURCE_LENGTH
from publish.engine.tree import length_of


def cut(element: Element, offset: int) -> Element:
    """Leave the text before `offset` in `element`; give the rest as a second element.

    The elements open at the cut stand in both halves; ids stay with the first.
    """
    rest = _shell(element)
    text = element.text or ""
    if offset <= len(text):
        element.text, rest.text = text[:offset], text[offset:]
        _move(element, rest, 0)
        return rest
    offset -= len(text)
    for place, child in enumerate(list(element)):
        length = sum(len(part) for part in child.itertext())
        if offset < length:
            rest.append(_cut_child(child, offset))
            _move(element, rest, place + 1)
            return rest
        offset -= length
        tail = child.tail or ""
        if offset <= len(tail):
            child.tail, rest.text = tail[:offset], tail[offset:]
            _move(element, rest, place + 1)
            return rest
        offset -= len(tail)
    return rest


def _cut_child(child: Element, offset: int) -> Element:
    second = cut(child, offset)
    second.tail, child.tail = child.tail, None
    return second


def _shell(element: Element) -> Element:
    attributes = {name: value for name, value in element.attrib.items() if name != "id"}
    return Element(element.tag, attributes)


def _move(element: Element, rest: Element, start: int) -> None:
    for child in list(element)[start:]:
        element.remove(child)
        rest.append(child)


def place_in_text(block: Element, offset: int) -> int:
    """Turn an offset as lines have it into one that counts notes and what print has put in."""
    counted = real = 0
    pending: list[Element | str] = [block]
    while pending:
        node = pending.pop()
        if isinstance(node, str):
            if counted + len(node) > offset:
                return real + offset - counted
            counted, real = counted + len(node), real + len(node)
        elif node.tag == "aside" and node is not block:
            real += length_of(node)
        elif node.get(SOURCE_LENGTH) is not None or node.tag.startswith("{"):
            length = int(node.get(SOURCE_LENGTH) or length_of(node))
            if counted + length > offset:
                return real
            counted, real = counted + length, real + length_of(node)
        else:
            for child in reversed(node):
                pending += [child.tail or "", child]
            pending.append(node.text or "")
    return real
