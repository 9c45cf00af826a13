"""Numbers beside lines: of lines (`[print] line_numbers`), of sections (`[text] section_numbers`).

Those of lines are the source's, or counted on the pages. All are stamped on the pages as folios
are, since only numbered pages have an outer margin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element

from publish.engine.drawn import LineMark
from publish.engine.places import SOURCE_LENGTH
from publish.engine.tree import classes
from publish.engine.tree_names import LINE_MARK, LINE_NUMBERS, SECTION_MARK
from publish.model.edition import Edition

BESIDE = "beside"
SECTION = "section"
COUNTED = frozenset({"page", SECTION})

_ALONE = "part-number-line"


def has_line_numbers(edition: Edition) -> bool:
    """Return whether numbers of lines stand in the margins of an edition's pages."""
    return edition.print.line_numbers != BESIDE


def has_section_numbers(edition: Edition) -> bool:
    """Return whether numbers of sections and verses stand there."""
    return edition.text.section_numbers == "margin"


def mark_numbers(root: Element, edition: Edition) -> None:
    """Take the numbers that the margins are to show out of the text of a document."""
    lines, sections = has_line_numbers(edition), has_section_numbers(edition)
    if not lines and not sections:
        return
    root.set(LINE_NUMBERS, "yes")
    keeps = edition.print.line_numbers not in COUNTED
    for parent in root.iter():
        for element in parent:
            kinds = classes(element)
            if lines and "line-number" in kinds and "ab" not in kinds:
                _take_out(element, parent, LINE_MARK if keeps else "")
            elif sections and "part-number" in kinds and _ALONE not in classes(parent):
                _take_out(element, parent, SECTION_MARK)


def _take_out(element: Element, parent: Element, mark: str) -> None:
    """Empty the element of a number; where the margin will show it, the element bears it."""
    number, tail = element.text or "", element.tail or ""
    if mark != SECTION_MARK and not (number.isascii() and number.isdecimal()):
        return
    before = parent.text if element is parent[0] else parent[list(parent).index(element) - 1].tail
    is_spaced = not (before or "").strip() or (before or "")[-1:].isspace()
    kept = tail.lstrip() if is_spaced else tail
    element.text, element.tail = None, kept
    identifier = element.get("id")
    element.attrib.clear()
    if identifier:
        element.set("id", identifier)
    element.set(SOURCE_LENGTH, str(len(number) + len(tail) - len(kept)))
    if mark:
        element.set(mark, number)


def characters_beside(roots: Iterable[Element]) -> str:
    """List the characters of the numbers that are marked in documents, beside plain figures."""
    found = {c for root in roots for e in root.iter() for c in e.get(SECTION_MARK, "")}
    return "".join(sorted((found | {"–"} if found else found) - set("0123456789 ")))


def count_lines(pages: Iterable[Sequence[LineMark]], choice: str) -> Iterator[list[int]]:
    """Number the lines of each page of a division, from its head or from that of their section."""
    number = 0
    for marks in pages:
        numbers = []
        number = number if choice == SECTION else 0
        for mark in marks:
            number = 1 if mark.opens and choice == SECTION else number + 1
            numbers.append(number)
        yield numbers


def shown_numbers(
    pages: Sequence[Sequence[LineMark]], edition: Edition
) -> Iterator[list[tuple[LineMark, str]]]:
    """Choose the lines of each page of a division that bear numbers."""
    choice, every = edition.print.line_numbers, edition.text.line_number_every
    for marks, numbers in zip(pages, count_lines(pages, choice), strict=True):
        if choice == BESIDE:
            yield []
        elif choice in COUNTED:
            counted = zip(marks, numbers, strict=True)
            yield [(mark, str(n)) for mark, n in counted if every > 0 and n % every == 0]
        else:
            yield [(mark, mark.number) for mark in marks if mark.number]
