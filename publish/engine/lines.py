"""The lines of laid-out pages: WeasyPrint's page boxes -> PrintedLine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from publish.engine.places import Places, TextPlace
from publish.engine.tree_names import MOVED
from publish.model.printing import PrintedLine

GENERATED = ("::before", "::after", "::marker", "::footnote-call", "::footnote-marker")
"""Boxes of words that style sheets add; `::first-letter` and `::first-line` are the book's own."""

WAITING = frozenset("figure table div".split())


@dataclass(slots=True)
class _Line:
    y: float
    text: str
    place: TextPlace | None
    is_moved: bool = False


def lines_of(page_box: Any, places: Places) -> tuple[PrintedLine, ...]:
    """List a page's lines as an editor counts them; lines side by side share a number."""
    numbered: list[PrintedLine] = []
    number, last_y = 0, float("-inf")
    for line in _lines(page_box, places):
        if line.place is None:
            continue
        if abs(line.y - last_y) > 2:
            number, last_y = number + 1, line.y
        place = line.place
        told = (place.block, place.offset, line.text, place.is_note, line.is_moved)
        numbered.append(PrintedLine(number, *told))
    return tuple(numbered)


def _lines(page_box: Any, places: Places) -> Iterator[_Line]:
    moved = {
        line
        for box in page_box.descendants()
        if box.element_tag in WAITING and MOVED in box.element.get("class", "").split()
        for line in line_boxes(box)
    }
    for box in line_boxes(page_box):
        made = _Line(box.position_y + box.baseline, "", None, box in moved)
        for text in text_boxes(box):
            made.text += text.text
            place = places.read(text.element, text.text)
            made.place = made.place or place
        made.text = " ".join(made.text.split())
        yield made


def line_boxes(box: Any) -> Iterator[Any]:
    """Yield the line boxes below a box in reading order; those inside lines count with these."""
    return _below(box, boxes.LineBox)


def text_boxes(line: Any) -> Iterator[Any]:
    """Yield the text boxes of a line that hold the book's own words, not generated ones."""
    for text in _below(line, boxes.TextBox):
        if text.element is not None and not text.element_tag.endswith(GENERATED):
            yield text


def _below(box: Any, kind: type) -> Iterator[Any]:
    """Yield the boxes of a kind below a box in reading order, and none inside these."""
    pending = [box]
    while pending:
        node = pending.pop()
        if isinstance(node, AbsolutePlaceholder):
            node = node._box
        if isinstance(node, boxes.MarginBox):
            continue
        if isinstance(node, kind):
            yield node
        elif isinstance(node, boxes.ParentBox):
            pending.extend(reversed(node.children))
