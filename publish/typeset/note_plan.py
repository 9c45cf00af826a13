"""Find out which notes stand where they are referred to, and which stand apart.

Manuscripts have notes in four shapes (TEI chapters 3.9.1, 17.10): at the place of the reference;
apart, in a division of notes or at the end of a chapter, with a `ref` or `ptr` that points at
them or a `@target` of their own that points back; in `standOff`, tied in the same ways; and
loose between paragraphs, with neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from lxml import etree
from msgspec import Struct, field

from publish.model.document import XML_ID, local_name, tei
from publish.typeset.note_calls import Calls, find_calls, find_repeats
from publish.typeset.note_shapes import holds_notes, is_empty, is_mark, stands_apart
from publish.typeset.note_targets import READINGS, ends_of, place_of_mark, unseen_targets
from publish.typeset.survey import Survey


class NotePlan(Struct):
    """Where each note that stands apart is to go."""

    moved: dict[etree._Element, etree._Element] = field(default_factory=dict)
    """Notes that are not shown where they stand, in reading order, and what each goes to."""
    at_pointer: dict[etree._Element, etree._Element] = field(default_factory=dict)
    """The pointer that is a note's reference, and every other call of it."""
    behind: dict[etree._Element, list[etree._Element]] = field(default_factory=dict)
    """Elements that notes with a `@target` belong to."""
    on_reading: dict[etree._Element, list[etree._Element]] = field(default_factory=dict)
    """Readings, or entries, of an apparatus that notes belong to."""
    going_on: dict[etree._Element, list[etree._Element]] = field(default_factory=dict)
    """Notes that other notes go on with (TEI `@prev`, `@next`)."""
    back_pointers: set[etree._Element] = field(default_factory=set)
    """Pointers from a note back to its reference; a writer makes those."""
    emptied: dict[etree._Element, None] = field(default_factory=dict)
    """Divisions that hold nothing but notes that go elsewhere."""
    untied: list[etree._Element] = field(default_factory=list)
    """Notes that stand off and belong to nothing that the book shows."""
    broken: list[tuple[etree._Element, str]] = field(default_factory=list)
    """Notes that stay, and the target that the book does not show."""
    _holds_notes: dict[etree._Element, bool] = field(default_factory=dict)

    def is_in_notes(self, element: etree._Element) -> bool:
        """Return whether this is, or is inside, a division that says it holds notes."""
        node: etree._Element | None = element
        while node is not None:
            if node not in self._holds_notes:
                self._holds_notes[node] = holds_notes(node)
            if self._holds_notes[node]:
                return True
            node = node.getparent()
        return False

    def unshown(self, present: Set[etree._Element]) -> set[etree._Element]:
        """Find what notes were to go to and did not, since the book leaves it out."""
        lost = [note for note in self.moved if note not in present]
        hosts = {self.moved[note] for note in lost}
        first = {host for host in hosts if host not in self.moved or host in present}
        return first or hosts


def plan_notes(
    survey: Survey, dead: Set[etree._Element] = frozenset(), *, ties_lists: bool = False
) -> NotePlan:
    """Decide for every note of the manuscript; nothing can go to what is `dead`.

    With `ties_lists` entries of a `listApp` in the text go to the words that they name.
    """
    plan = NotePlan()
    apart = [n for t in survey.texts for n in t.iter(tei("note")) if stands_apart(n)]
    calls = find_calls([*apart, *survey.standoff], survey, dead)
    continued = _continued(apart, survey)
    for note in [*apart, *survey.standoff]:
        place = place_of_mark(note, survey, dead)
        call = calls.get(note)
        before = continued.get(note)
        if call is not None and (place is None or call.is_certain):
            _call(note, call, plan, survey)
        elif before is not None and before not in dead:
            plan.moved[note] = before
            plan.going_on.setdefault(before, []).append(note)
        elif place is not None and not is_empty(note):
            _tie(note, place, plan, survey)
        else:
            _leave(note, plan, survey)
    for entry in _listed(survey) if ties_lists else ():
        place = place_of_mark(entry, survey, dead)
        if place is not None:
            _tie(entry, place, plan, survey)
    _tie_details(plan, survey, dead)
    for pointer, note in find_repeats({*apart, *survey.standoff}, survey, dead).items():
        plan.at_pointer.setdefault(pointer, note)
    return plan


def _listed(survey: Survey) -> Iterator[etree._Element]:
    """Yield the entries of lists that stand in the text."""
    for text in survey.texts:
        for listed in text.iter(tei("listApp")):
            yield from listed.iterchildren(tei("app"))


def _call(note: etree._Element, call: Calls, plan: NotePlan, survey: Survey) -> None:
    plan.moved[note] = call.first
    for pointer in (call.first, *call.others):
        plan.at_pointer[pointer] = note
    _find_way_back(note, call.first, plan, survey)


def _tie(note: etree._Element, place: etree._Element, plan: NotePlan, survey: Survey) -> None:
    """Let a note go to the element that its own attributes name."""
    plan.moved[note] = place
    name = local_name(place)
    if name in {"ref", "ptr"} and is_mark(place) and place not in plan.at_pointer:
        plan.at_pointer[place] = note
    elif name in READINGS:
        plan.on_reading.setdefault(place, []).append(note)
    else:
        plan.behind.setdefault(place, []).append(note)
    for end in ends_of(note, survey):
        _find_way_back(note, end, plan, survey)


def _leave(note: etree._Element, plan: NotePlan, survey: Survey) -> None:
    if is_empty(note):
        return
    if note in survey.standoff:
        plan.untied.append(note)
    else:
        plan.broken += [(note, target) for target in unseen_targets(note, survey)]


def _tie_details(plan: NotePlan, survey: Survey, dead: Set[etree._Element]) -> None:
    """Let a `witDetail` go to the reading that it tells more of (TEI chapter 13.1.4.1)."""
    for text in survey.texts:
        for detail in text.iter(tei("witDetail")):
            place = place_of_mark(detail, survey, dead)
            if place is not None and local_name(place) in READINGS and not is_empty(detail):
                plan.moved[detail] = place
                plan.on_reading.setdefault(place, []).append(detail)


def _continued(apart: list[etree._Element], survey: Survey) -> dict[etree._Element, etree._Element]:
    """Find for each note the one that it goes on with, by its `@prev` or that one's `@next`."""
    found: dict[etree._Element, etree._Element] = {}
    for note in apart:
        for identifier in survey.targets(note, "prev")[:1]:
            before = survey.by_id.get(identifier)
            if before is not None and before is not note and local_name(before) == "note":
                found[note] = before
    for text in survey.texts:
        for note in text.iter(tei("note")):
            for identifier in survey.targets(note, "next")[:1]:
                after = survey.by_id.get(identifier)
                if after is not None and after is not note and not is_empty(note):
                    found.setdefault(after, note)
    return found


def _find_way_back(
    note: etree._Element, first: etree._Element, plan: NotePlan, survey: Survey
) -> None:
    """Find the links in a note that lead back to its mark."""
    own = first.get(XML_ID)
    for pointer in note.iter(tei("ref"), tei("ptr")):
        if own and own in survey.targets(pointer) and is_mark(pointer):
            plan.back_pointers.add(pointer)
