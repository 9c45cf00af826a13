"""Tell the call of a note from what only speaks of it: "see note 2" takes no note away.

A note that stands apart goes to one pointer (TEI chapter 3.9.1). Of several, the one decides
that says it is a note's reference, then the one in the note's own chapter, then the one that
stands close to a word as note marks do (Chicago 14.24).
"""

from __future__ import annotations

import re
from collections.abc import Set

from lxml import etree
from msgspec import Struct, field

from publish.model.document import INLINE, local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.note_shapes import is_empty, is_mark
from publish.typeset.survey import DIVISIONS, Survey

_CALL = lazy_pattern(
    r"(foot|end|back|margin(al)?)?[-_ ]?notes?[-_ ]?(ref(erence)?|anchor|call|mark(er)?|link|no)?"
    r"|fn|n|anm(erkung)?|(fu(ß|ss)|end)note|appel[-_ ]?(de[-_ ]?)?note|nota|noot|voetnoot",
    re.IGNORECASE,
)
_CROSS = lazy_pattern(
    r"(cross|x|inter|see|cf|compare|related).*|internal|see|querverweis|verweis|renvoi",
    re.IGNORECASE,
)
_RAISED = lazy_pattern(r"\b(sup|super|superscript|raised|hochgestellt|noteref)", re.IGNORECASE)
_SPOKEN = lazy_pattern(
    r"(?:^|[\s(\[–—])(?:notes?|nn?|fnn?|footnotes?|endnotes?|see|cf|compare|also|anm|anmerkung(?:en)?"
    r"|fu(?:ß|ss)noten?|noten?|siehe|s|vgl|voir|v|ann|notas?|véase|vedi|noot|voetnoot|zie|прим"
    r"|примечание|примечания|сноска|см)\.?\s*[(\[]?\s*$",
    re.IGNORECASE,
)
_GROUPS = DIVISIONS | frozenset("noteGrp listAnnotation standOff front body back text".split())

TYPED, CLOSE, LOOSE, SPOKEN, WORDS, CROSS = 5, 4, 3, 2, 1, 0
"""How sure a pointer is a call: by its type, by where it stands, a mark, "note 2", words."""


class Calls(Struct):
    """The pointer that a note goes to, and the others that call it with the same mark."""

    first: etree._Element
    others: list[etree._Element] = field(default_factory=list)
    is_certain: bool = True
    """No place that the note itself names can be more right."""


def find_calls(
    notes: list[etree._Element], survey: Survey, dead: Set[etree._Element]
) -> dict[etree._Element, Calls]:
    """Choose for each note its call among the pointers at it."""
    search = _Search(survey)
    pointers = _pointers_at(survey)
    candidates: dict[etree._Element, list[etree._Element]] = {}
    for note in notes:
        found = [p for p in pointers.get(note, []) if p not in dead and not _is_inside(p, note)]
        if found:
            candidates[note] = found
    for note, found in candidates.items():
        marks = [p for p in _in_running_text(found) if sureness(p) >= LOOSE]
        if len(marks) == 1:
            search.certain[note] = marks[0]
    search.order = list(candidates)
    return {note: search.choose(note, found) for note, found in candidates.items()}


def find_repeats(
    apart: Set[etree._Element], survey: Survey, dead: Set[etree._Element]
) -> dict[etree._Element, etree._Element]:
    """Find the pointers that call a note again which stands at its own first mark."""
    return {
        pointer: note
        for note, pointers in _pointers_at(survey).items()
        if local_name(note) == "note" and note not in apart and not is_empty(note)
        for pointer in pointers
        if sureness(pointer) >= CLOSE and pointer not in dead and not _is_inside(pointer, note)
    }


class _Search(Struct):
    """What the calls that are certain tell of those that are not."""

    survey: Survey
    certain: dict[etree._Element, etree._Element] = field(default_factory=dict)
    order: list[etree._Element] = field(default_factory=list)
    _place: dict[etree._Element, int] = field(default_factory=dict)

    def choose(self, note: etree._Element, found: list[etree._Element]) -> Calls:
        """Choose the first call of one note, and tell the other calls from mere links."""
        running = _in_running_text(found)
        among = running or found
        near = self._neighbours(note) if len(among) > 1 else []
        first = max(among, key=lambda pointer: _rank(pointer, note, near))
        sure = sureness(first)
        others = [p for p in found if p is not first and _calls_again(p, first)]
        return Calls(first, others, is_certain=bool(running) and sure >= LOOSE)

    def _neighbours(self, note: etree._Element) -> list[etree._Element]:
        """Find the certain calls of the notes before and behind one in the same group."""
        if not self._place:
            self._place = {known: place for place, known in enumerate(self.order)}
        group, place = _group(note), self._place[note]
        found: list[etree._Element] = []
        for step in (-1, 1):
            at = place + step
            while 0 <= at < len(self.order) and _group(self.order[at]) is group:
                if self.order[at] in self.certain:
                    found.append(self.certain[self.order[at]])
                    break
                at += step
        return found


def _calls_again(pointer: etree._Element, first: etree._Element) -> bool:
    """Return whether a pointer is a further call of a note, and does not only speak of it.

    A loose one is a call in the division of a first call that is loose, too.
    """
    sure = sureness(pointer)
    if sure != LOOSE or sureness(first) > LOOSE:
        return sure >= CLOSE
    return _division(pointer) is _division(first)


def _division(element: etree._Element) -> etree._Element | None:
    return next((e for e in element.iterancestors() if local_name(e) in DIVISIONS), None)


def _rank(
    pointer: etree._Element, note: etree._Element, near: list[etree._Element]
) -> tuple[bool, bool, int, int, int]:
    """Weigh a pointer; of equal ones the first in reading order is taken."""
    sure = sureness(pointer)
    own = _shared(pointer, note)
    return sure == TYPED, sure >= SPOKEN, own, sum(_shared(pointer, call) for call in near), sure


def _shared(one: etree._Element, other: etree._Element) -> int:
    """Count the divisions in which both stand."""
    around = {e for e in one.iterancestors() if local_name(e) in DIVISIONS}
    return sum(1 for e in other.iterancestors() if e in around)


def _group(note: etree._Element) -> etree._Element | None:
    return next((e for e in note.iterancestors() if local_name(e) in _GROUPS), None)


def sureness(pointer: etree._Element) -> int:
    """Tell how surely a pointer is the call of the note that it points at."""
    if local_name(pointer) == "note":
        return TYPED
    kind = (pointer.get("type") or pointer.get("subtype") or "").strip()
    if _CALL.fullmatch(kind):
        return TYPED
    if _CROSS.fullmatch(kind):
        return CROSS
    if not is_mark(pointer):
        return WORDS
    before, is_raised = _before(pointer)
    if is_raised:
        return CLOSE
    if _SPOKEN.search(before):
        return SPOKEN
    return CLOSE if before and not before[-1].isspace() and before[-1] not in "([" else LOOSE


def _before(pointer: etree._Element) -> tuple[str, bool]:
    """Return the words right before a pointer, and tell whether it is raised as marks are."""
    node: etree._Element | None = pointer
    is_raised = False
    while node is not None:
        is_raised |= bool(_RAISED.search(node.get("rend") or node.get("rendition") or ""))
        words = _words_before(node)
        if words:
            return words, is_raised
        parent = node.getparent()
        node = parent if parent is not None and local_name(parent) in INLINE else None
    return "", is_raised


def _words_before(node: etree._Element) -> str:
    """Return the words between a node and the one before it, or else those of that one."""
    for previous in node.itersiblings(preceding=True):
        if previous.tail:
            return previous.tail
        if isinstance(previous.tag, str):
            return "".join(map(str, previous.itertext())) or " "
    parent = node.getparent()
    return (parent.text or "") if parent is not None else ""


def _pointers_at(survey: Survey) -> dict[etree._Element, list[etree._Element]]:
    """Gather for each element what points at it; an empty note may point, too (`@next`)."""
    found: dict[etree._Element, list[etree._Element]] = {}
    for pointer in survey.pointers:
        for identifier in survey.targets(pointer)[:1]:
            if identifier in survey.by_id:
                found.setdefault(survey.by_id[identifier], []).append(pointer)
    for text in survey.texts:
        for note in text.iter(tei("note")):
            target = survey.targets(note, "next") or survey.targets(note, "sameAs")
            if target and target[0] in survey.by_id and is_empty(note):
                found.setdefault(survey.by_id[target[0]], []).append(note)
    return found


def _in_running_text(pointers: list[etree._Element]) -> list[etree._Element]:
    """Leave out the pointers that stand in notes themselves; an empty note is a pointer."""
    return [p for p in pointers if next(p.iterancestors(tei("note")), None) is None]


def _is_inside(element: etree._Element, note: etree._Element) -> bool:
    return any(ancestor is note for ancestor in element.iterancestors(tei("note")))
