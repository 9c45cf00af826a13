"""Whole elements that a quotation takes up, with what stands between them, so that `sic` can."""

from __future__ import annotations

import copy

from lxml import etree
from msgspec import Struct

from publish.model.document import INLINE, XML_ID, local_name
from publish.revise.index import Piece, owner_of

KEPT_IN_PLACE = frozenset(
    "anchor app cb choice fw gap gb index lb lem milestone pb ptr rdg space".split()
)
"""What a reading must not hide or double: breaks, anchors, readings of their own."""


class Enclosure(Struct):
    """A run of siblings, and the text before, between and behind them, that one quotation is."""

    pieces: list[Piece]
    elements: list[etree._Element]
    begins_in_text: bool
    ends_in_text: bool

    def put_in_place(self, choice: etree._Element) -> None:
        """Insert a `choice` before the elements and give it the text behind the quotation."""
        last, final = self.elements[-1], self.pieces[-1]
        tail = last.tail or ""
        if self.ends_in_text:
            cut = final.offset + final.length
            last.tail, rest = tail[:cut], tail[cut:]
        else:
            last.tail, rest = None, tail
        if self.begins_in_text:
            first = self.pieces[0]
            first.segment.write(_now(first)[: first.offset])
        self.elements[0].addprevious(choice)
        choice.tail = rest

    def fill(self, sic: etree._Element, corr: etree._Element, readings: list[str]) -> None:
        """Move the elements into `sic`, and into `corr` a copy that has these readings."""
        first = self.pieces[0]
        if self.begins_in_text:
            sic.text = first.segment.text[first.offset :][: first.length]
        for element in self.elements:
            sic.append(element)
        corr.text = readings[0] if self.begins_in_text else None
        wanted = {
            (piece.segment.element, piece.segment.is_tail): reading
            for piece, reading in zip(self.pieces, readings, strict=True)
        }
        for element in self.elements:
            twin = copy.deepcopy(element)
            corr.append(twin)
            for old, new in zip(element.iter(), twin.iter(), strict=True):
                new.text = wanted.get((old, False), new.text)
                new.tail = wanted.get((old, True), new.tail)


def _now(piece: Piece) -> str:
    element = piece.segment.element
    return (element.tail if piece.segment.is_tail else element.text) or ""


def find_enclosure(pieces: list[Piece]) -> Enclosure | None:
    """Find the siblings that a quotation takes up whole; None where it cuts an element."""
    first, last = owner_of(pieces[0].segment), owner_of(pieces[-1].segment)
    common = _common(first, last)
    if common is None:
        return None
    begin = _first_sibling(pieces[0], common)
    end = _last_sibling(pieces[-1], common)
    if begin is None or end is None:
        return None
    elements = [begin]
    while elements[-1] is not end:
        following = elements[-1].getnext()
        if following is None:
            return None
        elements.append(following)
    if not all(_may_be_doubled(inside) for element in elements for inside in element.iter()):
        return None
    return Enclosure(pieces, elements, first is common, last is common)


def _common(one: etree._Element, other: etree._Element) -> etree._Element | None:
    above = [one, *one.iterancestors()]
    return next((node for node in (other, *other.iterancestors()) if node in above), None)


def _first_sibling(piece: Piece, common: etree._Element) -> etree._Element | None:
    """Return the child of `common` with which the elements begin."""
    node = owner_of(piece.segment)
    if node is common:
        if piece.segment.is_tail:
            return piece.segment.element.getnext()
        return common[0] if len(common) else None
    if piece.segment.is_tail or piece.offset:
        return None
    while (parent := node.getparent()) is not None and parent is not common:
        if node.getprevious() is not None or parent.text:
            return None
        node = parent
    return node


def _last_sibling(piece: Piece, common: etree._Element) -> etree._Element | None:
    """Return the child of `common` with which the elements end."""
    node = owner_of(piece.segment)
    if node is common:
        return piece.segment.element if piece.segment.is_tail else None
    element = piece.segment.element
    is_last = element.getnext() is None if piece.segment.is_tail else not len(element)
    if not is_last or piece.offset + piece.length < len(piece.segment.text):
        return None
    while (parent := node.getparent()) is not None and parent is not common:
        if node.getnext() is not None or node.tail:
            return None
        node = parent
    return node


def _may_be_doubled(element: etree._Element) -> bool:
    name = local_name(element)
    return name in INLINE and name not in KEPT_IN_PLACE and XML_ID not in element.attrib
