"""Where a passage ends that an index entry is about: behind all that its last element holds.

"The span runs ... to the end of the content of the element pointed to by the spanTo attribute"
(TEI att.spanning), which may be pages below where that element begins.
"""

from __future__ import annotations

from lxml import etree

from publish.model.publication import Part
from publish.typeset.xhtml import BLOCKS, H, has_content, name_of

_WHOLE = frozenset("table math svg figure pre".split())
"""Elements into which no anchor is put."""


def mark_end(part: Part, identifier: str) -> str:
    """Give the id of the end of the element with this id; an anchor is put there if need be."""
    element = next(
        (e for tree in part.trees() for e in tree.iter(etree.Element) if e.get("id") == identifier),
        None,
    )
    if element is None or name_of(element) in _WHOLE or not has_content(element):
        return identifier
    made = f"{identifier}-end"
    last = _last_block(element)
    if last is element and name_of(element) not in BLOCKS:
        return identifier
    if not len(last) or last[-1].get("id") != made:
        etree.SubElement(last, H + "span", {"class": "index-anchor", "id": made})
    return made


def _last_block(element: etree._Element) -> etree._Element:
    """Find the innermost block with which an element ends."""
    while len(element) and name_of(element[-1]) in BLOCKS - _WHOLE and not element[-1].tail:
        element = element[-1]
    return element
