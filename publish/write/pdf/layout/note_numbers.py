"""Notes counted anew on each page, where the edition asks for it (`print.note_numbers`).

Which page a note's reference falls on is known only after layout, and a number of two figures
where one stood before may move it. So a division is laid out again until its numbers hold.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from publish.engine.drawn import DrawnDivision
from publish.engine.places import SOURCE_LENGTH
from publish.house.note_signs import LETTERS, NUMBERS, SYMBOLS, count_signs
from publish.model.lazy_pattern import lazy_pattern
from publish.write.pdf.prepare.division import Division
from publish.write.pdf.prepare.mark_runs import IN_RANGE
from publish.write.pdf.prepare.notes import REPEATS, SERIES, SIGN

_DIGITS = lazy_pattern(r"\d+")


def count_by_page(division: Division, drawn_division: DrawnDivision, *, numbers: bool) -> bool:
    """Number a division's footnotes by the pages they are on; tell whether a number changed.

    Symbols always begin anew; `numbers` and letters where the edition says so. Other notes with a
    sign of their own keep it.
    """
    if any(finding.code == "WRI-055" for finding in drawn_division.findings):
        return False
    marks = [a for a in division.root.iter("a") if "noteref" in a.get("class", "").split()]
    labels = {
        a.get("href", ""): a for a in division.root.iter("a") if a.get("class") == "note-label"
    }
    at_foot = {
        e.get("id") for e in division.root.iter("aside") if "foot" in e.get("class", "").split()
    }
    changed = False
    for record in drawn_division.page_records:
        here = [
            (mark, labels[f"#{mark.get('id', '')}"])
            for mark in marks
            if mark.get("id", "") in record.anchors
            and mark.get("href", "")[1:] in at_foot
            and f"#{mark.get('id', '')}" in labels
        ]
        changed |= _count(here, numbers=numbers)
    return _repeat_numbers(marks, division) or changed


def _count(here: list[tuple[Element, Element]], *, numbers: bool) -> bool:
    """Write the labels of one page's notes, marks first; tell whether one changed."""
    changed = False
    for kind in (SYMBOLS, LETTERS, NUMBERS) if numbers else (SYMBOLS,):
        pairs = [(mark, label) for mark, label in here if _kind(label) == kind]
        if kind == NUMBERS:
            now = [str(number) for number in range(1, len(pairs) + 1)]
        else:
            now = count_signs([label.get(SIGN, "") for _, label in pairs], kind)
        for (mark, label), text in zip(pairs, now, strict=True):
            changed |= (label.text or "") != text
            _write(label, text)
            if IN_RANGE not in mark.attrib:
                _write(mark, text)
    return changed


def _kind(label: Element) -> str:
    return label.get(SERIES) or (NUMBERS if (label.text or "").isdigit() else "")


def _repeat_numbers(marks: list[Element], division: Division) -> bool:
    """Let marks that repeat a note say its number; tell whether one changed."""
    label_of = labels_of([division])
    changed = False
    for mark in marks:
        note = mark.get(REPEATS, "")
        label = label_of.get(note, "") if mark.get("href") == f"#{note}" else ""
        if label and label != mark.text:
            _write(mark, label)
            changed = True
    return changed


def labels_of(divisions: list[Division]) -> dict[str, str]:
    """Tell the label of each note by its id."""
    return {
        aside.get("id", ""): label.text or ""
        for division in divisions
        for aside in division.root.iter("aside")
        if (label := next((a for a in aside.iter("a") if a.get("class") == "note-label"), None))
        is not None
    }


def follow_notes(divisions: list[Division]) -> list[int]:
    """Let links that speak of notes say the numbers of now; list the divisions that changed."""
    label_of = labels_of(divisions)
    changed = []
    for number, division in enumerate(divisions):
        links = [a for a in division.root.iter("a") if "note-number" in a.get("class", "").split()]
        if any([_follow(link, label_of.get(link.get("href", "")[1:], "")) for link in links]):
            changed.append(number)
    return changed


def _follow(link: Element, label: str) -> bool:
    """Write a note's number into a link that has one, brackets kept; tell whether it changed."""
    text = link.text or ""
    now = _DIGITS.sub(label, text, count=1) if label.isdigit() else text
    if now == text:
        return False
    link.attrib.setdefault(SOURCE_LENGTH, str(len(text)))
    link.text = now
    return True


def _write(link: Element, label: str) -> None:
    """Replace a label, the length of the one in the text kept in mind."""
    link.attrib.setdefault(SOURCE_LENGTH, str(len(link.text or "")))
    link.text = label
