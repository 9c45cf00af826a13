"""What links lead to: marked in the tree, so that layout leaves a place for each.

A page of the source that nothing points at has no box in print, and parts no line. One that an
index of its pages names gets a box of no width, which is where the link arrives.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from publish.engine.tree_names import LINKED
from publish.model.publication import UNTIL


def mark_targets(roots: Iterable[Element]) -> None:
    """Mark the elements of a book's divisions that a link in any of them leads to."""
    roots = list(roots)
    targets = {name for root in roots for name in links_of(root)}
    for root in roots:
        for element in root.iter():
            if element.get("id") in targets:
                element.set(LINKED, "yes")


def links_of(root: Element) -> set[str]:
    """List the ids that a division's links lead to, in it and outside of it."""
    links = (a.get("href", "") for a in root.iter("a"))
    ends = {a.get(UNTIL, "") for a in root.iter("a")}
    return ends | {link[1:] for link in links if link.startswith("#")}
