"""Write a correction into the tree as `choice`, and take all of them out again.

A quotation may run over several text nodes: into inline markup, past a note or a line break. Where
one node alone reads otherwise, that node is corrected. Where several do and the quotation takes
up whole elements, these go into `sic` as they stand and into `corr` as a copy that reads as
corrected. Else each node has a `choice` of its own, the later ones pointing at the first with
`@corresp`, so that no element is cut or moved (TEI P5 chapter 3.5.1).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from lxml import etree
from msgspec import Struct

from publish.model.document import XML_ID, local_name, tei
from publish.model.erratum import Erratum
from publish.revise.enclosure import Enclosure, find_enclosure
from publish.revise.index import Piece, fold
from publish.revise.matching import Elements, Match

PREFIX = "erratum-"
"""Begins the xml:id of every `choice` that an erratum has become."""


class Marks(Struct, frozen=True):
    """The xml:id that each erratum's `choice` has or will have, unique in the document."""

    ids: dict[str, str]
    present: frozenset[str]

    @classmethod
    def of(cls, errata: tuple[Erratum, ...], elements: Elements) -> Marks:
        """Assign ids; an id that another element has already is passed over."""
        ids: dict[str, str] = {}
        taken: set[str] = set()
        present: set[str] = set()
        for erratum in errata:
            wanted = name = PREFIX + as_name(erratum.id)
            number = 1
            while name in taken or (name in elements and not is_ours(elements[name])):
                number += 1
                name = f"{wanted}-{number}"
            taken.add(name)
            ids[erratum.id] = name
            if name in elements:
                present.add(name)
        return cls(ids, frozenset(present))

    def id_of(self, erratum: Erratum) -> str:
        """Return the xml:id of an erratum's `choice`."""
        return self.ids[erratum.id]

    def has(self, erratum: Erratum) -> bool:
        """Return whether the document has the `choice` of an erratum already."""
        return self.ids[erratum.id] in self.present


def as_name(words: str) -> str:
    """Make of any words what may stand in an xml:id behind its first letter."""
    return re.sub(r"[^\w.\-]+", "-", words).strip("-") or "x"


def write_choice(erratum: Erratum, identifier: str, match: Match) -> None:
    """Put the correction in place of the quotation.

    Changes the text nodes of the match: where several errata touch one node, begin with the last.
    """
    pieces = match.pieces()
    words = [piece.segment.text[piece.offset :][: piece.length] for piece in pieces]
    readings = _share_out(words, erratum.replace)
    if len(fold("".join(words))) < len(match.text):
        readings = [_without_break(*pair) for pair in zip(words, readings, strict=True)]
    changed = _changed(words, readings)
    if not changed:
        readings = [erratum.replace] + [""] * (len(words) - 1)
        changed = list(range(len(words)))
    enclosure = find_enclosure(pieces) if len(changed) > 1 else None
    if enclosure is not None:
        choice = _make(erratum, enclosure)
        choice.set(XML_ID, identifier)
        enclosure.fill(choice[0], choice[1], readings)
        return
    for number in reversed(changed):
        choice = _make(erratum)
        choice[0].text, choice[1].text = words[number], readings[number]
        if number == changed[0]:
            choice.set(XML_ID, identifier)
        else:
            choice.set("corresp", f"#{identifier}")
        _insert(choice, pieces[number])


def _without_break(words: str, reading: str) -> str:
    """Leave out a space at the edge of a piece that has none: a line break stands for it."""
    reading = reading if words[:1].isspace() else reading.lstrip()
    return reading if words[-1:].isspace() else reading.rstrip()


def _changed(words: list[str], readings: list[str]) -> list[int]:
    """Number the pieces that read otherwise; in one piece alone white space counts too."""
    if len(words) == 1:
        return [0]
    pairs = enumerate(zip(words, readings, strict=True))
    return [number for number, (old, new) in pairs if fold(old) != fold(new)]


def _make(erratum: Erratum, enclosure: Enclosure | None = None) -> etree._Element:
    """Make a `choice`, at its place in the tree where it is to hold elements."""
    choice = etree.Element(tei("choice"))
    etree.SubElement(choice, tei("sic"))
    corr = etree.SubElement(choice, tei("corr"), {"cert": str(erratum.certainty)})
    corr.set("type", str(erratum.kind))
    if erratum.by:
        corr.set("resp", "#" + responsible(erratum.by))
    file = PurePosixPath(erratum.place.file).name if erratum.place else "errata.toml"
    corr.set("source", f"{file.replace(' ', '%20')}#{as_name(erratum.id)}")
    if enclosure is not None:
        enclosure.put_in_place(choice)
    return choice


def responsible(name: str) -> str:
    """Make the xml:id by which `corr/@resp` names who answers for a correction."""
    return as_name(name)


def _insert(choice: etree._Element, piece: Piece) -> None:
    """Put a `choice` in place of a stretch of a text node."""
    element = piece.segment.element
    start, end = piece.offset, piece.offset + piece.length
    if piece.segment.is_tail:
        text = element.tail or ""
        element.tail = text[:start]
        element.addnext(choice)
    else:
        text = element.text or ""
        element.text = text[:start]
        element.insert(0, choice)
    choice.tail = text[end:]


def diplomatic(root: etree._Element) -> None:
    """Take every applied erratum out of a tree, so that it reads, canonically, as its source."""
    resolve(root, "sic")


def resolve(root: etree._Element, reading: str) -> None:
    """Put one reading of every applied erratum, `sic` or `corr`, in the place of its `choice`."""
    for choice in list(root.iter(tei("choice"))):
        kept = choice.find(tei(reading))
        if is_ours(choice) and kept is not None:
            _unwrap(choice, kept)


def _unwrap(choice: etree._Element, kept: etree._Element) -> None:
    """Replace a `choice` with what is inside one of its readings."""
    parent = choice.getparent()
    if parent is None:
        return
    inside = list(kept)
    tail, choice.tail = choice.tail or "", None
    if inside:
        inside[-1].tail = (inside[-1].tail or "") + tail
        text = kept.text or ""
    else:
        text = (kept.text or "") + tail
    before = choice.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    for element in inside:
        choice.addprevious(element)
    parent.remove(choice)


def is_ours(choice: etree._Element) -> bool:
    """Return whether a `choice` was made of an erratum."""
    identifier = choice.get(XML_ID) or (choice.get("corresp") or "").removeprefix("#")
    is_choice = local_name(choice) == "choice" and choice.find(tei("sic")) is not None
    return is_choice and identifier.startswith(PREFIX)


def _share_out(words: list[str], replacement: str) -> list[str]:
    """Say what each node is to read, by aligning the replacement with what the nodes read.

    Joined, the readings are the replacement; a node whose words it has, in their order, keeps them.
    """
    if len(words) == 1:
        return [replacement]
    whole = "".join(words)
    blocks = SequenceMatcher(None, whole, replacement, autojunk=False).get_matching_blocks()
    readings, last, at = [], 0, 0
    for word in words[:-1]:
        at += len(word)
        cut = max(last, _counterpart(at, blocks))
        readings.append(replacement[last:cut])
        last = cut
    return [*readings, replacement[last:]]


def _counterpart(at: int, blocks: Sequence[tuple[int, int, int]]) -> int:
    """Find the place in the replacement that answers to a place in the quotation."""
    end_here, end_there = 0, 0
    for here, there, size in blocks:
        if at <= here:
            return end_there if at - end_here < here - at else there
        if at <= here + size:
            return there + at - here
        end_here, end_there = here + size, there + size
    return end_there
