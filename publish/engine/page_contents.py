"""What a laid-out page begins with, what is on it and where, and how much of it is empty.

Measures are in CSS pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from publish.engine.boxes import (
    Box,
    LineBox,
    is_footnote_area,
    is_line,
    is_margin_box,
    is_parent,
    is_replaced,
    line_boxes,
    placed,
)
from publish.engine.drawn import LineExtent
from publish.engine.faults import foot_area
from publish.engine.layout import Laid


def begins_with(laid: Laid, number: int) -> Iterator[Element]:
    """Yield the elements that begin a page, counted from 0, each inside the one before."""
    box: Box = laid.pages[number]._page_box
    while is_parent(box) and not is_line(box):
        flowing = [c for c in _text_area(box.children) if c.is_in_normal_flow()]
        if not flowing:
            return
        box = flowing[0]
        if box.element is not None and not (box.element_tag or "").startswith(":"):
            yield box.element


def shows(laid: Laid, number: int, element: Element) -> bool:
    """Tell whether some of an element is on a page, counted from 0."""
    boxes = laid.pages[number]._page_box.descendants()
    return any(box.element is element for box in boxes)


def empty_share(laid: Laid, number: int) -> float:
    """Return the share of a page that is empty between its text and its notes or its foot."""
    page_box = laid.pages[number]._page_box
    area = foot_area(page_box)
    end = area.position_y if area else page_box.content_box_y() + page_box.height
    last = page_box.content_box_y()
    for box in _text_area(page_box.children):
        last = max([last, *_feet(box)])
    return float((end - last) / page_box.height)


def extent_of(element: Element, laid: Laid) -> tuple[float, float]:
    """Return the width and height of an element on the only page of a layout.

    It is as wide as its widest line, where a word reaches over its edge.
    """
    (page,) = laid.pages
    boxes = [box for box in _all(page._page_box) if box.element is element]
    inside = [child.width for box in boxes for line in line_boxes(box) for child in line.children]
    width = max([0.0, *(box.width for box in boxes), *inside])
    return width, max((box.height for box in boxes), default=0.0)


def first_lines(laid: Laid) -> list[LineExtent]:
    """Return where the first line of each page is."""
    return [_line_extent(next(line_boxes(page._page_box))) for page in laid.pages]


def _text_area(children: Iterable[Box]) -> Iterator[Box]:
    """Leave out what is in the margins and the notes at the foot."""
    return (box for box in children if not is_margin_box(box) and not is_footnote_area(box))


def _feet(box: Box) -> Iterator[float]:
    for line in line_boxes(box):
        yield line.position_y + line.margin_height()
    for inner in box.descendants():
        if is_replaced(inner):
            yield inner.position_y + inner.margin_height()


def _line_extent(line: LineBox) -> LineExtent:
    left = min(child.position_x for child in line.children)
    right = max(child.position_x + child.margin_width() for child in line.children)
    return LineExtent(left, right - left, line.position_y + line.baseline)


def _all(page_box: Box) -> Iterator[Box]:
    """Yield all boxes; those that are placed absolutely are behind placeholders."""
    pending = [page_box]
    while pending:
        box = placed(pending.pop())
        yield box
        pending.extend(box.children)
