"""Find out which notes stand where they are referred to, and which stand apart.

Manuscripts have notes in three shapes (TEI chapter 3.9.1): at the place of the reference; apart,
in a division of notes or at the end of a chapter, with a `ref` or `ptr` that points at them or
a `@target` of their own that points back; and loose between paragraphs, with neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from publish.document import XML_ID, local_name, tei
from publish.typeset.survey import DIVISIONS, Survey

HOLDERS = DIVISIONS | frozenset(
    """
    TEI text group front body back floatingText lg sp spGrp list listBibl table row castList
    castGroup noteGrp listAnnotation annotation titlePage figure cit app
    """.split()
)
"""Elements whose content is blocks: a note directly inside stands between them."""

MIXED = frozenset(
    "quote q said item cell note opener closer postscript epigraph argument stage p ab".split()
)
"""Elements that hold words or blocks: their own words tell."""

_BLANK = frozenset("note noteGrp label lb pb cb milestone anchor fw".split())
_NOTES = re.compile(
    r"(foot|end|back)?[-_ ]?notes?|annotations?|anmerkung(en)?|fu(ß|ss)noten?|endnoten?|"
    r"noten?|notas?|voetnoten?|apparatus|commentary|comments?|notizen|примечани[яе]",
    re.IGNORECASE,
)
_TEXT = etree.XPath("string()")
_LABEL = re.compile(r"[\s\[({]*([\w*†‡§¶|‖#]{1,5})[\s\])}.:,*]*")


@dataclass(slots=True)
class NotePlan:
    """Where each note that stands apart is to go."""

    moved: dict[etree._Element, None] = field(default_factory=dict)
    """Notes that are not shown where they stand, in reading order."""
    at_pointer: dict[etree._Element, etree._Element] = field(default_factory=dict)
    """The pointer that is a note's reference, and every other that shows its number."""
    behind: dict[etree._Element, list[etree._Element]] = field(default_factory=dict)
    """Elements that notes with a `@target` belong to."""
    back_pointers: set[etree._Element] = field(default_factory=set)
    """Pointers from a note back to its reference; a writer makes those."""
    _holds_notes: dict[etree._Element, bool] = field(default_factory=dict)

    def is_in_notes(self, element: etree._Element) -> bool:
        """Tell whether this is, or is inside, a division that says it holds notes."""
        node: etree._Element | None = element
        while node is not None:
            if node not in self._holds_notes:
                self._holds_notes[node] = holds_notes(node)
            if self._holds_notes[node]:
                return True
            node = node.getparent()
        return False


def plan_notes(survey: Survey) -> NotePlan:
    """Decide for every note of the manuscript."""
    plan = NotePlan()
    pointers = _pointers_at(survey)
    for text in survey.texts:
        for note in text.iter(tei("note")):
            if stands_apart(note):
                _plan_one(note, plan, pointers, survey)
    return plan


def _pointers_at(survey: Survey) -> dict[etree._Element, list[etree._Element]]:
    """Gather for each element what points at it; an empty note may point, too (`@next`)."""
    found: dict[etree._Element, list[etree._Element]] = {}
    for pointer in survey.pointers:
        for identifier in survey.targets(pointer)[:1]:
            if identifier in survey.by_id:
                found.setdefault(survey.by_id[identifier], []).append(pointer)
    for text in survey.texts:
        for note in text.iter(tei("note")):
            target = next((survey.targets(note, name) for name in ("next", "sameAs")), [])
            if target and target[0] in survey.by_id and is_empty(note):
                found.setdefault(survey.by_id[target[0]], []).append(note)
    return found


def _plan_one(
    note: etree._Element,
    plan: NotePlan,
    pointers: dict[etree._Element, list[etree._Element]],
    survey: Survey,
) -> None:
    from_outside = [p for p in pointers.get(note, []) if not _is_inside(p, note)]
    in_running_text = [p for p in from_outside if not _is_in_note(p)] or from_outside
    if in_running_text:
        plan.moved[note] = None
        first = next((p for p in in_running_text if is_mark(p)), in_running_text[0])
        plan.at_pointer[first] = note
        for other in from_outside:
            if is_mark(other):
                plan.at_pointer[other] = note
        _find_way_back(note, first, plan, survey)
        return
    place = _place_of_target(note, survey)
    if place is not None and not is_empty(note):
        plan.moved[note] = None
        if local_name(place) in {"ref", "ptr"} and is_mark(place):
            plan.at_pointer.setdefault(place, note)
        else:
            plan.behind.setdefault(place, []).append(note)
        _find_way_back(note, place, plan, survey)


def _find_way_back(
    note: etree._Element, first: etree._Element, plan: NotePlan, survey: Survey
) -> None:
    """Find the links in a note that lead back to its mark."""
    own = first.get(XML_ID)
    for pointer in note.iter(tei("ref"), tei("ptr")):
        if own and own in survey.targets(pointer) and is_mark(pointer):
            plan.back_pointers.add(pointer)


def _place_of_target(note: etree._Element, survey: Survey) -> etree._Element | None:
    """Find the element of the running text to which a note's own attributes tie it."""
    for attribute in ("targetEnd", "target", "corresp", "prev"):
        targets = [survey.by_id[i] for i in survey.targets(note, attribute) if i in survey.by_id]
        for target in reversed(targets):
            if not _is_inside(target, note) and not _is_hidden(target):
                return _where_a_mark_can_stand(target)
    return None


def _where_a_mark_can_stand(target: etree._Element) -> etree._Element:
    """Choose the head of a division, for a note on the whole of it."""
    if local_name(target) in HOLDERS:
        head = target.find(tei("head"))
        if head is not None:
            return head
    return target


def _is_hidden(element: etree._Element) -> bool:
    names = {local_name(element), *(local_name(e) for e in element.iterancestors())}
    return not names.isdisjoint({"rdg", "rdgGrp", "fw", "teiHeader", "standOff", "index"})


def _is_inside(element: etree._Element, ancestor: etree._Element) -> bool:
    return any(e is ancestor for e in element.iterancestors(tei("note")))


def _is_in_note(element: etree._Element) -> bool:
    return next(element.iterancestors(tei("note")), None) is not None


def is_empty(note: etree._Element) -> bool:
    """Tell whether a note says nothing."""
    if str(_TEXT(note)).strip():
        return False
    return next(note.iter(tei("graphic"), tei("figure"), tei("formula"), tei("ptr")), None) is None


def is_mark(pointer: etree._Element) -> bool:
    """Tell whether a pointer shows no more than a note's number or sign."""
    text = str(_TEXT(pointer))
    return not text.strip() or label_in(text) != ""


def label_in(text: str) -> str:
    """Read a label such as `1`, `[12]`, `*)`, `b.`; empty where the text is no label."""
    match = _LABEL.fullmatch(text)
    if not match:
        return ""
    label = match[1]
    is_short = (
        len(label) <= 2 or label.isdigit() or not label.isalnum() or set(label) <= set("ivxl")
    )
    return label if is_short else ""


def stands_apart(note: etree._Element) -> bool:
    """Tell whether a note stands between blocks and not in a run of words."""
    parent = note.getparent()
    if parent is None:
        return True
    name = local_name(parent)
    if name in HOLDERS:
        return True
    if name not in MIXED or (parent.text or "").strip():
        return False
    siblings = list(parent)
    if any((sibling.tail or "").strip() for sibling in siblings):
        return False
    if all(local_name(sibling) in _BLANK for sibling in siblings):
        return any(holds_notes(ancestor) for ancestor in parent.iterancestors())
    return name not in {"p", "ab"} and any(
        local_name(sibling) in {"p", "l", "lg", "ab", "list", "table"} for sibling in siblings
    )


def holds_notes(division: etree._Element) -> bool:
    """Tell whether a division is one of notes, by its type or because it holds nothing else."""
    name = local_name(division)
    if name not in DIVISIONS:
        return name in {"noteGrp", "listAnnotation"}
    kind = division.get("type") or ""
    if kind and _NOTES.fullmatch(kind.strip()):
        return True
    names = [local_name(child) for child in division if local_name(child)]
    rest = [name for name in names if name not in {"head", "pb", "lb", "fw", "anchor"}]
    return bool(rest) and all(name in {"note", "noteGrp"} for name in rest)
