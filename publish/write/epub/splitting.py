"""Cut a long part into pieces that old reading systems can hold in memory.

Pieces end between blocks. What is open at a cut, sections and divisions, goes on in the next
piece with its class but without its id, so that every link still has one place to arrive at.
What counts is the source's own text: a correction moves no cut, and no reader's place with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from lxml import etree

from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import SOURCE_READING, XHTML

H = f"{{{XHTML}}}"
_CONTAINERS = frozenset(H + name for name in ("section", "div", "blockquote", "article"))
_NAMESPACE = lazy_pattern(rb' xmlns(?::[\w.-]+)?="[^"]*"')
"""Declarations that stand on the document's root, and not on what is inside."""

_HEADINGS = frozenset(f"{H}h{rank}" for rank in range(1, 7))


def split(section: etree._Element, limit: int, weights: Mapping[str, int]) -> list[etree._Element]:
    """Cut a section into pieces of at most `limit` bytes where its blocks allow it.

    `weights` are the bytes of each note, which count where it is referred to.
    """
    if _weight(section, weights) <= limit or not _can_be_cut(section):
        return [section]
    pieces = [_shell(section, first=True)]
    room = limit
    for child in list(section):
        for block in split(child, limit, weights):
            weight = _weight(block, weights)
            if weight > room and _shows_something(pieces[-1]):
                pieces.append(_shell(section, first=False))
                room = limit
                _keep_headings(pieces[-2], pieces[-1])
            pieces[-1].append(block)
            room -= weight
    return pieces


def _weight(element: etree._Element, weights: Mapping[str, int]) -> int:
    size = uncorrected_size(element)
    targets = {link.get("href", "#")[1:] for link in element.iter(H + "a")}
    return size + sum(weights.get(target, 0) for target in targets)


def uncorrected_size(element: etree._Element) -> int:
    """Return the bytes that an element would have without the errata applied in it."""
    size = len(etree.tostring(element, with_tail=True))
    for correction in element.iter(H + "span", H + "a"):
        source = correction.get(SOURCE_READING)
        if source is not None:
            written = _NAMESPACE.sub(b"", etree.tostring(correction, with_tail=False))
            tags = written.index(b">") + 1 + len(f"</{etree.QName(correction).localname}>")
            size += _written(source) - _written("".join(map(str, correction.itertext()))) - tags
    return size


def _written(text: str) -> int:
    return len(escape(text, quote=False).encode("ascii", "xmlcharrefreplace"))


def _can_be_cut(element: etree._Element) -> bool:
    """Return whether an element holds blocks and no words directly."""
    if element.tag not in _CONTAINERS or len(element) == 0:
        return False
    texts = [element.text, *(child.tail for child in element)]
    return not any(text and text.strip() for text in texts)


def _shell(section: etree._Element, *, first: bool) -> etree._Element:
    attributes = {str(name): str(value) for name, value in section.attrib.items()}
    if not first:
        attributes.pop("id", None)
        attributes.pop("aria-label", None)
        attributes["class"] = f"{attributes.get('class', '')} continued".strip()
    return etree.Element(section.tag, attributes)


def _shows_something(piece: etree._Element) -> bool:
    return len(piece) > 0


def _keep_headings(before: etree._Element, after: etree._Element) -> None:
    """Take headings along that would stand at a piece's end, away from what they head."""
    while len(before) > 1 and before[-1].tag in _HEADINGS:
        after.insert(0, before[-1])
