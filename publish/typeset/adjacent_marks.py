"""Part the marks of notes that stand side by side, which would run into one number.

Two notes on one word are "NATURE.12,13" and not "NATURE.1213" (Chicago 14.28): a comma stands
between figures and letters, a thin space between signs. It is text and no look, so that whoever
copies the text, or hears it read, has two numbers as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from publish.model.publication import XHTML
from publish.typeset.note_labels import KEYED
from publish.typeset.xhtml import name_of

BETWEEN = "between-marks"
"""The class of what parts two marks."""

_THIN_SPACE = "\u2009"
_COMMAS = {"ar": "\u060c", "fa": "\u060c", "ur": "\u060c", "ps": "\u060c"}


def part_marks(tree: etree._Element, language: str) -> None:
    """Set a comma or a thin space before every mark that follows right upon another."""
    comma = _COMMAS.get(language.split("-")[0].lower(), ",")
    for before, mark in list(_side_by_side(tree)):
        is_plain = _label(before)[-1:].isalnum() and _label(mark)[:1].isalnum()
        made = etree.Element(f"{{{XHTML}}}span", {"class": BETWEEN})
        made.text = comma if is_plain else _THIN_SPACE
        mark.addprevious(made)


def _side_by_side(tree: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield the marks between which no word, space or picture stands, each with the one before."""
    last: etree._Element | None = None
    inside: etree._Element | None = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        is_mark = name_of(element) == "a" and "noteref" in (element.get("class") or "").split()
        is_mark = is_mark and KEYED not in (element.text or "")
        if event == "start" and is_mark:
            if last is not None:
                yield last, element
            last = None
            inside = element
        elif event == "end" and inside is not None and inside is element:
            last = None if element.tail else element
            inside = None
        elif inside is None and _parts(element, event):
            last = None


def _parts(element: etree._Element, event: str) -> bool:
    """Return whether something begins, or stands behind an element, that parts two marks."""
    if event == "end":
        return bool(element.tail)
    return bool(element.text) or name_of(element) not in {"span", "sup", "a", "i", "em", "b"}


def _label(mark: etree._Element) -> str:
    return "".join(map(str, mark.itertext())).strip()
