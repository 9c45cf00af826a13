"""Write a correction into the tree as `choice`, and take all of them out again.

A quotation may run over several text nodes: into inline markup, past a note or a line break. It
is then corrected node by node, what each node is to read found by aligning the two readings, so
that no element is cut, moved or doubled (TEI P5 chapter 3.5.1).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from lxml import etree

from publish.document import XML_ID, tei
from publish.erratum import Erratum
from publish.revise.index import Piece, fold

PREFIX = "erratum-"
"""Begins the xml:id of every `choice` that an erratum has become."""


def choice_id(erratum: Erratum) -> str:
    """Make the xml:id of an erratum's `choice`."""
    return PREFIX + re.sub(r"[^\w.\-]+", "-", erratum.id)


def write_choice(erratum: Erratum, pieces: list[Piece], quoted: str) -> None:
    """Put the correction in place of the quotation, which the index reads as `quoted`.

    Later pieces point back to the first with `@corresp`. Changes the text nodes of the pieces:
    where several errata touch one node, begin with the last.
    """
    words = [piece.segment.text[piece.offset :][: piece.length] for piece in pieces]
    readings = share_out(words, erratum.replace)
    if len(fold("".join(words))) < len(quoted):
        readings = [_without_break(*pair) for pair in zip(words, readings, strict=True)]
    changed = [
        number for number, pair in enumerate(zip(words, readings, strict=True)) if _differ(pair)
    ]
    if not changed:
        readings = [erratum.replace] + [""] * (len(words) - 1)
        changed = list(range(len(words)))
    identifier = choice_id(erratum)
    for number in reversed(changed):
        choice = _make(erratum, words[number], readings[number])
        if number == changed[0]:
            choice.set(XML_ID, identifier)
        else:
            choice.set("corresp", f"#{identifier}")
        _insert(choice, pieces[number])


def _without_break(words: str, reading: str) -> str:
    """Leave out a space at the edge of a piece that has none: a line break stands for it."""
    reading = reading if words[:1].isspace() else reading.lstrip()
    return reading if words[-1:].isspace() else reading.rstrip()


def _differ(pair: tuple[str, str]) -> bool:
    return pair[0] != pair[1]


def share_out(words: list[str], replacement: str) -> list[str]:
    """Share a replacement out over the pieces it stands for, by aligning it with what they read."""
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


def _make(erratum: Erratum, sic: str, corr: str) -> etree._Element:
    choice = etree.Element(tei("choice"))
    etree.SubElement(choice, tei("sic")).text = sic
    made = etree.SubElement(choice, tei("corr"), {"cert": str(erratum.certainty)})
    made.set("type", str(erratum.kind))
    if erratum.by:
        made.set("resp", "#" + (re.sub(r"[^\w.\-]+", "-", erratum.by).strip("-") or "editor"))
    file = PurePosixPath(erratum.place.file).name if erratum.place else "errata.toml"
    made.set("source", f"{file.replace(' ', '%20')}#{choice_id(erratum).removeprefix(PREFIX)}")
    made.text = corr
    return choice


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
    for choice in list(root.iter(tei("choice"))):
        if not is_ours(choice):
            continue
        sic = choice.find(tei("sic"))
        text = (sic.text if sic is not None else "") or ""
        tail, choice.tail = text + (choice.tail or ""), None
        before, parent = choice.getprevious(), choice.getparent()
        if before is not None:
            before.tail = (before.tail or "") + tail
        elif parent is not None:
            parent.text = (parent.text or "") + tail
        if parent is not None:
            parent.remove(choice)


def is_ours(choice: etree._Element) -> bool:
    """Tell whether a `choice` was made of an erratum."""
    identifier = choice.get(XML_ID) or (choice.get("corresp") or "").removeprefix("#")
    return identifier.startswith(PREFIX) and choice.find(tei("sic")) is not None
