"""Find where the mark of a note stands that names its place itself (`@target`, `@targetEnd` ...).

It stands behind the last element that the note names (TEI chapter 3.9.1; Chicago 14.24); for a
whole that has a heading behind that, as notes on a chapter, a poem or a table do (14.27).
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from lxml import etree

from publish.model.document import local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.note_shapes import is_empty, stands_apart
from publish.typeset.pointing import ids_in, looks_bare, split_pointers
from publish.typeset.survey import DIVISIONS, Survey

READINGS = frozenset("app lem rdg".split())
"""What a note may belong to whose words stand in an entry of an apparatus."""

MILESTONES = frozenset("pb lb cb gb milestone anchor".split())
"""Elements that are a place and no words."""

HEADNOTE = frozenset(
    "headnote introductory introduction editorialintro summary abstract regest regesta".split()
)
"""Kinds of notes that introduce what they stand in, and are blocks of their own."""

_OPENED = DIVISIONS | frozenset("text front body back group floatingText titlePage row".split())
"""Wholes whose notes stand at their first words, where they have no heading."""

_HIDDEN = frozenset("fw teiHeader standOff facsimile sourceDoc".split())
_SHOWN_WHOLE = frozenset("choice ruby formula index figDesc notatedMusic".split())
"""Elements that show what is inside them in a way of their own, or not at all."""

_BLANK = MILESTONES | frozenset(["", "note", "noteGrp", "fw", "index", "label"])
_TIES = ("targetEnd", "target", "corresp", "prev")
_TIES_OF_ENTRY = ("to", "from", "corresp")
"""What an entry of an apparatus names that stands apart from its text (TEI chapter 13.2.1)."""
_TO = lazy_pattern(r"\s*[-–—]\s*")
"""What stands between the first and the last line of a location."""

_HOLDERS = frozenset("annotation annotationBlock noteGrp".split())


def place_of_mark(
    note: etree._Element, survey: Survey, dead: Set[etree._Element]
) -> etree._Element | None:
    """Find the element behind which a note's mark stands; None where the note is tied to none.

    An entry of an apparatus may name the number of a line or paragraph instead (`@loc`); one that
    names several, `3–5` or `3 4 5`, is on the page of the first.
    """
    for targets in _ties(note, survey):
        for target in reversed(targets):
            place = _place(target, note, dead)
            if place is not None:
                return place
    if local_name(note) != "app":
        return None
    location = (note.get("loc") or "").strip()
    first, *others = locations_in(location)
    counted = None if others else survey.numbered(location)
    counted = survey.numbered(first.split(" ")[0]) if counted is None else counted
    return None if counted is None else _place(counted, note, dead)


def locations_in(location: str) -> list[str]:
    """Part a location such as `2.14–2.16` into its first and last line."""
    return _TO.split(location.strip(), maxsplit=1)


def ends_of(note: etree._Element, survey: Survey) -> list[etree._Element]:
    """List all elements that a note names as its places."""
    return [target for targets in _ties(note, survey) for target in targets]


def unseen_targets(note: etree._Element, survey: Survey) -> list[str]:
    """List the targets of a note that can only be ids, for a note that has found no place."""
    written = [t for name in ("target", "targetEnd") for t in split_pointers(note.get(name))]
    return [t for t in written if ids_in(t, survey.by_id, survey.file_name) or looks_bare(t)]


def _ties(note: etree._Element, survey: Survey) -> Iterator[list[etree._Element]]:
    """Yield what a note's attributes, or those of the annotation around it, name."""
    around = (e for e in note.iterancestors() if local_name(e) in _HOLDERS)
    for holder in (note, *around):
        for attribute in _TIES_OF_ENTRY if local_name(note) == "app" else _TIES:
            ids = [i for i in survey.targets(holder, attribute) if i in survey.by_id]
            targets = [survey.by_id[i] for i in ids]
            if attribute == "corresp":
                targets = [target for target in targets if not _is_counterpart(target, note)]
            if targets:
                yield sorted(targets, key=survey.place_of)


def _is_counterpart(target: etree._Element, note: etree._Element) -> bool:
    """Return whether `@corresp` names a note's other version, and not what the note is on."""
    return local_name(target) == "note" and target.get("corresp") is not None


def _place(
    target: etree._Element, note: etree._Element, dead: Set[etree._Element]
) -> etree._Element | None:
    """Choose where the mark of a note on `target` stands, and around it where that is not shown."""
    around = [target, *target.iterancestors()]
    if note in around or not _HIDDEN.isdisjoint(map(local_name, around)):
        return None
    if target in note.iterancestors() and (note.get("type") or "").lower() in HEADNOTE:
        return None
    whole = [e for e in around if local_name(e) in _SHOWN_WHOLE]
    node: etree._Element | None = whole[-1] if whole else target
    reading = next((e for e in around if local_name(e) == "rdg"), None)
    node = reading if reading is not None else node
    while node is not None:
        place = _where_a_mark_can_stand(node)
        if place not in dead and place is not note:
            return place
        node = node.getparent()
        if node is None or local_name(node) in _OPENED:
            return None
    return None


def _where_a_mark_can_stand(target: etree._Element) -> etree._Element:
    """Choose the head of a whole, its first words, or the element itself."""
    name = local_name(target)
    head = next((h for h in target.iterchildren(tei("head")) if not is_empty(h)), None)
    if head is not None:
        return head
    if name in _OPENED:
        first = next(_blocks(target), None)
        return target if first is None else _where_a_mark_can_stand(first)
    if name in MILESTONES and is_empty(target) and stands_apart(target):
        return _beside(target)
    return target


def _blocks(whole: etree._Element) -> Iterator[etree._Element]:
    return (child for child in whole if local_name(child) not in _BLANK and not is_empty(child))


def _beside(milestone: etree._Element) -> etree._Element:
    """Stay behind the block before a milestone between blocks; else go to what follows."""
    before = next((e for e in milestone.itersiblings(preceding=True) if _is_block(e)), None)
    if before is not None and local_name(before) not in _OPENED:
        return milestone
    node: etree._Element | None = milestone
    while node is not None:
        after = next((e for e in node.itersiblings() if _is_block(e)), None)
        if after is not None:
            return _where_a_mark_can_stand(after)
        node = node.getparent()
    return milestone


def _is_block(element: etree._Element) -> bool:
    return local_name(element) not in _BLANK and not is_empty(element)
