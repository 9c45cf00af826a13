"""Make a quotation unique: the least context, or the element, that tells its place from others."""

from __future__ import annotations

import re

from msgspec import Struct

from publish.model.document import XML_ID
from publish.revise.index import APART, TextIndex
from publish.revise.neighbours import tell_apart

FURTHEST = 120
"""So many characters of context on each side are enough, or none are."""


class Anchor(Struct, frozen=True):
    """What an erratum says of its place beside the quotation itself."""

    at: str = ""
    before: str = ""
    after: str = ""


def anchor(index: TextIndex, start: int, end: int) -> Anchor | None:
    """Find context by which `text[start:end]` stands once; None where nothing tells it apart."""
    text = index.text
    lead = text[text.rfind(APART, 0, start) + 1 : start]
    trail = text[end : text.find(APART, end)]
    befores, afters = _contexts_before(lead), _contexts_after(trail)
    for step in range(2 * max(len(befores), len(afters))):
        before = befores[min((step + 1) // 2, len(befores) - 1)]
        after = afters[min(step // 2, len(afters) - 1)]
        if len(index.find(before + text[start:end] + after)) == 1:
            return Anchor("", before, after)
    return _by_element(index, start, end) or _by_neighbours(index, start, end)


def _by_neighbours(index: TextIndex, start: int, end: int) -> Anchor | None:
    """Quote the paragraphs or lines around: a refrain stands behind another stanza each time."""
    found = tell_apart(index, start, end)
    return Anchor("", *found) if found else None


def _contexts_before(lead: str) -> list[str]:
    """List ever longer ends of what stands before, cut between words."""
    cuts = [match.start() for match in re.finditer(r"(?<!\S)\S", lead)]
    return ["", *(lead[cut:] for cut in reversed(cuts) if len(lead) - cut <= FURTHEST)]


def _contexts_after(trail: str) -> list[str]:
    cuts = [match.end() for match in re.finditer(r"\S(?!\S)", trail)]
    return ["", *(trail[:cut] for cut in cuts if cut <= FURTHEST)]


def _by_element(index: TextIndex, start: int, end: int) -> Anchor | None:
    """Name the nearest element with an id that holds the quotation once."""
    quoted, owner = index.text[start:end], index.owner(start)
    places = index.find(quoted)
    for element in (owner, *owner.iterancestors()):
        identifier = element.get(XML_ID)
        if identifier is None:
            continue
        owners = (index.owner(place) for place in places)
        inside = sum(element in (one, *one.iterancestors()) for one in owners)
        if inside == 1:
            return Anchor(identifier)
    return None
