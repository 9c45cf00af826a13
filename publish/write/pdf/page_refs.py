"""Page numbers in the text: contents, index and cross-references show where print has them."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from publish.write.pdf.folios import Folio
from publish.write.pdf.places import SOURCE_LENGTH
from publish.write.pdf.tree import parents_of

_BETWEEN = re.compile(r"[\s,;،、]*$")


def fill(root: Element, folio_of: dict[str, Folio]) -> tuple[str, ...]:
    """Write folios into `a.page-ref`; give what was written, to tell a change.

    Neighbouring references with nothing but commas between them are locators of an index: the
    same page is named once and three pages in a row become a range (Chicago 16.14).
    """
    parents = parents_of(root)
    references = [a for a in root.iter("a") if "page-ref" in a.get("class", "").split()]
    for reference in references:
        if SOURCE_LENGTH not in reference.attrib:
            reference.set(SOURCE_LENGTH, str(len("".join(reference.itertext()))))
            for child in list(reference):
                reference.remove(child)
        folio = folio_of.get(reference.get("href", "")[1:])
        reference.text = str(folio) if folio else "00"
    for run in _runs(references, parents):
        _merge(run, parents[run[0]], folio_of)
    return tuple(reference.text or "" for reference in references)


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


def _merge(run: list[Element], parent: Element, folio_of: dict[str, Folio]) -> None:
    """Leave one reference for each page, and the first and last of pages in a row."""
    tail = run[-1].tail
    separator = ", " if not run[0].tail or "," in run[0].tail else run[0].tail
    rows: list[list[Element]] = []
    numbers: list[Folio | None] = []
    for reference in run:
        folio = folio_of.get(reference.get("href", "")[1:])
        if folio is not None and folio in numbers:
            parent.remove(reference)
            continue
        last = numbers[-1] if numbers else None
        follows = (
            folio is not None
            and last is not None
            and folio.is_roman == last.is_roman
            and folio.number == last.number + 1
        )
        numbers.append(folio)
        if follows:
            rows[-1].append(reference)
        else:
            rows.append([reference])
    for row in rows:
        _write_row(row, parent, separator)
    rows[-1][-1].tail = tail


def _write_row(row: list[Element], parent: Element, separator: str) -> None:
    for middle in row[1:-1]:
        parent.remove(middle)
    row[0].tail = separator
    if len(row) > 1:
        row[0].tail = "\u2013"
        row[-1].tail = separator
