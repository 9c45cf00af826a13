"""How much room something takes on a laid-out page. Measures are in CSS pixels."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from publish.engine.boxes import Box, LineBox, placed
from publish.engine.drawn import LineExtent
from publish.engine.layout import Laid
from publish.engine.lines import line_boxes


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
