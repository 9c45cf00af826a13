"""A page that is short, and has blank gaps -> one that ends level, its gaps a trace wider.

Between stanzas, around headings and what is set apart, and, in plays of verse, between speeches:
there a reader does not see a few points more, but does see pages that end otherwise than those that
face them. Measures are in CSS pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Protocol

from publish.engine.boxes import Box, PageBox, is_line, is_parent, is_table, line_boxes
from publish.engine.faults import foot_area
from publish.engine.pages.cost import SLACK
from publish.engine.pages.slots import PageSlots, Slot, slots_of

BLANK = 0.4
"""The share of a line from which on a gap is seen as one."""

SHARE = 1 / 2
"""The share of a line by which it may be wider: two, around a heading, make a line together."""

MOST = 3.0
"""Lines that the gaps of a page may give together."""

A_LITTLE = 0.5
"""How far above a line its gap may seem to end."""


class PageEnd(Protocol):
    """How a page ends, as it was planned."""

    @property
    def short(self) -> float | None:
        """Lines that it is short; None where it need not be full."""

    @property
    def gives(self) -> float:
        """Lines by which its gaps may be wider together."""

    @property
    def given(self) -> float:
        """Lines by which its gaps are to be wider together."""

    @property
    def notes(self) -> float:
        """What the notes at its foot take."""

    @property
    def raised(self) -> float:
        """Lines by which they stand above the foot."""


def give_of(gap: float, slot: Slot, leading: float) -> float:
    """Return by how much the gap above a slot may be wider."""
    return SHARE * leading if gap >= BLANK * leading else slot.gives * leading


def give_of_page(page: PageSlots, leading: float) -> float:
    """Return by how much the gaps of a page may be wider together."""
    gives = sum(give for _, give in _gaps(page, leading))
    return min(gives, MOST * leading) if page.is_plain else 0.0


def _gaps(page: PageSlots, leading: float) -> list[tuple[float, float]]:
    """List where gaps end, and by how much they may be wider."""
    return [
        (slot.top, give_of(slot.top - above.bottom, slot, leading))
        for above, slot in pairwise(page.slots)
    ]


def feather(
    pages: Sequence[PageBox],
    ends: Sequence[PageEnd],
    is_recto: Callable[[int], bool | None],
    leading: float,
) -> None:
    """Widen the gaps of pages as planned, and of those that are shorter than the facing one."""
    wider = levelled(ends, is_recto)
    for page_box, lines in zip(pages, wider, strict=False):
        if lines and give_of_page(slots_of(page_box), leading) > (lines - SLACK) * leading:
            widen(page_box, lines * leading, leading)
    for page_box, end in zip(pages, ends, strict=False):
        area = foot_area(page_box) if end.raised else None
        if area is not None:
            area.translate(dy=-end.raised * leading)


def levelled(ends: Sequence[PageEnd], is_recto: Callable[[int], bool | None]) -> list[float]:
    """Return by how many lines the gaps of each page are wider, so that facing pages are level.

    Of two that differ the shorter has what its gaps still give, the other less than was planned.
    """
    wider = [end.given for end in ends]
    for number, (before, end) in enumerate(pairwise(ends), start=1):
        if not is_recto(number) or before.short is None or end.short is None:
            continue
        less = before.short - end.short
        shorter, deeper = (number - 1, number) if less > 0 else (number, number - 1)
        spare = 0.0 if ends[shorter].notes else ends[shorter].gives - ends[shorter].given
        more = min(abs(less), max(0.0, spare))
        wider[shorter] += more
        wider[deeper] -= min(abs(less) - more, wider[deeper])
    return wider


def widen(page_box: PageBox, room: float, leading: float) -> None:
    """Have a page end lower, its gaps wider each by its share."""
    page, start = slots_of(page_box), page_box.content_box_y()
    gaps = [(top + start - A_LITTLE, give) for top, give in _gaps(page, leading) if give]
    share = room / sum(give for _, give in gaps)

    def shift_at(y: float) -> float:
        return share * sum(give for top, give in gaps if top <= y)

    _move(page_box.children[0], shift_at)


def _move(box: Box, shift_at: Callable[[float], float]) -> tuple[float, float]:
    """Move what a box holds; return by how much its first line has moved, and its last."""
    if is_line(box) or is_table(box) or not is_parent(box) or not box.children:
        first = next(line_boxes(box), box)
        shift = shift_at(first.position_y if is_line(first) else first.border_box_y())
        box.translate(dy=shift)
        return shift, shift
    moved = []
    for child in box.children:
        if child.is_in_normal_flow():
            moved.append(_move(child, shift_at))
        else:
            child.translate(dy=shift_at(child.position_y))
    first_shift, last_shift = (moved[0][0], moved[-1][1]) if moved else (0.0, 0.0)
    box.position_y += first_shift
    box.height += last_shift - first_shift
    return first_shift, last_shift
