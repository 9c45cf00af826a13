"""Laid-out pages measured for tests: what stands where, in our own records, in CSS pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from xml.etree.ElementTree import Element

from publish.engine import Laid
from publish.engine.boxes import (
    Box,
    LineBox,
    Page,
    TextBox,
    is_replaced,
    is_text,
    line_boxes,
    notes_of,
    placed,
)
from publish.engine.faults import foot_area
from publish.engine.lines import text_boxes


@dataclass(frozen=True)
class Text:
    """A piece of text in one style; `baseline` is measured as `top` is, from the page's head."""

    text: str
    left: float
    top: float
    width: float
    baseline: float
    size: float
    element: Element | None

    @property
    def right(self) -> float:
        return self.left + self.width


@dataclass(frozen=True)
class Line:
    """A line, the block that it is of, and whether the block goes on behind it."""

    top: float
    height: float
    baseline: float
    texts: list[Text]
    block: Element | None
    goes_on: bool

    @property
    def text(self) -> str:
        return "".join(text.text for text in self.texts)


@dataclass(frozen=True)
class Place:
    """The place of a box, without its margins."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class MeasuredPage:
    """A page: its type area, its lines in reading order, its pictures."""

    area: Place
    lines: list[Line]
    pictures: list[Place]
    called: list[str]
    """The ids of the notes whose marks are in the running text."""
    noted: list[str]
    """The ids of those at the foot."""
    empty: float
    """The height between the running text and the notes, or the end of the type area."""
    _page: Page

    @property
    def texts(self) -> list[Text]:
        return [text for line in self.lines for text in line.texts]

    def all_texts(self) -> list[Text]:
        """List all texts, those that style sheets add and those out of the flow, too."""
        return [_text(box) for box in _all(self._page._page_box) if is_text(box) and box.text]

    def paragraphs(self) -> list[list[Line]]:
        """List the lines of each `p`."""
        grouped = groupby(self.lines, key=lambda line: line.block)
        return [list(lines) for block, lines in grouped if block is not None and block.tag == "p"]

    def of_class(self, name: str) -> list[Place]:
        """List where the elements of a class are, those out of the flow, too."""
        found = (box for box in _all(self._page._page_box) if box.element is not None)
        return [_place(box) for box in found if box.element.get("class") == name]


def measure(laid: Laid) -> list[MeasuredPage]:
    """Measure all pages of a layout."""
    return [_measured(page) for page in laid.pages]


def lines_of(laid: Laid) -> list[Line]:
    """Measure the lines of all pages."""
    return [line for page in measure(laid) for line in page.lines]


def _measured(page: Page) -> MeasuredPage:
    box = page._page_box
    area = Place(box.content_box_x(), box.content_box_y(), box.width, box.height)
    foot = foot_area(box)
    text = [line for child in box.children if child is not foot for line in line_boxes(child)]
    notes = [note for line in text for note in notes_of(line)]
    end = max((line.position_y + line.height for line in text), default=0.0)
    limit = area.top + area.height - (foot.margin_height() if foot else 0.0)
    return MeasuredPage(
        area,
        [_line(line) for line in line_boxes(box)],
        [_place(inner) for inner in _all(box) if is_replaced(inner)],
        [_id(note) for note in notes],
        [_id(note) for note in (foot.children if foot else ())],
        limit - end,
        page,
    )


def _id(box: Box) -> str:
    return box.element.get("id", "") if box.element is not None else ""


def _line(line: LineBox) -> Line:
    texts = [_text(text) for text in text_boxes(line)]
    goes_on = line.resume_at is not None
    baseline = line.position_y + line.baseline
    return Line(line.position_y, line.height, baseline, texts, line.element, goes_on)


def _text(text: TextBox) -> Text:
    baseline, size = text.position_y + text.baseline, text.style["font_size"]
    left, top = text.position_x, text.position_y
    return Text(text.text, left, top, text.width, baseline, size, text.element)


def _place(box: Box) -> Place:
    left = box.position_x + box.margin_left
    return Place(left, box.position_y + box.margin_top, box.width, box.height)


def _all(box: Box) -> Iterator[Box]:
    box = placed(box)
    yield box
    for child in box.children:
        yield from _all(child)
