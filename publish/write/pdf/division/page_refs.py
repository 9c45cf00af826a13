"""Page numbers in the text: contents, index and cross-references show where print has them."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from publish.write.pdf.division.places import SOURCE_LENGTH
from publish.write.pdf.folios import Folio
from publish.write.pdf.tree import parents_of

TAIL, TARGET = "data-tail", "data-target"
"""What a reference had behind it, and where one that is hidden pointed."""

_BETWEEN = re.compile(r"[\s,;،、]*$")


def fill(root: Element, folio_of: dict[str, Folio]) -> tuple[str, ...]:
    """Write folios into `a.page-ref`; give what was written, to tell a change.

    Neighbouring references with nothing but commas between them are locators of an index: the
    same page is named once and three pages in a row become a range (Chicago 16.14).
    """
    parents = parents_of(root)
    references = [e for e in root.iter() if "page-ref" in e.get("class", "").split()]
    for reference in references:
        if SOURCE_LENGTH not in reference.attrib:
            reference.set(SOURCE_LENGTH, str(len("".join(reference.itertext()))))
            reference.set(TAIL, reference.tail or "")
            for child in list(reference):
                reference.remove(child)
        _show(reference)
        folio = folio_of.get(reference.get("href", "")[1:])
        reference.text = str(folio) if folio else "00"
    for run in _runs(references, parents):
        _merge(run, folio_of)
    return tuple(reference.text or "" for reference in references)


def _hide(reference: Element) -> None:
    """Take a reference from sight that another one stands for, until pages change."""
    reference.tag, reference.text, reference.tail = "span", "", ""
    reference.set(TARGET, reference.attrib.pop("href", ""))


def _show(reference: Element) -> None:
    """Bring a reference back as it stood in the text."""
    reference.tail = reference.get(TAIL)
    if TARGET in reference.attrib:
        reference.tag = "a"
        reference.set("href", reference.attrib.pop(TARGET))


def _runs(references: list[Element], parents: dict[Element, Element]) -> list[list[Element]]:
    """Group references that stand side by side."""
    runs: list[list[Element]] = []
    for reference in references:
        parent = parents[reference]
        place = list(parent).index(reference)
        before = parent[place - 1] if place else None
        if runs and before is runs[-1][-1] and _BETWEEN.match(before.tail or ""):
            runs[-1].append(reference)
        else:
            runs.append([reference])
    return [run for run in runs if len(run) > 1]


def _merge(run: list[Element], folio_of: dict[str, Folio]) -> None:
    """Leave one reference for each page, and the first and last of pages in a row."""
    tail = run[-1].tail
    separator = ", " if not run[0].tail or "," in run[0].tail else run[0].tail
    rows: list[list[Element]] = []
    numbers: list[Folio | None] = []
    for reference in run:
        folio = folio_of.get(reference.get("href", "")[1:])
        if folio is not None and folio in numbers:
            _hide(reference)
            continue
        if _follows(folio, numbers[-1] if numbers else None):
            rows[-1].append(reference)
        else:
            rows.append([reference])
        numbers.append(folio)
    for row in rows:
        _write_row(row, separator)
    rows[-1][-1].tail = tail


def _follows(folio: Folio | None, last: Folio | None) -> bool:
    if folio is None or last is None:
        return False
    return folio.is_roman == last.is_roman and folio.number == last.number + 1


def _write_row(row: list[Element], separator: str) -> None:
    for middle in row[1:-1]:
        _hide(middle)
    row[0].tail = separator
    if len(row) > 1:
        row[0].tail = "\u2013"
        row[-1].tail = separator
