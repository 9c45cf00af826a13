"""Definitions of staves as a score has them: one at its head, the others where they change.

MEI that was written into a TEI text defines staves inside their measures, where neither MEI nor
Verovio knows it: clefs and keys would be lost, and the notes be others. Staves without a number
are counted. Authority: MEI 5, chapters 2.2 (`scoreDef`) and 4.2.1 (`dir`).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from publish.model.document import local_name
from publish.model.tree import take_out

MEI = "http://www.music-encoding.org/ns/mei"
_M = f"{{{MEI}}}"

_PLACED = ("dir", "dynam", "tempo", "harm", "reh")
"""What is written at a beat; Verovio draws none that does not say at which."""


def define_staves(mei: etree._Element) -> bool:
    """Give each score the definitions of its staves in their places; say whether one had none.

    Where nothing says it, a staff has five lines and a G clef.
    """
    is_bare = False
    for score in mei.iter(f"{_M}score"):
        _number_staves(score)
        _place_directions(score)
        _lift_definitions(score)
        if score.find(f".//{_M}staffDef") is None:
            _define_as_usual(score)
            is_bare = True
    return is_bare


def _number_staves(score: etree._Element) -> None:
    """Count the staves of a measure, and their definitions in it, that have no number."""
    for measure in score.iter(f"{_M}measure"):
        for name in ("staff", "staffDef"):
            for number, each in enumerate(measure.findall(f"{_M}{name}"), start=1):
                if not each.get("n"):
                    each.set("n", str(number))


def _place_directions(score: etree._Element) -> None:
    for each in score.iter(*(f"{_M}{name}" for name in _PLACED)):
        if not any(each.get(name) for name in ("startid", "tstamp", "plist", "tstamp.ges")):
            each.set("tstamp", "1")
        if not each.get("staff"):
            each.set("staff", "1")


def _lift_definitions(score: etree._Element) -> None:
    """Take definitions out of measures: the first of each staff to the head of the score."""
    head = {e.get("n") or "1": e for e in _at_head(score)}
    seen = False
    for measure in list(score.iter(f"{_M}measure")):
        for found in measure.findall(f"{_M}staffDef"):
            take_out(found)
            number = found.get("n") or "1"
            if number not in head:
                head[number] = _add_to_head(score, found)
            elif not seen:
                _refine(head[number], found)
            else:
                _change(measure, found)
        seen = True


def _at_head(score: etree._Element) -> Iterator[etree._Element]:
    definition = score.find(f"{_M}scoreDef")
    if definition is not None:
        yield from definition.iter(f"{_M}staffDef")


def _add_to_head(score: etree._Element, staff: etree._Element) -> etree._Element:
    definition = score.find(f"{_M}scoreDef")
    if definition is None:
        definition = etree.Element(f"{_M}scoreDef")
        score.insert(0, definition)
    group = definition.find(f"{_M}staffGrp")
    if group is None:
        group = etree.SubElement(definition, f"{_M}staffGrp")
    if not staff.get("lines"):
        staff.set("lines", "5")
    group.append(staff)
    return staff


def _refine(staff: etree._Element, found: etree._Element) -> None:
    """Let the first measure say what the head of the score says of a staff, and more of it."""
    staff.attrib.update(found.attrib)
    for child in found:
        same = staff.find(str(child.tag)) if local_name(child) else None
        if same is not None:
            take_out(same)
        staff.append(child)


def _change(measure: etree._Element, found: etree._Element) -> None:
    """Define a staff anew before a measure; who sings or plays from there stands above it."""
    for label in found.findall(f"{_M}label"):
        take_out(label)
        place = {"staff": found.get("n") or "1", "tstamp": "0", "place": "above"}
        above = etree.SubElement(measure, f"{_M}dir", place)
        above.text = "".join(map(str, label.itertext()))
    definition = etree.Element(f"{_M}scoreDef")
    group = etree.SubElement(definition, f"{_M}staffGrp")
    group.append(found)
    measure.addprevious(definition)


def _define_as_usual(score: etree._Element) -> None:
    for old in score.findall(f"{_M}scoreDef"):
        take_out(old)
    numbers = {staff.get("n") or "1": None for staff in score.iter(f"{_M}staff")}
    definition = etree.Element(f"{_M}scoreDef")
    group = etree.SubElement(definition, f"{_M}staffGrp")
    for number in numbers or {"1": None}:
        staff = {"n": number, "lines": "5", "clef.shape": "G", "clef.line": "2"}
        etree.SubElement(group, f"{_M}staffDef", staff)
    score.insert(0, definition)
