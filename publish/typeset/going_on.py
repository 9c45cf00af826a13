"""Paragraphs that go on behind verse, a quotation, a list: flush, for they are no new ones.

Manuscripts end a paragraph where verse begins and start another behind it (TEI chapter 3.1 has
both in one `p`). What tells that the sentence goes on is that it begins in lower case or with a
mark that no sentence begins with; scripts without case say nothing (Chicago 13.23).
"""

from __future__ import annotations

from lxml import etree

from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.xhtml import H, name_of

GOING_ON = "p-continued"

_APART = frozenset("blockquote ul ol dl table figure pre math".split())
_APART_CLASSES = frozenset(
    "lg l cit list formula block-formula figure floating-text speech table sp example eg".split()
)
_IDLE = frozenset("span a".split())
_LOWER_FIRST = lazy_pattern(r"[\s…—–(\[]*[^\W\d_]")
_MID_SENTENCE = lazy_pattern(r"\s*[,;:]")


def mark_going_on(root: etree._Element) -> None:
    """Give each such paragraph its class."""
    for paragraph in root.iter(H + "p"):
        if paragraph.get("class") or not _begins_inside(paragraph):
            continue
        before = paragraph.getprevious()
        while before is not None and (not isinstance(before.tag, str) or _is_idle(before)):
            before = before.getprevious()
        if before is not None and _stands_apart(before):
            paragraph.set("class", GOING_ON)


def _is_idle(element: etree._Element) -> bool:
    """Return whether an element is only a place, such as a page break."""
    return name_of(element) in _IDLE and not "".join(map(str, element.itertext())).strip()


def _stands_apart(block: etree._Element) -> bool:
    classes = set((block.get("class") or "").split())
    return name_of(block) in _APART or bool(classes & _APART_CLASSES)


def _begins_inside(paragraph: etree._Element) -> bool:
    """Return whether a paragraph's first words are those of a sentence that has begun before it."""
    text = "".join(map(str, paragraph.itertext()))
    if _MID_SENTENCE.match(text):
        return True
    first = _LOWER_FIRST.match(text)
    return first is not None and first[0][-1].islower()
