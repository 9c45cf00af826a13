"""Laid-out pages -> what page make-up is about: line slots, in order, page by page.

Measures are in CSS pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from xml.etree.ElementTree import Element

from msgspec import Struct, field
from msgspec.structs import replace

from publish.engine.boxes import (
    Box,
    LineBox,
    PageBox,
    header_boxes,
    is_line,
    is_parent,
    is_replaced,
    is_table_row,
    last_text,
    notes_of,
)
from publish.engine.computed_style import Style
from publish.engine.faults import foot_area
from publish.engine.lines import text_boxes
from publish.engine.paragraphs.adjustment import MADE_WHOLE, WIDEST
from publish.engine.paragraphs.words import words_of
from publish.engine.run_on_notes import shares_of
from publish.engine.tree_names import GIVES

AVOID = ("avoid", "avoid-page")


class Slot(Struct):
    """A line, or what takes its place: it is on one page as a whole."""

    owner: Element | None
    """The element that it is a line of."""
    top: float
    bottom: float
    is_line: bool = False
    end: str = ""
    """How its text ends: a hyphen, or nothing that matters."""
    looseness: float = 0.0
    """By how many times its spaces are too wide, if it was set anew to end with a whole word."""
    fill: float = 1.0
    """The share of the measure that its words fill."""
    notes: tuple[Element, ...] = ()
    """The notes that must be on the same page."""
    orphans: int = 1
    widows: int = 1
    tied_before: bool = False
    """No page breaks before the element's first line."""
    tied_after: bool = False
    """Nor behind its last."""
    whole: Element | None = None
    """The element that no page breaks into."""
    above: float = 0.0
    """The space that styles ask for above an element's first slot."""
    below: float = 0.0
    """And below its last."""
    padding: float = 0.0
    """The padding above its first slot, which stays at the head of a page."""
    gives: float = 0.0
    """The share of a line by which the space above its first slot may be wider."""


class PageSlots(Struct):
    """A page's slots, and the room that its notes leave them."""

    height: float
    slots: list[Slot] = field(default_factory=list)
    note_heights: dict[Element, float] = field(default_factory=dict)
    """The height of each note at the foot."""
    note_area: float = 0.0
    """What notes at the foot take besides their own heights."""
    is_plain: bool = True
    """Whether the slots stand one below the other, and none comes on every page."""
    heads: frozenset[Element | None] = frozenset()
    """The heads of its tables, which come on each page that these are on."""

    @property
    def notes(self) -> float:
        """Return what the notes at the foot take."""
        return self.note_area + sum(self.note_heights.values()) if self.note_heights else 0.0

    @property
    def room(self) -> float:
        """Return how far the text ends above the notes, or above the foot."""
        end = self.slots[-1].bottom if self.slots else 0.0
        return self.height - self.notes - end


def slots_of(page_box: PageBox) -> PageSlots:
    """Return a page's slots from its boxes."""
    page = PageSlots(page_box.height)
    area = foot_area(page_box)
    if area is not None:
        for block in area.children:
            page.note_heights |= shares_of(block)
        page.note_area = area.margin_height() - sum(page.note_heights.values())
    start = page_box.content_box_y()
    root = page_box.children[0]
    for slot in _slots(root, root, _Around()):
        slot.top -= start
        slot.bottom -= start
        _append(page.slots, slot)
    tops = [slot.top for slot in page.slots]
    page.is_plain = tops == sorted(tops)
    page.heads = frozenset(box.element for box in header_boxes(page_box))
    return page


class _Around(Struct, frozen=True):
    """What the boxes around a box say of its pages."""

    before: bool = False
    """No page breaks before it."""
    after: bool = False
    whole: Element | None = None
    """The box that no page breaks into."""
    above: float = 0.0
    """The space that styles ask for above it; margins fall together (CSS 2 clause 8.3.1)."""
    below: float = 0.0
    padding: float = 0.0
    """The padding above it."""
    gives: float = 0.0
    """The share of a line by which the space above it may be wider."""


def _slots(box: Box, block: Box, around: _Around) -> Iterator[Slot]:
    """Yield the slots of a box in normal flow, from the top down."""
    if not box.is_in_normal_flow():
        return
    if is_line(box):
        yield _line(box, block, around)
        return
    around = _inside(box, around)
    if not is_parent(box) or not box.children:
        if box.border_height() > 0 or is_replaced(box):
            yield _object(box, around)
        return
    last, within = len(box.children) - 1, _Around(whole=around.whole)
    for place, child in enumerate(box.children):
        if 0 < place < last:
            yield from _slots(child, box, within)
            continue
        begins = place == 0 and (is_line(child) or _is_child(box, 0, child))
        ends = place == last and (is_line(child) or _is_child(box, -1, child))
        yield from _slots(
            child,
            box,
            replace(
                around,
                before=around.before and begins,
                after=around.after and ends,
                above=around.above if begins else 0.0,
                below=around.below if ends else 0.0,
                padding=around.padding if begins else 0.0,
                gives=around.gives if begins else 0.0,
            ),
        )


def _inside(box: Box, around: _Around) -> _Around:
    """Return what a box says of its children's pages, besides what is said of itself."""
    style = box.style
    is_whole = style["break_inside"] in AVOID or is_table_row(box)
    return _Around(
        around.before or style["break_before"] in AVOID,
        around.after or style["break_after"] in AVOID,
        around.whole if around.whole is not None or not is_whole else box.element,
        max(around.above, _margin(style, "margin_top")),
        max(around.below, _margin(style, "margin_bottom")),
        around.padding + box.padding_top + box.border_top_width,
        max(around.gives, _gives(box)),
    )


def _gives(box: Box) -> float:
    return float(box.element.get(GIVES, "0")) if box.element is not None else 0.0


def _object(box: Box, around: _Around) -> Slot:
    top = box.border_box_y()
    return Slot(
        box.element,
        top,
        top + box.border_height(),
        tied_before=around.before,
        tied_after=around.after,
        whole=around.whole,
        above=around.above,
        below=around.below,
        padding=around.padding,
        gives=around.gives,
    )


def _is_child(box: Box, place: int, child: Box) -> bool:
    """Tell whether a box is the first or last child, not only what a page has of the element."""
    whole = box.element
    if child.element is None or whole is None or child.element is whole or not len(whole):
        return True
    return whole[place] is child.element


def _margin(style: Style, name: Literal["margin_top", "margin_bottom"]) -> float:
    value = style[name]
    return float(value.value) if value != "auto" and value.unit == "px" else 0.0


def _line(line: LineBox, block: Box, around: _Around) -> Slot:
    style = block.style
    last = last_text(line)
    return Slot(
        block.element,
        line.position_y,
        line.position_y + line.height,
        True,
        last[-1:],
        _looseness(line),
        line.width / block.width if block.width else 1.0,
        tuple(note.element for note in notes_of(line) if note.element is not None),
        style["orphans"],
        style["widows"],
        around.before,
        around.after,
        around.whole,
        around.above,
        around.below,
        around.padding,
        around.gives,
    )


def _looseness(line: LineBox) -> float:
    """Tell how loose a page's last line has come out, so that its word is not divided."""
    if MADE_WHOLE not in line.__dict__:
        return 0.0
    wider = (
        text.pango_layout.justification_spacing / words_of(text.style).space
        for text in text_boxes(line)
    )
    widest = max(wider, default=0.0)
    return widest if widest > WIDEST - 1 else 0.0


def _append(slots: list[Slot], slot: Slot) -> None:
    """Add a slot; what is side by side, as cells are, is one."""
    while slots and _is_beside(slots[-1], slot):
        first = slots.pop()
        first.top, first.bottom = min(first.top, slot.top), max(first.bottom, slot.bottom)
        first.notes += slot.notes
        first.is_line = False
        slot = first
    slots.append(slot)


def _is_beside(last: Slot, slot: Slot) -> bool:
    return slot.top < last.bottom and last.whole is not None and last.whole is slot.whole
