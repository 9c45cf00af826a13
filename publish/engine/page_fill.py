"""What a laid-out page begins with, what it shows, and how much of it is empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes

from publish.engine.faults import foot_area
from publish.engine.layout import Laid
from publish.engine.lines import line_boxes

_NOTES = boxes.FootnoteAreaBox


def begins_with(laid: Laid, number: int) -> Iterator[Element]:
    """Yield the elements that begin a page, counted from 0, each inside the one before."""
    box = laid.document.pages[number]._page_box
    while isinstance(box, boxes.ParentBox) and not isinstance(box, boxes.LineBox):
        flowing = [c for c in box.children if not isinstance(c, boxes.MarginBox | _NOTES)]
        flowing = [child for child in flowing if child.is_in_normal_flow()]
        if not flowing:
            return
        box = flowing[0]
        if box.element is not None and not (box.element_tag or "").startswith(":"):
            yield box.element


def shows(laid: Laid, number: int, element: Element) -> bool:
    """Tell whether some of an element stands on a page, counted from 0."""
    shown = laid.document.pages[number]._page_box.descendants()
    return any(box.element is element for box in shown)


def empty_share(laid: Laid, number: int) -> float:
    """Return the share of a page that is empty between its text and its notes or its foot."""
    page_box = laid.document.pages[number]._page_box
    area = foot_area(page_box)
    end = area.position_y if area else page_box.content_box_y() + page_box.height
    last = page_box.content_box_y()
    for box in page_box.children:
        if not isinstance(box, boxes.MarginBox | _NOTES):
            last = max([last, *_feet(box)])
    return float((end - last) / page_box.height)


def _feet(box: Any) -> Iterator[float]:
    for line in line_boxes(box):
        yield line.position_y + line.margin_height()
    for inner in box.descendants():
        if isinstance(inner, boxes.ReplacedBox):
            yield inner.position_y + inner.margin_height()
