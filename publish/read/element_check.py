"""Check a manuscript against the table of elements: what stands where TEI P5 does not have it.

The findings are advice: everything is rendered. Elements that the table does not know are left
to the typesetter, which reports what it cannot show.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from publish.model.document import TEI, Document, local_name
from publish.model.finding import Finding, warning
from publish.read.elements import Element, data_elements, elements
from publish.read.stand_in import STAND_INS

MOST = 3
"""Places of one fault that are named; the rest is counted."""
WORDS = 6

_STOOD_IN = {("body", name) for name in STAND_INS}
"""What reading has put there itself, where a text had no words (REA-123)."""

Fault = tuple[str, str, str]
"""Code, message and hint: what is wrong, without the place."""


def check_schema(document: Document) -> list[Finding]:
    """Report elements and words that stand where TEI P5 does not have them; warnings only.

    REA-080 names an element that may not stand in its parent, REA-081 words that may not. Few
    places are named for each pair of elements, in the order of the text.
    """
    faults: dict[tuple[str, str], list[tuple[Fault, etree._Element]]] = {}
    for key, fault, node in _faults(document.root):
        faults.setdefault(key, []).append((fault, node))
    findings = [finding for rows in faults.values() for finding in _say(document, rows)]
    return sorted(findings, key=lambda finding: (finding.place is None, finding.place))


def _faults(root: etree._Element) -> Iterator[tuple[tuple[str, str], Fault, etree._Element]]:
    """Walk over all elements of the table, outside what holds data and other vocabularies."""
    pending = [root]
    while pending:
        parent = pending.pop()
        element = elements().get(local_name(parent))
        if element is None:
            continue
        for child in parent:
            if isinstance(child.tag, str) and child.tag.startswith(f"{{{TEI}}}"):
                fault = _misplaced(element, local_name(child))
                if fault and (element.name, local_name(child)) not in _STOOD_IN:
                    yield (element.name, local_name(child)), fault, child
                pending.append(child)
        fault = _loose_words(element, parent)
        if fault:
            yield (element.name, ""), fault, parent


def _misplaced(parent: Element, name: str) -> Fault | None:
    known = elements().get(name)
    if name in parent.holds or (known is None and name not in data_elements()):
        return None
    where = f" (TEI P5 chapter {parent.chapter})" if parent.chapter else ""
    message = f"<{name}> may not stand in <{parent.name}>{where}"
    holders = sorted(other.name for other in elements().values() if name in other.holds)
    near = [holder for holder in ("p", "div", "ab", "note") if holder in holders] or holders
    hint = f"it may in {', '.join(f'<{holder}>' for holder in near[:3])}" if near else "take it out"
    return "REA-080", message, f"{hint}; it is shown all the same"


def _loose_words(parent: Element, node: etree._Element) -> Fault | None:
    if parent.text:
        return None
    words = " ".join([node.text or "", *(child.tail or "" for child in node)]).split()
    if not words:
        return None
    message = f"words stand directly in <{parent.name}>: {' '.join(words[:WORDS])!r}"
    return "REA-081", message, "put them into <p>, <l> or <ab>"


def _say(document: Document, rows: list[tuple[Fault, etree._Element]]) -> list[Finding]:
    """Name the first places of one fault, and count the others at the last of them."""
    rest = len(rows) - MOST
    findings = []
    for number, ((code, message, hint), node) in enumerate(rows[:MOST], start=1):
        if number == MOST and rest > 0:
            message += f"; and {rest} times more"
        findings.append(warning(code, message, document.place(node), hint))
    return findings
