"""A place where a page begins -> the pages that may begin there, by where they end.

A page that is a line too long or too short has paragraphs of its own set a line shorter or longer,
the cheapest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from msgspec import Struct
from msgspec.structs import replace

from publish.engine.boxes import HYPHENS
from publish.engine.pages import cost
from publish.engine.pages.feathering import MOST as MOST_GIVEN
from publish.engine.pages.feathering import give_of
from publish.engine.pages.flow import Block, Flow, Place

MOST = 2
"""Lines that paragraphs of one page may gain, or lose, in all."""

SLACK_PX = 0.06
"""By which a last line may seem too low; sums of floats are not exact."""

FAR = 3.2
"""Lines that a page may be short, where it can end otherwise."""


class Option(Struct, frozen=True):
    """A paragraph with a line more or less."""

    price: float
    hyphens: tuple[bool, ...]
    """Of each line, whether it ends with a hyphen."""


class Change(NamedTuple):
    """A block that is set with other lines than are best for it."""

    block: int
    more: int
    """How many it has more."""
    whole: int = 0
    """The line that is to end with a whole word; 0 for none."""


class Ask(Protocol):
    """Says what paragraphs can do: what it costs, by the lines that they have more."""

    def options(self, block: Block) -> Mapping[int, Option]:
        """With a line more or less."""

    def whole_options(self, block: Block, above: int) -> Mapping[int, Option]:
        """With a whole word at the end of one line, behind which a page ends."""


class PlannedPage(Struct, frozen=True):
    """A page as it is to be."""

    end: Place
    """Where the next page begins."""
    short: float | None
    """Lines that it is short; None where it need not be full."""
    bottom: float
    """Where its text ends."""
    notes: float
    changes: tuple[Change, ...] = ()
    price: float = 0.0
    gives: float = 0.0
    """Lines by which its gaps may be wider together."""
    given: float = 0.0
    """And by which they are."""
    is_made: bool = False
    """Whether the first layout has it so, but for its gaps."""
    gap: float = 0.0
    """Lines that stay empty between its text and its notes."""
    raised: float = 0.0
    """Lines by which its notes stand above the foot, nearer to the text."""
    is_divided: bool = False
    """Whether its last line would end within a word: set anew, it may leave other lines."""

    def widened(self, lines: float) -> PlannedPage:
        """Return the page with gaps that are wider by so many lines together, or by fewer."""
        if self.short is None or self.notes:
            return self
        floor = -cost.LONG if self.short < -cost.SLACK else 0.0
        given = max(0.0, min(lines, self.short - floor, self.gives))
        price = self.price + cost.FEATHERED * given
        return replace(self, short=self.short - given, given=given, price=price)

    def with_notes_raised(self) -> PlannedPage | None:
        """Return the page a line short, its notes nearer to the text; None of one without room."""
        if self.short != 0 or not self.notes or self.gap < 1 - cost.SLACK:
            return None
        price = self.price - cost.gap_cost(self.gap) + cost.gap_cost(self.gap - 1)
        return replace(self, short=1.0, gap=self.gap - 1, raised=1.0, price=price)


class _Reach(Struct, frozen=True):
    """How far a page has come in its blocks."""

    place: Place
    """The place behind what is on it."""
    y: float
    notes: float
    loose: tuple[int, ...]
    """The blocks that are on it as a whole."""
    lines: int
    gives: float
    """Lines by which its gaps may be wider together."""
    is_opening: bool
    """Whether the page is the first of its division, or one that begins in any case."""


class PageEnds:
    """Where the pages of one flow may end."""

    def __init__(self, flow: Flow, leading: float, ask: Ask) -> None:
        """Begin with what is to be placed; `ask` says what its paragraphs can do for that."""
        self.flow, self.leading, self.ask = flow, leading, ask
        self._known: dict[Place, list[PlannedPage]] = {}

    def pages_from(self, start: Place) -> list[PlannedPage]:
        """List the pages that can begin at a place, besides the one that was made first."""
        if start not in self._known:
            reaches = list(self.reaches(start))
            near = [each for each in reaches if self.room(each) <= FAR or self.is_forced(each)]
            self._known[start] = list(self.ends(start, near)) or self.fullest(start, reaches)
        return self._known[start]

    def forbid(self, start: Place, page: PlannedPage) -> None:
        """Offer a page no more that came out otherwise."""
        self._known[start] = [
            each
            for each in self.pages_from(start)
            if (each.end, each.changes) != (page.end, page.changes)
        ]

    def fullest(self, start: Place, reaches: Sequence[_Reach]) -> list[PlannedPage]:
        """List the pages that are as full as they can be, where what comes next leaves a hole."""
        found = list(self.ends(start, reaches))
        least = min((page.short or 0.0 for page in found), default=0.0)
        return [page for page in found if (page.short or 0.0) <= least + cost.SLACK]

    def room(self, reach: _Reach) -> float:
        """Return by how many lines a page is short that ends so."""
        return (self.flow.height - reach.notes - reach.y) / self.leading

    def is_forced(self, reach: _Reach) -> bool:
        """Tell whether a page ends here in any case."""
        block, above, _ = reach.place
        own = self.flow.blocks[block]
        is_last = own.is_forced or block + 1 == len(self.flow.blocks)
        return is_last and above >= len(own.slots) - 1

    def ends(self, start: Place, reaches: Sequence[_Reach]) -> Iterator[PlannedPage]:
        """Yield the pages that may begin at a place, by where they end."""
        for reach in reaches:
            block, above, _ = reach.place
            own = self.flow.blocks[block]
            if above == len(own.slots) + (reach.place.more if block == start.block else 0):
                if own.is_forced:
                    yield from self.last(reach)
                elif not own.is_tied:
                    yield from self.full(reach, Place(block + 1), self.end_of(start, reach), 0.0)
            elif block == start.block:
                if own.may_part(above, start.more):
                    yield from self.full(reach, reach.place, self.end_of(start, reach), 0.0)
            else:
                yield from self.parted(reach, own)

    def parted(self, reach: _Reach, own: Block) -> Iterator[PlannedPage]:
        """Yield the pages that end in a block, which may have other lines for that."""
        above = reach.place.slots
        block, end = reach.place.block, own.slots[above - 1].end
        whole = self.whole_options(own, above) if end.endswith(HYPHENS) else {}
        if own.may_part(above) and not whole:
            yield from self.full(reach, reach.place, end, 0.0)
        for more, option in whole.items():
            if own.may_part(above, more):
                place, change = Place(block, above, more), Change(block, more, above)
                yield from self.full(reach, place, "", option.price, (change,))
        for more, option in self.options(own).items():
            if own.may_part(above, more) and not option.hyphens[above - 1]:
                place, change = Place(block, above, more), Change(block, more)
                yield from self.full(reach, place, "", option.price, (change,))

    def end_of(self, start: Place, reach: _Reach) -> str:
        """Return how a page's last line ends."""
        block, above, more = reach.place
        own = self.flow.blocks[block]
        if block == start.block and more:
            option = self.options(own).get(more)
            return "\u2010" if option and option.hyphens[above - 1] else ""
        return own.slots[above - 1].end if above < len(own.slots) else ""

    def options(self, own: Block) -> Mapping[int, Option]:
        """Return what a block can do; nothing where its lines are not alike."""
        return self.ask.options(own) if self.is_known(own) else {}

    def whole_options(self, own: Block, above: int) -> Mapping[int, Option]:
        """Return what a block can do for a page that would end within a word."""
        return self.ask.whole_options(own, above) if self.is_known(own) else {}

    def is_known(self, own: Block) -> bool:
        """Tell whether a block's lines are alike, and known."""
        return abs(own.line - self.leading) < SLACK_PX and not own.is_opaque

    def reaches(self, start: Place) -> Iterator[_Reach]:
        """Walk through the slots of a page, up to some lines too many."""
        flow, (first, above, more) = self.flow, start
        y = notes = gives = 0.0
        loose: tuple[int, ...] = ()
        count = 0
        deepest = flow.height + (MOST + 0.5) * self.leading
        for number in range(first, len(flow.blocks)):
            block = flow.blocks[number]
            if block.is_opaque:
                return
            is_start = number == first
            own = more if is_start else 0
            if not is_start:
                y += block.gap
                gives += give_of(block.gap, block.slots[0], self.leading)
            if is_start and not above:
                y += flow.sunk.get(number, block.slots[0].padding)
            for place in range(above if is_start else 0, len(block.slots) + own):
                slot = block.slots[min(place, len(block.slots) - 1)]
                gap = _inner_gap(block, place, above if is_start else 0)
                gives += give_of(gap, slot, self.leading) if gap else 0.0
                y += slot.bottom - slot.top + gap
                for note in slot.notes:
                    notes += flow.note_heights.get(note, 0.0)
                area = notes + flow.note_area if notes else 0.0
                count += 1
                if y + area > deepest:
                    return
                lines = min(MOST_GIVEN, gives / self.leading)
                here, is_opening = Place(number, place + 1, own), first in flow.sunk
                yield _Reach(here, y, area, loose, count, lines, is_opening)
            if not (is_start and above):
                loose = (*loose, number)
            if block.is_forced:
                return

    def last(self, reach: _Reach) -> Iterator[PlannedPage]:
        """Yield the page that a division ends with, or one behind which a page ends in any case."""
        is_end = reach.place.block + 1 == len(self.flow.blocks)
        room = self.room(reach)
        is_well = room >= 0 and (not is_end or reach.lines >= cost.FEWEST or self.is_only(reach))
        for more, price, chosen in self.adjusted(reach, () if is_well else self.whole(reach)):
            if more <= room + SLACK_PX / self.leading:
                few = is_end and reach.lines + more < cost.FEWEST and not self.is_only(reach)
                price += cost.FEW_LINES * few
                bottom = reach.y + more * self.leading
                end = Place(reach.place.block + 1)
                yield PlannedPage(end, None, bottom, reach.notes, chosen, price)

    def is_only(self, reach: _Reach) -> bool:
        """Tell whether a page is the only one of its division."""
        return reach.lines == sum(len(block.slots) for block in self.flow.blocks)

    def whole(self, reach: _Reach) -> tuple[int, ...]:
        """List the blocks that are on a page as a whole, with the one that it ends behind."""
        block, above, _ = reach.place
        own = self.flow.blocks[block]
        is_whole = above == len(own.slots) and reach.lines >= above and block not in reach.loose
        return (*reach.loose, block) if is_whole else reach.loose

    def full(
        self, reach: _Reach, end: Place, text: str, price: float, parted: tuple[Change, ...] = ()
    ) -> Iterator[PlannedPage]:
        """Yield the pages that end at a place: as full as they come, and by lines more or less."""
        room = self.room(reach)
        loose = self.whole(reach) if not end.slots else reach.loose
        if room > MOST + cost.SLACK:
            loose = ()
        for more, added, chosen in self.adjusted(reach, loose):
            short = room - more
            if short < -SLACK_PX / self.leading and not self.may_be_long(reach, short):
                continue
            if more and short > 1.5:
                continue
            total = price + added + cost.end_cost(text) + cost.ANEW
            bottom, gap = reach.y + more * self.leading, 0.0
            if reach.notes:
                total, gap, short = total + cost.gap_cost(short), short, 0.0
            short = 0.0 if -cost.SLACK < short < 0 else short
            changes = chosen + parted
            page = PlannedPage(end, short, bottom, reach.notes, changes, total, reach.gives)
            page = replace(page, gap=gap, is_divided=text.endswith(HYPHENS))
            yield page if short >= 0 else page.widened(short + cost.LONG)

    def may_be_long(self, reach: _Reach, short: float) -> bool:
        """Tell whether a page may end so far below its foot: not where notes stand there.

        Where that is less than a line, its gaps make one of it.
        """
        is_line = abs(short + cost.LONG) < SLACK_PX
        is_less = -cost.LONG < short < -cost.SLACK and reach.gives >= short + cost.LONG
        may_be = self.flow.may_be_long and not reach.notes and not reach.is_opening
        return may_be and (is_line or is_less)

    def adjusted(
        self, reach: _Reach, loose: Sequence[int]
    ) -> Iterator[tuple[int, float, tuple[Change, ...]]]:
        """Yield by how many lines the blocks of a page can be changed, at what price, and which."""
        yield 0, 0.0, ()
        room = self.room(reach)
        if room < -SLACK_PX / self.leading:
            wanted = -1
        elif loose and (room > cost.SLACK or self.flow.may_be_long):
            wanted = 1
        else:
            return
        found = [
            (option.price, number)
            for number in loose
            for more, option in self.options(self.flow.blocks[number]).items()
            if more == wanted
        ]
        found.sort()
        price = 0.0
        chosen: tuple[Change, ...] = ()
        for count, (added, number) in enumerate(found[:MOST], start=1):
            price, chosen = price + added, (*chosen, Change(number, wanted))
            yield count * wanted, price, chosen


def _inner_gap(block: Block, place: int, start: int) -> float:
    """Return what stands between a slot and the one before of the same block, on one page."""
    if place == start or place >= len(block.slots):
        return 0.0
    gap = block.slots[place].top - block.slots[place - 1].bottom
    return max(0.0, gap)
