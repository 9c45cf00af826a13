"""Part a word from its gloss, and phrases from each other, where they touch in the file.

An interlinear gloss (Leipzig Glossing Rules 1) is written as elements side by side, most often
with no space between them: `<seg type="word">bahay</seg><seg type="gloss">house</seg>`.
"""

from __future__ import annotations

from lxml import etree

from publish.house.language.glosses import GLOSSED, is_gloss
from publish.model.document import local_name, tei

_TAGS = [tei(name) for name in sorted(GLOSSED - {"w"})]
_PHRASES = frozenset("phr cl".split())
_WORD_TYPES = frozenset("w word token tok phrase line igt".split())


def part_glosses(text: etree._Element) -> None:
    """Write a space between neighbours that are a word and its gloss, or two phrases."""
    for element in text.iter(*_TAGS):
        before = element.getprevious()
        if before is not None and not before.tail and _are_apart(before, element):
            before.tail = " "
        following = element.getnext()
        if following is not None and not element.tail and _are_apart(element, following):
            element.tail = " "


def _are_apart(before: etree._Element, after: etree._Element) -> bool:
    if not {local_name(before), local_name(after)} <= GLOSSED or before.get("join") == "right":
        return False
    first = "".join(map(str, before.itertext()))
    second = "".join(map(str, after.itertext()))
    if not first or not second or first[-1].isspace() or second[0].isspace():
        return False
    if is_gloss(before) or is_gloss(after):
        return True
    return _is_unit(before) and _is_unit(after) and first[-1].isalnum() and second[0].isalnum()


def _is_unit(element: etree._Element) -> bool:
    """Return whether an element is a word or more, and not a piece of one."""
    return local_name(element) in _PHRASES or element.get("type") in _WORD_TYPES
