"""Cut an element in two at an offset of its text, the markup around the cut closed and reopened."""

from __future__ import annotations

from xml.etree.ElementTree import Element


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
