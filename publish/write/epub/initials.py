"""Initials: a letter that is marked as one becomes its paragraph's first letter.

CSS Inline 3 clause 6.1 lets `initial-letter` be said of `::first-letter`, and reading systems know
it of nothing else; paged.css says it, common.css has a larger letter for the others.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.write.epub.content import H

MARKED = "rend-initial"
"""The class of a letter that is to be an initial."""

ASKED = "rend-initial-letter"
"""The class of a block whose first letter is to be one."""


def mark_blocks(body: etree._Element) -> None:
    """Say of the blocks below `body` what is said of the letters that they begin with."""
    for block in list(body.iter(f"{H}p", f"{H}div")):
        first = block[0] if len(block) else None
        if first is None or MARKED not in _classes(first) or re.search(r"\w", block.text or ""):
            continue
        _set_classes(first, [name for name in _classes(first) if name != MARKED])
        if not first.attrib and first.tag == f"{H}span":
            _unwrap(first, block)
        _set_classes(block, [*_classes(block), *([] if ASKED in _classes(block) else [ASKED])])


def _unwrap(first: etree._Element, block: etree._Element) -> None:
    """Give a block the words of its first element: a mark before them is one with the letter."""
    block.text = (block.text or "") + (first.text or "")
    kept = list(first)
    if kept:
        kept[-1].tail = (kept[-1].tail or "") + (first.tail or "")
    else:
        block.text += first.tail or ""
    first.tail = None
    block.remove(first)
    block[:0] = kept


def _classes(element: etree._Element) -> list[str]:
    return (element.get("class") or "").split()


def _set_classes(element: etree._Element, names: list[str]) -> None:
    if names:
        element.set("class", " ".join(names))
    else:
        del element.attrib["class"]
