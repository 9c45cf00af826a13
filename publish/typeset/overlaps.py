"""Where speakers speak at once: square brackets around it, as transcripts have them.

A timeline gives the order of moments; blocks begin and end at some, anchors in them stand for
others (`anchor/@synch`, TEI chapter 8.4.2; ISO 24624). What one says between two moments is
simultaneous where another speaks then. Authority for the sign: GAT 2, 2.3; Jefferson.
"""

from __future__ import annotations

from itertools import accumulate, pairwise

from lxml import etree
from msgspec import Struct, field

from publish.model.document import XML_ID, local_name, tei


class _Talk(Struct):
    """What one says from one moment to another, by the places of the moments."""

    utterance: etree._Element
    marks: list[tuple[int, etree._Element | None]] = field(default_factory=list)
    """The moments inside it and at both ends; what stands for a moment inside."""


class Overlaps(Struct, frozen=True):
    """The signs of a text: before an utterance's words, at its anchors, behind its words."""

    begins: frozenset[etree._Element] = frozenset()
    ends: frozenset[etree._Element] = frozenset()
    at: dict[etree._Element, str] = field(default_factory=dict)


def overlaps_of(text: etree._Element) -> Overlaps:
    """Find what is said at once in a text that has a timeline; nothing in one that has none."""
    order = _moments(text)
    utterances = list(text.iter(tei("u"))) if order else []
    talks = [talk for u in utterances if (talk := _talk(u, order)) is not None]
    shared = _shared(talks, len(order))
    begins, ends, at = set(), set(), {}
    for talk in talks:
        is_open = False
        for (start, mark), (end, _) in pairwise(talk.marks):
            is_shared = start < end and shared[end] - shared[start] == end - start
            if is_shared != is_open and mark is not None:
                at[mark] = "[" if is_shared else "]"
            elif is_shared and mark is None:
                begins.add(talk.utterance)
            is_open = is_shared
        if is_open:
            ends.add(talk.utterance)
    return Overlaps(frozenset(begins), frozenset(ends), at)


def _shared(talks: list[_Talk], moments: int) -> list[int]:
    """Count, up to each moment, the stretches from one to the next in which two speak or more."""
    change = [0] * (moments + 1)
    for talk in talks:
        change[talk.marks[0][0]] += 1
        change[talk.marks[-1][0]] -= 1
    speaking = accumulate(change)
    return [0, *accumulate(int(number > 1) for number in speaking)]


def _moments(text: etree._Element) -> dict[str, int]:
    """Number the moments of the timelines in their order in time."""
    whens = [when for line in text.iter(tei("timeline")) for when in line.iter(tei("when"))]
    known = {when.get(XML_ID) or "": _seconds(when) for when in whens}
    timed = list(known.items())
    if all(seconds is not None for _, seconds in timed):
        timed.sort(key=lambda each: each[1] or 0)
    return {name: place for place, (name, _) in enumerate(timed) if name}


def _seconds(when: etree._Element) -> float | None:
    """Read how long after the beginning a moment is, in the timeline's own unit."""
    written = when.get("interval") or ("0" if when.get("since") is None else "")
    try:
        return float(written.removeprefix("PT").removesuffix("S"))
    except ValueError:
        return None


def _talk(utterance: etree._Element, order: dict[str, int]) -> _Talk | None:
    block = utterance.getparent()
    holders = [utterance]
    if block is not None and local_name(block) == "annotationBlock":
        holders.append(block)
    start = next((_place(h.get("start") or h.get("from"), order) for h in holders[::-1]), None)
    end = next((_place(h.get("end") or h.get("to"), order) for h in holders[::-1]), None)
    if start is None or end is None or start >= end or not _says_something(utterance):
        return None
    inner = [(_place(a.get("synch"), order), a) for a in utterance.iter(tei("anchor"))]
    talk = _Talk(utterance, [(start, None)])
    talk.marks += [(p, a) for p, a in inner if p is not None and start < p < end]
    talk.marks.append((end, None))
    return talk


def _place(pointer: str | None, order: dict[str, int]) -> int | None:
    return order.get((pointer or "").rpartition("#")[2])


def _says_something(utterance: etree._Element) -> bool:
    return any(str(text).strip() for text in utterance.itertext(etree.Element))
