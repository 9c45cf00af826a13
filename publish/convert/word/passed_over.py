"""What pandoc passes over, put where it reads it: text boxes, and rows that begin further right.

A box is written twice, for new programs and for old ones (ECMA-376 part 3, 7.5); the second goes.
Its paragraphs stand behind the one that it hangs on. For the cells that a row leaves out at its
ends (part 1, 17.4.14 and 17.4.15) it gets empty ones.
"""

from __future__ import annotations

from lxml import etree

from publish.convert.word.package import TEXTS, Package, w

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
