"""Places in the list of corrections as print says them: `p. 23, line 7`, `p. 23, note 1`.

The list stands behind the text and is laid out when the text has its pages, so that its lines
depend on nothing that it says.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from publish.engine.places import SOURCE_LENGTH
from publish.engine.tree import length_of
from publish.house.language.words import word

LINE_OF, SAID = "data-line-of", "data-said"
"""On what names a line: the id whose line it is, and how it is said; empty until it is known."""

_LONGEST = "00"


def name_places(section: Element, language: str) -> None:
    """Say page and line, or page and note, in each row of a list of corrections."""
    for cell in section.iter("td"):
        if cell.get("class") == "correction-place":
            _name_place(cell, language)


def _name_place(cell: Element, language: str) -> None:
    page, *notes = list(cell)
    cell.set(SOURCE_LENGTH, str(length_of(cell)))
    cell.remove(page)
    cell[:] = notes
    page[:] = []
    page.text = "0"
    before, behind = word("place_page", language).split("{page}")
    cell.text, page.tail = before or None, behind or None
    cell.insert(0, page)
    target = page.get("href", "")[1:]
    pattern = word("place_note" if notes else "place_line", language)
    _, between, last = re.split(r"\{(?:place|note|line)\}", pattern)
    if notes:
        page.tail, notes[0].tail = f"{behind}{between}" or None, last or None
        return
    line = SubElement(cell, "span", {"class": "line-ref", LINE_OF: target})
    line.set(SAID, f"{between}{{line}}{last}")
    line.text = f"{between}{_LONGEST}{last}"


def fill_lines(root: Element, line_of: dict[str, int]) -> tuple[str, ...]:
    """Write the numbers of lines that are known; give what was written, to tell a change."""
    named = [element for element in root.iter("span") if LINE_OF in element.attrib]
    for element in named:
        line = line_of.get(element.get(LINE_OF, ""), 0)
        element.text = element.get(SAID, "").format(line=line) if line else None
    return tuple(element.text or "" for element in named)
