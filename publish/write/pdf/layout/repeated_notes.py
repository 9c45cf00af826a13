"""A mark that repeats a note of another page gets a note of its own: "See p. 3, note 2".

A note stands on the page of its first mark. Who meets a later mark on the same page finds it at
the foot; on any other page the reader would look for it in vain (Chicago 14.34). Only layout
tells which it is. A mark once answered stays so, so that no division is laid out for ever.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from msgspec import Struct

from publish.engine.drawn import DrawnDivision
from publish.engine.places import SOURCE_LENGTH
from publish.engine.tree import insert_after, parents_of
from publish.house.language.words import word
from publish.write.pdf.prepare.division import Division
from publish.write.pdf.prepare.notes import REPEATS

STRANGE = "*"
"""The mark of a note of another division."""


class _Home(Struct):
    """Where a note at the foot stands: its division, its first mark, the number it has."""

    division: int
    mark: str
    label: str


def answer_repeats(
    divisions: list[Division], drawn_divisions: list[DrawnDivision], *, by_page: bool
) -> list[int]:
    """Set the notes that repeated marks want; list the divisions that have changed.

    Where notes count by division, the number of a note of another one would be read as this
    one's: there the mark is a sign.
    """
    repeats = [[a for a in division.root.iter("a") if a.get(REPEATS)] for division in divisions]
    if not any(repeats):
        return []
    homes = _homes(divisions)
    changed = []
    for number, (division, marks) in enumerate(zip(divisions, repeats, strict=True)):
        parents = parents_of(division.root) if marks else {}
        for mark in marks:
            home = homes.get(mark.get(REPEATS, ""))
            if home is None or _stand_together(mark, number, home, drawn_divisions):
                continue
            if not (_is_answered(mark) or _is_in_note(mark, parents)):
                if not by_page and home.division != number:
                    mark.set(SOURCE_LENGTH, str(len(mark.text or "")))
                    mark.text = STRANGE
                _answer(mark, home, parents, division.root.get("lang", ""))
                changed.append(number)
    return sorted(set(changed))


def _homes(divisions: list[Division]) -> dict[str, _Home]:
    found = {}
    for number, division in enumerate(divisions):
        for aside in division.root.iter("aside"):
            label = next((a for a in aside.iter("a") if a.get("class") == "note-label"), None)
            if label is not None and "foot" in aside.get("class", "").split():
                mark = label.get("href", "")[1:]
                found[aside.get("id", "")] = _Home(number, mark, label.text or "")
    return found


def _stand_together(
    mark: Element, number: int, home: _Home, drawn_divisions: list[DrawnDivision]
) -> bool:
    """Return whether a mark is on the page of its note's first one; so is one on no page at all."""
    page_records = drawn_divisions[number].page_records
    here = {n for n, record in enumerate(page_records) if mark.get("id", "") in record.anchors}
    if home.division != number:
        return not here
    there = {n for n, record in enumerate(page_records) if home.mark in record.anchors}
    return not here or bool(here & there)


def _is_answered(mark: Element) -> bool:
    return mark.get("href") != f"#{mark.get(REPEATS)}"


def _is_in_note(mark: Element, parents: dict[Element, Element]) -> bool:
    node = parents.get(mark)
    while node is not None and node.tag not in {"aside", "table"}:
        node = parents.get(node)
    return node is not None


def _answer(mark: Element, home: _Home, parents: dict[Element, Element], lang: str) -> None:
    """Set the note that says where the other is, and let the mark lead to it."""
    name = f"{mark.get('id')}-see"
    aside = Element("aside", {"id": name, "class": "note foot", SOURCE_LENGTH: "0"})
    label = Element("a", {"class": "note-label", "href": f"#{mark.get('id')}"})
    label.text = mark.text
    links = {
        "page": Element("a", {"class": "page-ref", "href": f"#{home.mark}"}),
        "note": Element("a", {"class": "note-number", "href": f"#{mark.get(REPEATS)}"}),
    }
    links["page"].text, links["note"].text = "0", home.label
    aside.append(label)
    last = label
    for words in re.split(r"\{(\w+)\}", word("see_note", lang)):
        if words in links:
            last = links[words]
            aside.append(last)
        else:
            last.tail = words
    mark.set("href", f"#{name}")
    insert_after(parents[mark], mark, aside)
