"""What is in an entry of a critical apparatus: its readings, their words, the notes on them.

TEI chapter 13.1; nothing is set here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from publish.model.document import local_name, tei
from publish.typeset.note_shapes import is_empty
from publish.typeset.presence import BOUNDS
from publish.typeset.render import Typesetter

PARTS = frozenset("lem rdg rdgGrp wit witDetail note noteGrp".split())
"""What an entry is made of; of these, the text shows one reading only."""

READING = "reading"
"""The class of the words of a reading in a note."""

_PARTED = frozenset("l p ab label speaker".split())
"""Elements behind which a space stands."""

_BLOCKS = frozenset("l p ab head lg div body".split())
_UNSAID = frozenset("note fw rdg wit witDetail rdgGrp".split())

OMITTED = "om."
"""What editions print for a reading that is no words at all (omisit)."""


_OMISSIONS = frozenset("omitted omission om absent missing omissum".split())
"""Reasons of a gap in a reading: the witness has left the words out."""


def chosen_of(entry: etree._Element) -> etree._Element | None:
    """Choose the reading of the text: the lemma, else the first reading.

    Where a verse or paragraph is nothing but the entry, it is the first that has words: no text has
    an empty verse. A list of entries stands apart from the text, which has none of the readings.
    """
    lemma, around = entry.find(tei("lem")), entry.getparent()
    if lemma is not None or (around is not None and local_name(around) == "listApp"):
        return lemma
    readings = list(entry.iter(tei("rdg")))
    if around is not None and _is_all(entry, around):
        readings = [reading for reading in readings if words_of(reading)] or readings
    return next(iter(readings), None)


def _is_all(entry: etree._Element, around: etree._Element) -> bool:
    """Return whether a verse, paragraph or heading is nothing but an entry."""
    said = [around.text, *(child.tail for child in around)]
    return (
        local_name(around) in {"l", "p", "ab", "head"}
        and len(list(around.iterchildren(etree.Element))) == 1
        and not any((words or "").strip() for words in said)
    )


def readings_of(entry: etree._Element) -> list[etree._Element]:
    """List the readings of an entry and of the groups in it, not those of entries inside."""
    found: list[etree._Element] = []
    for child in entry:
        name = local_name(child)
        if name in {"lem", "rdg"}:
            found.append(child)
        elif name == "rdgGrp":
            found += readings_of(child)
    return found


def notes_of_entry(entry: etree._Element, typesetter: Typesetter) -> list[etree._Element]:
    """List the editor's notes on an entry that go nowhere else."""
    moved = typesetter.book.note_plan.moved
    found = notes_on(entry, typesetter) if local_name(entry) == "app" else []
    for child in entry:
        name = local_name(child)
        if name in {"note", "witDetail"} and child not in moved and not is_empty(child):
            found.append(child)
        elif name in {"noteGrp", "rdgGrp"}:
            found += notes_of_entry(child, typesetter)
    return found


def notes_on(reading: etree._Element, typesetter: Typesetter) -> list[etree._Element]:
    """List the notes that name a reading, or the entry, as their place."""
    return list(typesetter.book.note_plan.on_reading.get(reading, ()))


def has_variants(
    entry: etree._Element, chosen: etree._Element | None, typesetter: Typesetter
) -> bool:
    """Return whether a note would say more than the text does."""
    if notes_of_entry(entry, typesetter):
        return True
    if any(notes_on(reading, typesetter) for reading in readings_of(entry)):
        return True
    inside = (child for group in groups_of(entry) for child in group)
    if any(words_of(child) for child in inside if local_name(child) not in {"", *PARTS}):
        return True
    words = "" if chosen is None else words_of(chosen)
    return any(
        reading is not chosen
        and (words_of(reading) != words or has_bound(reading) or (not words and has_lost(reading)))
        for reading in readings_of(entry)
    )


def has_bound(reading: etree._Element) -> bool:
    """Return whether the text of a witness begins, ends or is interrupted in a reading."""
    return next(reading.iter(*map(tei, BOUNDS)), None) is not None


def has_lost(reading: etree._Element) -> bool:
    """Return whether a witness had words here that are lost, and has not left them out."""
    reasons = ((gap.get("reason") or "").casefold().split() for gap in reading.iter(tei("gap")))
    return any(words and _OMISSIONS.isdisjoint(words) for words in reasons)


def groups_of(entry: etree._Element) -> Iterator[etree._Element]:
    """Yield the groups of readings and of notes in an entry, not those of entries inside."""
    for group in entry.iterchildren(tei("rdgGrp"), tei("noteGrp")):
        yield group
        yield from groups_of(group)


def part_readings(
    entry: etree._Element, chosen: etree._Element | None, typesetter: Typesetter
) -> tuple[list[etree._Element], list[etree._Element]]:
    """Part the readings beside the chosen one: those that agree with it, and all others."""
    readings = [reading for reading in readings_of(entry) if reading is not chosen]
    like = [r for r in readings if _agrees(r, chosen) and not notes_on(r, typesetter)]
    return like, [reading for reading in readings if reading not in like]


def _agrees(reading: etree._Element, chosen: etree._Element | None) -> bool:
    """Return whether a reading has the lemma's words, so that its witnesses join the lemma's."""
    if chosen is None or not words_of(chosen) or reading.find(f".//{tei('note')}") is not None:
        return False
    if has_bound(reading):
        return False
    return words_of(reading) == words_of(chosen)


def named_behind(reading: etree._Element) -> Iterator[etree._Element]:
    """Yield each `wit` between a reading and the next; notes and comments may stand between."""
    for following in reading.itersiblings():
        name = local_name(following)
        if name == "wit":
            yield following
        elif name in {"lem", "rdg", "rdgGrp"}:
            return


def word_before(entry: etree._Element) -> str:
    """Return the last word of the text before an entry, in its paragraph or verse."""
    block = next((e for e in entry.iterancestors() if local_name(e) in _BLOCKS), None)
    said = re.findall(r"\w+", "" if block is None else "".join(_said_before(block, entry)))
    return said[-1] if said else ""


def _said_before(block: etree._Element, entry: etree._Element) -> Iterator[str]:
    around = {entry, *entry.iterancestors()}
    pending: list[etree._Element | str] = [block]
    while pending:
        element = pending.pop()
        if isinstance(element, str):
            yield element
        elif element is entry:
            return
        elif element in around or local_name(element) not in _UNSAID:
            yield element.text or ""
            for child in reversed(element):
                pending += [child.tail or "", child]


def words_of(element: etree._Element) -> str:
    """Return the words of a reading, without those of notes inside it."""
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and local_name(child) not in {"note", "fw", "rdg", "wit"}:
            pieces.append(words_of(child) + (" " if local_name(child) in _PARTED else ""))
        pieces.append(child.tail or "")
    return " ".join("".join(pieces).split())
