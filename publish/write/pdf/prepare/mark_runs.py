"""Many notes on one word: their marks as one range, "12–30", on paper.

A comma parts two marks (Chicago 14.28); of three or more that count on, a row of numbers is
harder to read than its first and last. On a screen each stays a link of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from publish.engine.places import SOURCE_LENGTH
from publish.write.pdf.prepare.notes import BETWEEN, REPEATS, first_marks

IN_RANGE = "data-in-range"
"""Set on a mark that shows nothing: those of its neighbours stand for it."""

FEWEST = 3
"""Marks in a range."""

_DASH = "\u2013"


def join_marks(section: Element) -> None:
    """Let the first and the last of marks that count on stand for all of them."""
    first_marks(section)
    for parent in section.iter():
        for run in _runs(parent):
            children = list(parent)
            first, last = children.index(run[0]), children.index(run[-1])
            for element in children[first + 1 : last]:
                element.set(SOURCE_LENGTH, str(len(element.text or "")))
                element.text = ""
                if element in run:
                    element.set(IN_RANGE, "yes")
            children[first + 1].text = _DASH


def _runs(parent: Element) -> Iterator[list[Element]]:
    """Yield the marks inside a parent that stand side by side and count on."""
    run: list[Element] = []
    before: Element | None = None
    for child in parent:
        if _is_number(child):
            joins = run and before is not None and before.get("class") == BETWEEN
            if not (joins and int(child.text or "") == int(run[-1].text or "") + 1):
                yield from _long(run)
                run = []
            run.append(child)
        elif child.get("class") != BETWEEN or not run or before is not run[-1]:
            yield from _long(run)
            run = []
        before = None if child.tail else child
    yield from _long(run)


def _long(run: list[Element]) -> Iterator[list[Element]]:
    if len(run) >= FEWEST:
        yield run


def _is_number(element: Element) -> bool:
    text = element.text or ""
    is_mark = "noteref" in element.get("class", "").split() and REPEATS not in element.attrib
    return is_mark and not len(element) and text.isascii() and text.isdigit()
