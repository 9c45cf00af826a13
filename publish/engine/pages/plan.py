"""A flow -> where its pages end with the least cost, and which paragraphs gain or lose a line.

A page begins where the one before ends, so that from each such place all places are tried where it
may end; of the ways that lead to one place only the cheapest is followed (Bellman). The pages of
the first layout are always among the ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from publish.engine.pages import cost
from publish.engine.pages.ends import Ask, PageEnds, PlannedPage
from publish.engine.pages.feathering import give_of_page
from publish.engine.pages.flow import Flow, Place
from publish.engine.pages.slots import PageSlots

WAYS = 100
"""Ways that are followed from one page to the next, the cheapest first."""


class Position(Struct, frozen=True):
    """Where a page begins, and what is known of the one before."""

    number: int
    place: Place
    before: float | None = None


class _Way(Struct):
    price: float
    page: PlannedPage | None
    earlier: _Way | None


class Planner:
    """Plans one division's pages."""

    def __init__(
        self,
        flow: Flow,
        leading: float,
        is_recto: bool | None,
        ask: Ask,
    ) -> None:
        """Begin with what is to be placed; `is_recto` is the side of the first page."""
        self.flow, self.leading = flow, leading
        self.is_recto, self.page_ends = is_recto, PageEnds(flow, leading, ask)
        self.first_pages: list[PlannedPage] = []
        self.end = Place(len(flow.blocks))

    def take_first(self, pages: Sequence[PageSlots]) -> None:
        """Take the pages of the first layout, which are known."""
        ends = [*self.flow.starts[1:], self.end]
        self.first_pages = [
            self.as_made(page, end, number)
            for number, (page, end) in enumerate(zip(pages, ends, strict=True))
        ]

    def as_made(self, page: PageSlots, end: Place, number: int, price: float = 0.0) -> PlannedPage:
        """Weigh a page that was laid out, for itself; `price` is what was done for it."""
        room = page.room / self.leading
        is_long = room < -cost.SLACK and not page.note_heights
        room = room if is_long and self.flow.may_be_long else max(0.0, room)
        short: float | None = room
        gap = 0.0
        if end.slots == 0 and self.flow.blocks[end.block - 1].is_forced:
            is_few = end == self.end and number > 0 and len(page.slots) < cost.FEWEST
            price, short = price + cost.FEW_LINES * is_few, None
        else:
            price += cost.end_cost(page.slots[-1].end) + cost.LOOSE * page.slots[-1].looseness
            price += cost.ALONE * (not self.flow.may_end(end))
            if page.note_heights:
                price, gap, short = price + cost.gap_cost(room), room, 0.0
        bottom = page.slots[-1].bottom
        gives = give_of_page(page, self.leading) / self.leading
        page_as_made = PlannedPage(end, short, bottom, page.notes, (), price, gives)
        return replace(page_as_made, is_made=True, gap=gap)

    @cached_property
    def rests(self) -> list[float]:
        """The costs of the first layout from each of its pages to the end."""
        rests, before = [0.0], [None, *(page.short for page in self.first_pages)]
        for number in range(len(self.first_pages) - 1, -1, -1):
            page = self.first_pages[number]
            rests.append(rests[-1] + self.price(page, number, before[number]))
        return rests[::-1]

    def price(self, page: PlannedPage, number: int, before: float | None) -> float:
        """Weigh a page behind another one."""
        if page.short is None:
            is_unpaired = cost.is_unpaired(None, before, self.side(number))
            return page.price + cost.UNPAIRED * is_unpaired
        return page.price + cost.page_cost(page.short, before, self.side(number))

    def is_uneven(self, pages: Sequence[PlannedPage]) -> bool:
        """Tell whether facing pages differ."""
        return any(
            self.side(number) is not False
            and page.short is not None
            and before.short is not None
            and abs(page.short - before.short) > cost.SLACK
            for number, (before, page) in enumerate(pairwise(pages), start=1)
        )

    def side(self, number: int) -> bool | None:
        """Tell whether a page is a right-hand one."""
        return None if self.is_recto is None else self.is_recto == (number % 2 == 0)

    def plan(self, start: Position) -> tuple[float, list[PlannedPage]]:
        """Return the cheapest pages from a position to the end, and their price."""
        ways = {start: _Way(0.0, None, None)}
        best: _Way | None = None
        while ways:
            following: dict[Position, _Way] = {}
            for position, way in ways.items():
                for page in self.pages_from(position):
                    price = way.price + self.price(page, position.number, position.before)
                    made = _Way(price, page, way)
                    if page.end == self.end:
                        best = made if best is None or price < best.price else best
                        continue
                    short = None if page.short is None else round(page.short, 1)
                    next_one = Position(position.number + 1, page.end, short)
                    known = following.get(next_one)
                    if known is None or price < known.price:
                        following[next_one] = made
            best = self.follow_first(following, best)
            cheapest = sorted(following.items(), key=lambda item: item[1].price)
            bound = best.price if best else float("inf")
            ways = {at: way for at, way in cheapest[:WAYS] if way.price < bound}
        return (best.price, _pages_of(best)) if best else (float("inf"), [])

    def follow_first(self, ways: Mapping[Position, _Way], best: _Way | None) -> _Way | None:
        """Go on as in the first layout from where one of its pages begins, if that is best."""
        for at, way in ways.items():
            if not self.is_first(at) or at.number >= len(self.first_pages):
                continue
            price = way.price + self.rests[at.number]
            before = self.first_pages[at.number - 1].short
            page = self.first_pages[at.number]
            price += self.price(page, at.number, at.before) - self.price(page, at.number, before)
            if best is None or price < best.price:
                best = way
                for page in self.first_pages[at.number :]:
                    best = _Way(price, page, best)
        return best

    def is_first(self, at: Position) -> bool:
        """Tell whether a page of the first layout begins there, and has that number."""
        starts = self.flow.starts
        return at.number < len(starts) and starts[at.number] == at.place

    def pages_from(self, at: Position) -> list[PlannedPage]:
        """List the pages that can begin at a position."""
        is_first = self.is_first(at) and at.number < len(self.first_pages)
        made = [self.first_pages[at.number]] if is_first else []
        if not (is_first and self.flow.late[at.number]):
            made += self.page_ends.pages_from(at.place)
        return [each for page in made for each in self.with_gaps(page, at)]

    def with_gaps(self, page: PlannedPage, at: Position) -> Iterator[PlannedPage]:
        """Yield a page, and with gaps that fill it, or have it end level with the one before.

        One with notes may have these a line higher, to be level with one that is short.
        """
        yield page
        raised = page.with_notes_raised()
        if raised is not None:
            yield raised
        if not page.gives or page.short is None or page.short <= cost.SLACK:
            return
        yield page.widened(page.gives)
        more = page.short - at.before if at.before is not None else 0.0
        if self.side(at.number) is not False and cost.SLACK < more < page.gives:
            yield page.widened(more)


def _pages_of(way: _Way) -> list[PlannedPage]:
    pages: list[PlannedPage] = []
    now: _Way | None = way
    while now is not None:
        if now.page is not None:
            pages.append(now.page)
        now = now.earlier
    return pages[::-1]
