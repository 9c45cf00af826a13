"""The lines of laid-out pages: WeasyPrint's page boxes -> PrintedLine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from msgspec import Struct

from publish.engine.boxes import (
    LineBox,
    PageBox,
    TextBox,
    line_boxes,
    texts_below,
)
from publish.engine.places import Places, TextPlace
from publish.engine.tree import classes
from publish.engine.tree_names import MOVED
from publish.model.printing import PrintedLine

GENERATED = ("::before", "::after", "::marker", "::footnote-call", "::footnote-marker")
"""Boxes of words that style sheets add; `::first-letter` and `::first-line` are the book's own."""

WAITING = frozenset("figure table div".split())


class _Line(Struct):
    box: LineBox
    y: float
    text: str
    place: TextPlace | None
    generated: list[str]
    is_moved: bool = False


def has_moved(root: Element) -> bool:
    """Tell whether some of a tree may stand elsewhere than where it is in the text."""
    return any(MOVED in classes(element) for element in root.iter() if element.tag in WAITING)


def lines_of(
    page_box: PageBox,
    every: Iterable[LineBox],
    places: Places,
    boxes: list[LineBox],
    *,
    may_be_moved: bool,
) -> tuple[tuple[PrintedLine, ...], tuple[str, ...]]:
    """List a page's lines as an editor counts them, and other words; lines side by side share one.

    `every` are the boxes of its lines; `boxes` is given those of the lines that are listed.
    """
    numbered: list[PrintedLine] = []
    number, last_y = 0, float("-inf")
    others: list[str] = []
    moved = _moved_lines(page_box) if may_be_moved else frozenset()
    for line in _lines(every, places, moved):
        others += line.generated
        if line.place is None:
            others += [line.text] if line.text else []
            continue
        if abs(line.y - last_y) > 2:
            number, last_y = number + 1, line.y
        place = line.place
        boxes.append(line.box)
        numbered.append(
            PrintedLine(
                number,
                place.block,
                place.offset,
                line.text,
                place.is_note,
                line.is_moved,
                place.note,
            )
        )
    return tuple(numbered), tuple(others)


def _moved_lines(page_box: PageBox) -> frozenset[LineBox]:
    return frozenset(
        line
        for box in page_box.descendants()
        if box.element_tag in WAITING and box.element is not None and MOVED in classes(box.element)
        for line in line_boxes(box)
    )


def _lines(every: Iterable[LineBox], places: Places, moved: frozenset[LineBox]) -> Iterator[_Line]:
    for box in every:
        made = _Line(box, box.position_y + box.baseline, "", None, [], box in moved)
        for text in texts_below(box):
            if text.style["visibility"] != "visible":
                continue
            if text.element is None or _is_generated(text):
                made.generated.append(text.text)
                continue
            made.text += text.text
            place = places.read(text.element, text.text)
            made.place = made.place or place
        made.text = " ".join(made.text.split())
        yield made


def text_boxes(line: LineBox) -> Iterator[TextBox]:
    """Yield the text boxes of a line that hold the book's own words, not generated ones."""
    for text in texts_below(line):
        if text.element is not None and not _is_generated(text):
            yield text


def _is_generated(text: TextBox) -> bool:
    return (text.element_tag or "").endswith(GENERATED)
