"""Broadside tables: one too wide for a page stands on a page of its own, turned by a right angle.

Its head is on the left side of the page, recto or verso, and whoever reads it turns the book to
the right. The name of its pages is TURNED; print.css sets what has the class on such pages,
`page_styles.py` writes their measures, `engine/turned_pages.py` turns them when drawn. A heading
that nothing but the table follows goes with it: it would be all alone on its page.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from publish.engine.tree import add_class, classes
from publish.engine.tree_names import LAST_TURNED, TURNED
from publish.write.pdf.prepare.setting.kept_together import is_head

NOTES = "table-notes"
"""The class of notes that stand below their table."""

AROUND = frozenset("html body section div article figure".split())
"""Elements in which a table may have a page of its own."""

APART = frozenset("plate back-index designed".split())
"""Classes of those in which it may not: they have a make-up of their own."""


def turnable_tables(root: Element) -> dict[Element, Element]:
    """Find the tables that may have a page of their own; with each, what is turned with it."""
    return dict(_turnable(root, None))


def _turnable(element: Element, holder: Element | None) -> Iterator[tuple[Element, Element]]:
    if element.tag == "table":
        yield element, element if holder is None else holder
    elif element.tag in AROUND and not classes(element) & APART:
        holds = element.tag == "figure" or "table" in classes(element)
        holder = element if holds and holder is None else holder
        for child in element:
            yield from _turnable(child, holder)


def turn(turned: Element, parents: dict[Element, Element]) -> None:
    """Give what is turned pages of its own, with its notes and what would be left alone.

    Tables that follow each other stand on them together.
    """
    if TURNED in classes(turned):
        return
    parent = parents[turned]
    place = list(parent).index(turned)
    below = [e for e in parent[place + 1 : place + 2] if NOTES in classes(e)]
    before = [e for e in parent[max(0, place - 1) : place] if LAST_TURNED in classes(e)]
    whole = _together([*before, turned, *below], parent, parents)
    add_class(whole, f"{TURNED} {LAST_TURNED}")
    place = list(parent).index(whole)
    following = parent[place + 1 : place + 2]
    if following and not is_head(following[0]) and following[0].tag != "table":
        return
    for heading in reversed(parent[:place]):
        if not is_head(heading):
            break
        add_class(heading, TURNED)


def _together(blocks: list[Element], parent: Element, parents: dict[Element, Element]) -> Element:
    """Put neighbours into one block, where there is more than one."""
    if len(blocks) == 1:
        return blocks[0]
    whole = Element("div")
    whole.tail, blocks[-1].tail = blocks[-1].tail, None
    parent.insert(list(parent).index(blocks[0]), whole)
    for block in blocks:
        parent.remove(block)
        block.set("class", " ".join(n for n in block.get("class", "").split() if n != LAST_TURNED))
        whole.append(block)
        parents[block] = whole
    parents[whole] = parent
    return whole
