"""Numbers beside lines: those of the source, or counted on the pages (`[print] line_numbers`).

They are stamped on the pages as folios are, since only numbered pages have an outer margin.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from publish.engine.drawn import LineMark
from publish.engine.places import SOURCE_LENGTH
from publish.engine.tree import classes
from publish.engine.tree_names import LINE_MARK, LINE_NUMBERS
from publish.model.edition import Edition

BESIDE = "beside"
COUNTED = frozenset("page section".split())


def has_line_numbers(edition: Edition) -> bool:
    """Return whether numbers stand in the margins of an edition's pages."""
    return edition.print.line_numbers != BESIDE


def mark_line_numbers(root: Element, choice: str) -> None:
    """Take the source's numbers out of the text of a document whose margins show numbers."""
    if choice == BESIDE:
        return
    root.set(LINE_NUMBERS, choice)
    for parent in root.iter():
        for element in parent:
            if "line-number" in classes(element) and "ab" not in classes(element):
                _take_out(element, parent, is_kept=choice not in COUNTED)


def _take_out(element: Element, parent: Element, *, is_kept: bool) -> None:
    """Empty the element of a number; where it is kept, the margin will show it."""
    number, tail = element.text or "", element.tail or ""
    if not (number.isascii() and number.isdecimal()):
        return
    is_first = element is parent[0] and not (parent.text or "").strip()
    kept = tail.lstrip() if is_first else tail
    element.text, element.tail = None, kept
    element.attrib.clear()
    element.set(SOURCE_LENGTH, str(len(number) + len(tail) - len(kept)))
    if is_kept:
        element.set(LINE_MARK, number)


def shown_numbers(
    marks: Sequence[LineMark], before: Sequence[LineMark], edition: Edition
) -> list[tuple[LineMark, str]]:
    """Choose the lines of a page that bear numbers; `before` are those of its division's pages."""
    choice, every = edition.print.line_numbers, edition.text.line_number_every
    if choice not in COUNTED:
        return [(mark, mark.number) for mark in marks if mark.number]
    number = 0
    numbered = []
    for mark in [*before, *marks] if choice == "section" else marks:
        number = 1 if mark.opens and choice == "section" else number + 1
        numbered.append((mark, number))
    return [
        (mark, str(number))
        for mark, number in numbered[-len(marks) :]
        if every > 0 and number % every == 0
    ]
