"""What pandoc passes over, put where it reads it: text boxes, words beside pictures, short rows.

A box is written twice, for new programs and for old ones (ECMA-376 part 3, 7.5); the second goes.
Its paragraphs stand behind the one that it hangs on. For the cells that a row leaves out at its
ends (part 1, 17.4.14 and 17.4.15) it gets empty ones. Of a run that holds a picture or the call
of a note pandoc reads that alone, so what else stands in it gets runs of its own.
"""

from __future__ import annotations

import copy
import re

from lxml import etree

from publish.convert.word.package import TEXTS, Package, w
from publish.model.lazy_pattern import lazy_pattern
from publish.model.tree import unwrap

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def lift_boxes(package: Package) -> int:
    """Put what stands in text boxes into the text; return how many there were."""
    count = 0
    for name in TEXTS:
        root = package.tree(name)
        if root is None:
            continue
        for fallback in list(root.iter(f"{MC}Fallback")):
            parent = fallback.getparent()
            has_choice = parent is not None and parent.find(f"{MC}Choice") is not None
            if has_choice and any(True for _ in fallback.iter(w("txbxContent"))):
                parent.remove(fallback)  # type: ignore[union-attr]  # it has one
        for box in reversed(list(root.iter(w("txbxContent")))):
            count += _lift(box)
    return count


def _lift(box: etree._Element) -> int:
    anchor = next(box.iterancestors(w("p")), None)
    holder = anchor.getparent() if anchor is not None else None
    if anchor is None or holder is None:
        return 0
    place = holder.index(anchor) + 1
    for block in reversed(list(box)):
        holder.insert(place, block)
    return 1


_ALONE = tuple(
    w(name) for name in ("drawing", "pict", "object", "footnoteReference", "endnoteReference")
)
"""What fills a run for pandoc, whatever else stands in it (part 1, 17.3.2 and 17.3.3)."""


def part_runs(package: Package) -> None:
    """Give pictures and calls of notes runs of their own."""
    for name in TEXTS:
        root = package.tree(name)
        for run in list(root.iter(w("r"))) if root is not None else ():
            content = [each for each in run if each.tag != w("rPr")]
            if len(content) > 1 and any(map(_fills, content)):
                _part(run, content)


def _fills(element: etree._Element) -> bool:
    return any(True for _ in element.iter(*_ALONE))


def _part(run: etree._Element, content: list[etree._Element]) -> None:
    properties, last = run.find(w("rPr")), run
    for each in content[1:]:
        made = etree.Element(w("r"))
        if properties is not None:
            made.append(copy.deepcopy(properties))
        made.append(each)
        last.addnext(made)
        last = made


_READ = lazy_pattern(r"\s*(HYPERLINK|XE|REF|PAGEREF|NOTEREF|INDEX|TC)\b", re.IGNORECASE)
"""Fields whose code says more than the words that they show."""


def open_fields(package: Package) -> None:
    """Let what other simple fields show, such as citations, stand without them (17.16.19)."""
    for name in TEXTS:
        root = package.tree(name)
        for field in list(root.iter(w("fldSimple"))) if root is not None else ():
            if not _READ.match(field.get(w("instr")) or ""):
                unwrap(field)


def fill_rows(package: Package) -> None:
    """Put empty cells where rows of tables have none at their ends."""
    for name in TEXTS:
        root = package.tree(name)
        for row in root.iter(w("tr")) if root is not None else ():
            holder = row.find(w("trPr"))
            for tag in ("gridBefore", "gridAfter") if holder is not None else ():
                for said in holder.findall(w(tag)):  # type: ignore[union-attr]  # it is there
                    _fill(row, said.get(w("val")) or "1", at_end=tag == "gridAfter")
                    holder.remove(said)  # type: ignore[union-attr]


def _fill(row: etree._Element, columns: str, *, at_end: bool) -> None:
    cell = etree.Element(w("tc"))
    span = etree.SubElement(etree.SubElement(cell, w("tcPr")), w("gridSpan"))
    span.set(w("val"), columns)
    etree.SubElement(cell, w("p"))
    cells = row.findall(w("tc"))
    if at_end or not cells:
        row.append(cell)
    else:
        cells[0].addprevious(cell)
