"""Every place that a link leads to is on a page, where layout made a box of it or not.

A style sheet may hide what an index names. Its place is then that of what is next to it, as a
link that leads nowhere serves nobody (ISO 14289-1 clause 7.18.5 asks for its destination).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from xml.etree.ElementTree import Element

from publish.engine.boxes import Page
from publish.engine.tree import parents_of
from publish.engine.tree_names import LINKED

Spot = tuple[Page, float, float]
"""A page, and where on it a box begins."""


def anchor_all(pages: list[Page], root: Element, until: Element | None = None) -> None:
    """Anchor each linked element without a box at its neighbour on these laid-out pages.

    What begins with `until` is on other pages.
    """
    known = {name for page in pages for name in page.anchors}
    here = takewhile(lambda element: element is not until, root.iter())
    linked = (element for element in here if element.get(LINKED))
    lacking = [element for element in linked if element.get("id") not in known]
    if not lacking or not pages:
        return
    spots = _first_spots(pages)
    parents = parents_of(root)
    for element in lacking:
        page, x, y = _spot_near(element, spots, parents) or (pages[0], 0.0, 0.0)
        page.anchors[element.get("id", "")] = (x, y, x, y)


def _first_spots(pages: list[Page]) -> dict[Element, Spot]:
    """Find where each element's first box begins."""
    spots: dict[Element, Spot] = {}
    for page in pages:
        for box in page._page_box.descendants():
            if box.element is not None and box.element not in spots:
                spots[box.element] = (page, box.position_x, box.position_y)
    return spots


def _spot_near(
    element: Element, spots: dict[Element, Spot], parents: dict[Element, Element]
) -> Spot | None:
    """Find the nearest box: inside, behind, before or around an element, then its parent."""
    node: Element | None = element
    while node is not None:
        for near in _neighbours(node, parents.get(node)):
            if near in spots:
                return spots[near]
        node = parents.get(node)
    return None


def _neighbours(node: Element, parent: Element | None) -> Iterator[Element]:
    yield from node.iter()
    if parent is None:
        return
    siblings = list(parent)
    at = siblings.index(node)
    for behind in siblings[at + 1 :]:
        yield from behind.iter()
    for before in reversed(siblings[:at]):
        yield from before.iter()
    yield parent
