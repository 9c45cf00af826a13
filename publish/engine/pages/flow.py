"""The slots of a division without its pages: blocks, and the places where pages may end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element

from msgspec import Struct, field
from msgspec.structs import replace

from publish.engine.pages.slots import PageSlots, Slot


class Place(NamedTuple):
    """Where a page begins: so many slots of a block are on earlier pages."""

    block: int
    slots: int = 0
    more: int = 0
    """Lines that the block has more than it had when it was laid out first."""


class Block(Struct):
    """The slots of one element that follow on each other."""

    owner: Element | None
    slots: list[Slot]
    gap: float = 0.0
    """What stands between it and the block before, on the same page."""
    is_tied: bool = False
    """Whether no page ends behind it."""
    is_forced: bool = False
    """Whether a page ends behind it in any case."""
    is_opaque: bool = False
    """Whether it stands on a page that is not planned: in columns, in a table with a head."""

    is_corrected: bool = False
    _line: float | None = None

    def take_lines(self, hyphens: Sequence[bool]) -> None:
        """Have so many lines, each with a hyphen at its end or not."""
        line, top, first = self.line, self.slots[0].top, self.slots[0]
        last = self.slots[-1]
        self.slots = [
            replace(
                first,
                top=top + number * line,
                bottom=top + (number + 1) * line,
                end="\u2010" if is_hyphenated else "",
                fill=last.fill,
                gives=0.0 if number else first.gives,
            )
            for number, is_hyphenated in enumerate(hyphens)
        ]
        self.is_corrected = True

    def may_part(self, above: int, more: int = 0) -> bool:
        """Tell whether a page may end behind so many slots."""
        slot = self.slots[0]
        below = len(self.slots) + more - above
        return slot.whole is None and above >= slot.orphans and below >= slot.widows

    @property
    def line(self) -> float:
        """Return the height of its lines, which are all alike; 0 where they are not."""
        if self._line is None:  # they stay as high, whichever they are
            heights = {round(slot.bottom - slot.top, 2) for slot in self.slots}
            is_text = all(slot.is_line and not slot.notes for slot in self.slots)
            self._line = heights.pop() if is_text and len(heights) == 1 else 0.0
        return self._line


class Flow(Struct):
    """A division's blocks, and where the pages of its first layout begin and end."""

    blocks: list[Block]
    height: float
    note_heights: dict[Element, float]
    note_area: float
    starts: list[Place] = field(default_factory=list)
    """Where each page begins."""
    sunk: dict[int, float] = field(default_factory=dict)
    """How low the first slot stands of blocks that a page begins with in any case."""
    may_be_long: bool = False
    """Whether the foot has room for pages that are a line long."""
    late: list[float] = field(default_factory=list)
    """What the notes of earlier pages take on each page."""

    def may_end(self, place: Place) -> bool:
        """Tell whether a page may end before a place."""
        if not place.slots:
            return not place.block or not self.blocks[place.block - 1].is_tied
        return self.blocks[place.block].may_part(place.slots, place.more)


def flow_of(pages: Sequence[PageSlots], forced: set[int]) -> Flow:
    """Return the flow of pages; behind those that are `forced` a page ends in any case."""
    blocks: list[Block] = []
    flow = Flow(blocks, pages[0].height, {}, 0.0)
    for number, page in enumerate(pages):
        _add_page(flow, page, is_new=number == 0 or number - 1 in forced)
        blocks[-1].is_forced = number in forced
    for before, block in pairwise(blocks):
        before.is_tied = _is_tied(before.slots[-1], block.slots[0])
    return flow


def _add_page(flow: Flow, page: PageSlots, *, is_new: bool) -> None:
    blocks, marked = flow.blocks, {note for slot in page.slots for note in slot.notes}
    flow.note_heights |= page.note_heights
    flow.note_area = max(flow.note_area, page.note_area)
    flow.late.append(_late(page, marked))
    for place, slot in enumerate(page.slots):
        begins = not blocks or blocks[-1].owner is not slot.owner or slot.owner is None
        if begins or (place == 0 and is_new):
            blocks.append(Block(slot.owner, [], _gap(page.slots, place, blocks)))
        if place == 0:
            flow.starts.append(Place(len(blocks) - 1, len(blocks[-1].slots)))
            if is_new:
                flow.sunk[len(blocks) - 1] = slot.top
        blocks[-1].slots.append(slot)
        blocks[-1].is_opaque |= not page.is_plain


def _late(page: PageSlots, marked: set[Element]) -> float:
    heights = [height for note, height in page.note_heights.items() if note not in marked]
    return sum(heights) + page.note_area if heights else 0.0


def _gap(slots: list[Slot], place: int, blocks: list[Block]) -> float:
    """Return the gap above a slot; of what begins a page the styles tell it."""
    slot = slots[place]
    if place:
        return slot.top - slots[place - 1].bottom
    below = blocks[-1].slots[-1].below if blocks else 0.0
    return max(below, slot.above) + slot.padding


def _is_tied(before: Slot, after: Slot) -> bool:
    """Tell whether no page may end between the last slot of one block and the next's first."""
    is_one = before.whole is not None and before.whole is after.whole
    return before.tied_after or after.tied_before or is_one


def correct(flow: Flow, lines_of: Callable[[Element], Sequence[bool] | None]) -> None:
    """Give blocks the lines that were chosen for them; a page that ended in one has changed them.

    `lines_of` says of each line of an element whether it ends with a hyphen.
    """
    for number, place in enumerate(flow.starts):
        block = flow.blocks[place.block]
        if not place.slots or not block.line or block.owner is None:
            continue
        own = lines_of(block.owner)
        if own is None:
            continue
        if place.more == 0 and not block.is_corrected:
            more = len(block.slots) - len(own)
            block.take_lines(own)
            flow.starts[number] = place._replace(more=more)


def place_behind(flow: Flow, start: Place, page: PageSlots) -> Place | None:
    """Return where the next page begins behind one that begins at a place; None if it is odd."""
    at, count = start.block, start.slots
    for number, (owner, slots) in enumerate(_runs(page.slots)):
        if number:
            at, count = at + 1, 0
        if at >= len(flow.blocks) or flow.blocks[at].owner is not owner:
            return None
        count += slots
    return Place(at, count)


def _runs(slots: Sequence[Slot]) -> Iterator[tuple[Element | None, int]]:
    count, owner = 0, None
    for number, slot in enumerate(slots):
        if number and (slot.owner is not owner or owner is None):
            yield owner, count
            count = 0
        owner, count = slot.owner, count + 1
    if count:
        yield owner, count
