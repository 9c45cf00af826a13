"""Planned pages: no way to end them costs less, and all of what they hold is on them in order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from publish.engine.pages import cost
from publish.engine.pages.ends import Change, Option, PlannedPage
from publish.engine.pages.feathering import levelled
from publish.engine.pages.flow import Block, Flow, Place, flow_of
from publish.engine.pages.plan import Planner, Position
from publish.engine.pages.slots import PageSlots, Slot

DEPTH, LINE = 6, 10.0


def pages_of(lengths: list[int]) -> list[PageSlots]:
    """Fill pages with paragraphs of so many lines, as layout does that knows no widows."""
    lines = [owner for length in lengths for owner in [Element("p")] * length]
    pages = [lines[at : at + DEPTH] for at in range(0, len(lines), DEPTH)]
    return [
        PageSlots(
            DEPTH * LINE,
            [
                Slot(owner, n * LINE, (n + 1) * LINE, is_line=True, orphans=2, widows=2)
                for n, owner in enumerate(page)
            ],
        )
        for page in pages
    ]


class Known:
    """Paragraphs that can have other numbers of lines, by the ids of their blocks."""

    def __init__(
        self,
        known: dict[int, dict[int, Option]],
        whole: dict[tuple[int, int], dict[int, Option]] | None = None,
    ) -> None:
        self.known, self.whole = known, whole or {}

    def options(self, block: Block) -> dict[int, Option]:
        return self.known.get(id(block), {})

    def whole_options(self, block: Block, above: int) -> dict[int, Option]:
        return self.whole.get((id(block), above), {})


def planner_of(
    lengths: list[int], options: dict[int, list[int]], *, may_be_long: bool = False
) -> Planner:
    """Plan such pages; paragraphs can have more lines, or fewer, as `options` say by number."""
    pages = pages_of(lengths)
    flow = flow_of(pages, {len(pages) - 1})
    flow.may_be_long = may_be_long
    known = {
        id(flow.blocks[number]): {
            more: Option(3.0 + number, (False,) * (lengths[number] + more)) for more in found
        }
        for number, found in options.items()
    }
    made = Planner(flow, LINE, True, Known(known))
    made.take_first(pages)
    return made


def all_ways(planner: Planner, at: Position) -> Iterator[float]:
    """Try all there is: every end of every page, without leaving out the dear ones."""
    for page in planner.pages_from(at):
        price = planner.price(page, at.number, at.before)
        if page.end == planner.end:
            yield price
            continue
        short = None if page.short is None else round(page.short, 1)
        for rest in all_ways(planner, Position(at.number + 1, page.end, short)):
            yield price + rest


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(1, 7), min_size=3, max_size=6),
    st.dictionaries(st.integers(0, 2), st.sampled_from([[1], [-1], [-1, 1]]), max_size=3),
    st.booleans(),
)
def test_no_way_to_end_the_pages_costs_less(
    lengths: list[int], options: dict[int, list[int]], may_be_long: bool
) -> None:
    lengths = [max(length, 3 * (number in options)) for number, length in enumerate(lengths)]
    planner = planner_of(lengths, options, may_be_long=may_be_long)
    start = Position(0, planner.flow.starts[0])
    price, plan = planner.plan(start)
    assert round(price, 6) == round(min(all_ways(planner, start)), 6)
    assert price <= planner.rests[0]
    assert plan[-1].end == planner.end


def lines_on(flow: Flow, pages: list[PlannedPage]) -> Iterator[list[tuple[int, int]]]:
    """Yield the lines of each page: the number of the paragraph, and how many of it."""
    start = flow.starts[0]
    chosen = {change.block: change.more for page in pages for change in page.changes}
    for page in pages:
        end, lines = page.end, []
        for block in range(start.block, end.block + (end.slots > 0)):
            first = start.slots if block == start.block else 0
            whole = len(flow.blocks[block].slots) + chosen.get(block, 0)
            last = end.slots if block == end.block else whole
            lines += [(block, line) for line in range(first, last)]
        yield lines
        start = page.end


def planned(lengths: list[int], options: dict[int, list[int]] | None = None) -> list[list[int]]:
    """Return how many lines of each paragraph stand on each page."""
    planner = planner_of(lengths, options or {})
    _, pages = planner.plan(Position(0, planner.flow.starts[0]))
    on_pages = list(lines_on(planner.flow, pages))
    every = [line for page in on_pages for line in page]
    assert every == sorted(set(every)), "each line once, in order"
    return [[len([*run]) for _, run in groupby(page, lambda line: line[0])] for page in on_pages]


def test_neither_widow_nor_orphan() -> None:
    for lengths in ([6, 7, 5, 7, 6], [6, 6, 7, 5, 6], [6, 9], [3, 4, 5, 7, 7, 4]):
        for page in planned(lengths):
            assert page[0] > 1
            assert page[-1] > 1


def test_a_paragraph_with_a_line_less_fills_its_page() -> None:
    assert planned([6, 6, 7, 5, 6]) == [[4], [2, 3], [3, 2], [5], [5], [6]]
    assert planned([6, 6, 7, 5, 6], {2: [-1]}) == [[6], [6], [6], [5], [6]]


def test_no_last_page_is_short() -> None:
    assert planned([6, 4, 3, 3]) == [[6], [4], [3, 3]]
    assert sum(planned([6, 9])[-1]) >= cost.FEWEST


def test_a_place_is_where_the_next_page_begins() -> None:
    planner = planner_of([6, 6, 6], {})
    _, pages = planner.plan(Position(0, planner.flow.starts[0]))
    assert [page.end for page in pages] == [Place(1), Place(2), Place(3)]


def test_a_paragraph_is_set_with_a_whole_word_where_a_page_ends() -> None:
    planner = planner_of([4, 6, 8], {})
    block = planner.flow.blocks[1]
    block.slots[1].end = "\u2010"
    planner.page_ends.ask = Known({}, {(id(block), 2): {0: Option(0.4, (False,) * 6)}})
    planner.take_first(pages_of([4, 6, 8]))
    planner.first_pages[0] = planner.as_made(pages_of([4, 6, 8])[0], Place(1, 2), 0, cost.DIVIDED)
    _, plan = planner.plan(Position(0, planner.flow.starts[0]))
    assert (plan[0].end, plan[0].changes) == (Place(1, 2), (Change(1, 0, 2),))


def test_a_page_that_is_less_than_a_line_too_long_has_its_gaps_make_up_a_line() -> None:
    pages = pages_of([6, 2, 2, 2, 6])
    flow = flow_of(pages, {len(pages) - 1})
    flow.may_be_long = True
    for block in flow.blocks[2:4]:
        block.gap = 0.4 * LINE
    planner = Planner(flow, LINE, False, Known({}))
    long_one = next(page for page in planner.page_ends.pages_from(Place(1)) if page.end == Place(4))
    assert (long_one.short, round(long_one.given, 6)) == (-1.0, 0.2)


def test_facing_pages_meet_where_both_can_be_level() -> None:
    verso = PlannedPage(Place(1), 1.2, 50.0, 0.0, gives=1.8, given=1.8)
    recto = PlannedPage(Place(2), 1.8, 44.0, 0.0, gives=0.2, given=0.2)
    wider = levelled([verso, recto], [False, True].__getitem__)
    assert [round(lines, 6) for lines in wider] == [1.2, 0.2], "both are 1.8 lines short"
    fuller = replace(recto, gives=0.5)
    assert [round(lines, 6) for lines in levelled([verso, fuller], [False, True].__getitem__)] == [
        1.5,
        0.5,
    ]


def test_the_notes_of_a_page_stand_higher_beside_one_that_is_a_line_short() -> None:
    page = PlannedPage(Place(1), 0.0, 30.0, 20.0, gap=1.2)
    raised = page.with_notes_raised()
    assert raised is not None
    assert (raised.short, raised.raised) == (1.0, 1.0)
    assert replace(page, gap=0.5).with_notes_raised() is None, "there is no room above the notes"


def test_a_page_that_came_out_otherwise_is_not_planned_again() -> None:
    planner = planner_of([2, 5, 3, 7, 4, 6, 2], {0: [1], 2: [-1, 1]})
    start = Position(0, planner.flow.starts[0])
    price, plan = planner.plan(start)
    number, page = next((n, each) for n, each in enumerate(plan) if not each.is_made)
    place = plan[number - 1].end if number else start.place
    planner.page_ends.forbid(place, page)
    dearer, others = planner.plan(start)
    assert dearer >= price
    assert (others[number].end, others[number].changes) != (page.end, page.changes)
