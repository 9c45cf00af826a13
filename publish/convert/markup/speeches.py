"""Speeches and stage directions that a page calls so by its classes."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from publish.convert.markup.page import Page, is_block, names_of
from publish.convert.tei import is_empty, make, put
from publish.model.lazy_pattern import lazy_pattern

SetContent = Callable[[Page, etree._Element, etree._Element], None]

_SPEECH = lazy_pattern(r"\b(sp|speech|z3998:dialogue)\b")
_SPEAKER = lazy_pattern(r"\b(speaker|z3998:persona|persona)\b")
_STAGE = lazy_pattern(r"\b(stage|stage-?direction|z3998:stage-direction)\b")
_LINE = lazy_pattern(r"^(l|line)\b|\bverse-?line\b")


def is_stage(element: etree._Element) -> bool:
    """Return whether an element is called a stage direction."""
    return bool(_STAGE.search(names_of(element)))


def is_speech(element: etree._Element) -> bool:
    """Return whether an element is called a speech, and names who speaks."""
    if element.tag not in {"div", "section", "p", "tr"} or not _SPEECH.search(names_of(element)):
        return False
    return any(_SPEAKER.search(names_of(each)) for each in element.iterdescendants(etree.Element))


def set_speech(
    page: Page, element: etree._Element, set_content: SetContent, set_block: SetContent
) -> etree._Element:
    """Set a speech: its speaker, its stage directions, its lines of verse and paragraphs."""
    speech = make("sp")
    put(speech, *_loose(element.text))
    for child in element:
        name = _name(child)
        if name:
            made = make(name)
            set_content(page, child, made)
            put(speech, made)
        elif is_block(child):
            set_block(page, child, speech)
        else:
            line = make("p")
            set_content(page, child, line)
            if not is_empty(line):
                put(speech, line)
        put(speech, *_loose(child.tail))
    return speech


def _name(child: etree._Element) -> str:
    names = names_of(child)
    for name, pattern in (("speaker", _SPEAKER), ("stage", _STAGE), ("l", _LINE)):
        if pattern.search(names) and not any(is_block(each) for each in child):
            return name
    return ""


def _loose(text: str | None) -> list[etree._Element]:
    return [make("p", text)] if text and text.strip() else []
