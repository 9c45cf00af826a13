"""Pointers at works of the bibliography, as Digital Humanities Quarterly prints them.

Its `ptr` has no words of its own: the label stands in the bibliography, the place in the work in
`@loc`, the brackets nowhere: `[Moretti 2000, 55]` (DHQ's encoding guidelines, Citations).
"""

from __future__ import annotations

from lxml import etree

from publish.model.document import local_name

_DHQ = "http://www.digitalhumanities.org/ns/dhq"
_OPEN, _CLOSED = frozenset("(["), frozenset(")]")
_BLOCKS = frozenset("p ab item cell note q quote cit head l".split())


def place_in_work(pointer: etree._Element) -> str:
    """Return the page or chapter that a pointer gives of the work that it names."""
    return " ".join((pointer.get("loc") or "").split())


def brackets_around(pointer: etree._Element) -> tuple[str, str]:
    """Return the brackets of a citation whose text leaves them to the journal, else none."""
    if _DHQ not in pointer.nsmap.values() or _is_bracketed(pointer):
        return "", ""
    return "[", "]"


def _is_bracketed(pointer: etree._Element) -> bool:
    """Return whether a bracket before the pointer, in its paragraph, is still open."""
    depth = 0
    for letter in _words_before(pointer):
        if letter in _OPEN:
            depth += 1
        elif letter in _CLOSED:
            depth = max(0, depth - 1)
    return depth > 0


def _words_before(pointer: etree._Element) -> str:
    pieces: list[str] = []
    node = pointer
    while (parent := node.getparent()) is not None and local_name(node) not in _BLOCKS:
        siblings = list(parent)[: parent.index(node)]
        before = ["".join([*map(str, e.itertext()), e.tail or ""]) for e in siblings]
        pieces[:0] = [parent.text or "", *before]
        node = parent
    return "".join(pieces)
