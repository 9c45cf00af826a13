"""Speeches that are interrupted within a sentence, in records that part them there.

Reporters write `<seg>it is called</seg><note>inaudible</note><seg>the fund.</seg>` (Parla-CLARIN
4.2.2 has a `seg` for each paragraph): the sentence goes on, and so does its paragraph.
"""

from __future__ import annotations

from lxml import etree

from publish.model.document import local_name

_EVENTS = frozenset("note incident kinesic vocal".split())
_SPOKEN = frozenset({"seg", "p"})
_ENDS = frozenset(".!?…:;")
_CLOSING = "\"'»«“”’›‹)]"
_GOES_ON = frozenset(".,;:!?…")


def is_interruption(event: etree._Element) -> bool:
    """Return whether what is told stands within a sentence of the speech around it."""
    before, after = event.getprevious(), event.getnext()
    if before is None or after is None or local_name(event) not in _EVENTS:
        return False
    if event.get("type") == "speaker" or not {local_name(before), local_name(after)} <= _SPOKEN:
        return False
    return _is_broken_off(before) and _goes_on(after)


def _is_broken_off(paragraph: etree._Element) -> bool:
    last = paragraph[-1] if len(paragraph) else None
    if last is not None and local_name(last) == "gap" and not (last.tail or "").strip():
        return True
    words = "".join(map(str, paragraph.itertext(etree.Element))).rstrip().rstrip(_CLOSING)
    return words[-1:] not in _ENDS and bool(words)


def _goes_on(paragraph: etree._Element) -> bool:
    first = paragraph[0] if len(paragraph) else None
    if first is not None and local_name(first) == "gap" and not (paragraph.text or "").strip():
        return True
    words = "".join(map(str, paragraph.itertext(etree.Element))).lstrip()
    return words[:1].islower() or words[:1] in _GOES_ON
