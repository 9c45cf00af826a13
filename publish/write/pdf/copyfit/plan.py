"""Choose which paragraphs gain or lose a line, and which pages end a line early, to end them well.

Every unit is placed behind every state that the pages before it can be in; of the ways that lead
to one state only the cheapest is followed (Bellman). What a page costs is known where it ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from publish.engine import Piece
from publish.write.pdf.copyfit import cost
from publish.write.pdf.copyfit.flow import Flow, Slab, Unit, slabs_of
from publish.write.pdf.copyfit.task import Setting

BEAM = 250
"""States followed from one unit to the next, the cheapest first."""

SLACK = 0.05
"""CSS pixels by which a last line may seem too low; sums of floats are not exact."""


@dataclass(frozen=True, slots=True)
class Option:
    """A way to set one paragraph: spaced by so many percent it has these lines."""

    percent: float
    pieces: tuple[Piece, ...]
    is_stub: bool = False
    looser: int = 0
    """Loose lines that it has more than without spacing."""

    @property
    def cost(self) -> float:
        """Weigh the spacing, and what it leaves: a stub, loose lines."""
        left = cost.STUB * self.is_stub + cost.LOOSE * self.looser
        return cost.spacing_cost(self.percent) + left


class _Reach(NamedTuple):
    """How far a page has come."""

    y: float = 0.0
    """Where its text ends."""
    notes: float = 0.0
    """What its notes take."""
    late: float = 0.0
    """What the notes take that have no room on it, and go to the next."""


@dataclass(frozen=True, slots=True)
class _State:
    """How far the pages have come."""

    reach: _Reach
    is_recto: bool
    lines: int
    """Pieces on the page."""
    before: float | None = None
    """How many lines short the page before is."""


_Chain = tuple[object, ...] | None
"""Choices made, the latest first: (owner, setting, earlier ones)."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A unit, or a part of one, behind what stands before it."""

    state: _State
    price: float
    """What the pages cost that have ended."""
    carried: tuple[tuple[str, int], ...] = ()
    """Paragraphs that leave lines to the next page, and how many."""


@dataclass(slots=True)
class _Way:
    """The cheapest way to a state, and its choices."""

    cost: float
    chosen: _Chain


class Planner:
    """Plans one division's pages."""

    def __init__(self, flow: Flow, leading: float, carriable: Collection[str] = ()) -> None:
        """Begin with what is to be placed, and the paragraphs that may leave a line to a page."""
        self.flow = flow
        self.leading = leading
        self.carriable = carriable
        self.starts = [_start(unit) for unit in flow.units]

    def plan(self, options: Mapping[str, list[Option]], is_recto: bool) -> dict[str, Setting]:
        """Give how each chosen paragraph is to be set."""
        start = _State(_Reach(), is_recto, 0)
        ways = {start: _Way(0.0, None)}
        for number in range(len(self.flow.units)):
            ways = self._place_everywhere(number, options, ways)
        ends = [
            (way.cost + (cost.last_page_cost(state.lines) if state.before is not None else 0), way)
            for state, way in ways.items()
        ]
        return _unchain(min(ends, key=lambda end: end[0])[1].chosen)

    def _place_everywhere(
        self, number: int, options: Mapping[str, list[Option]], ways: dict[_State, _Way]
    ) -> dict[_State, _Way]:
        reached: dict[_State, _Way] = {}
        for owner, option, slabs in _variants(self.flow.units[number], options):
            if number == 0:
                slabs[0].gap = self.flow.start
            for state, way in ways.items():
                for placed in self._place(number, slabs, state):
                    total = way.cost + placed.price + (option.cost if option else 0.0)
                    total += cost.CARRIED * len(placed.carried)
                    known = reached.get(placed.state)
                    if known is None or total < known.cost:
                        chosen = _chosen(owner, option, placed.carried, way.chosen)
                        reached[placed.state] = _Way(total, chosen)
        cheapest = sorted(reached.items(), key=lambda item: item[1].cost)
        return dict(cheapest[:BEAM])

    def _place(self, number: int, slabs: list[Slab], state: _State) -> Iterator[_Placed]:
        """Place a unit behind a state, with the pages that end in it full or a line early."""
        pending = [(0, _Placed(state, 0.0))]
        while pending:
            at, placed = pending.pop()
            if at == len(slabs):  # its last piece is higher than a page
                yield placed
                continue
            ends = self._fit(slabs, at, placed.state)
            if at + len(ends) < len(slabs):
                pending += self._break(slabs, at, placed, ends)
                continue
            state = placed.state
            lines = state.lines + len(ends)
            state = _State(ends[-1], state.is_recto, lines, state.before)
            yield _Placed(state, placed.price, placed.carried)
            if at == 0 and self._ends_page(number, slabs, state):
                pending.append((0, self._end(placed, placed.state.reach, slabs[0], 1)))

    def _break(
        self, slabs: list[Slab], at: int, placed: _Placed, ends: list[_Reach]
    ) -> Iterator[tuple[int, _Placed]]:
        """End the page in a unit, or before it: as late as may be, and a line earlier."""
        state, fits = placed.state, len(ends)
        kept = next((k for k in range(fits, 0, -1) if slabs[at + k - 1].can_break), 0)
        if not kept and not state.lines:
            kept = max(fits, 1)
        end = ends[kept - 1] if kept and ends else state.reach
        price = _break_cost(slabs[at + kept - 1]) if kept else 0.0
        yield at + kept, self._end(placed, end, price=price)
        if kept < 2:
            return
        last, before = slabs[at + kept - 1], slabs[at + kept - 2]
        if before.can_break and before.owner == last.owner in self.carriable:
            price = _break_cost(before)
            yield at + kept - 1, self._end(placed, ends[kept - 2], before, before.left, price)

    def _end(
        self,
        placed: _Placed,
        end: _Reach,
        carrier: Slab | None = None,
        carry: int = 0,
        price: float = 0.0,
    ) -> _Placed:
        """End a page there; a carrier is the paragraph that leaves lines to the next."""
        state = placed.state
        short = 0.0 if end.notes else (self.flow.height - end.y) / self.leading
        price += placed.price + cost.page_cost(short, state.before, state.is_recto)
        carried = ((carrier.owner, carry),) if carrier else ()
        late = _Reach(notes=end.late + self.flow.note_area if end.late else 0.0)
        following = _State(late, not state.is_recto, 0, round(short, 1))
        return _Placed(following, price, placed.carried + carried)

    def _ends_page(self, number: int, slabs: list[Slab], state: _State) -> bool:
        """Tell whether a line that is a unit by itself is a page's last, and not its only one."""
        is_line = len(slabs) == 1 and slabs[0].owner in self.carriable and state.lines > 1
        if not is_line or number + 1 == len(self.starts):
            return False
        start = self.starts[number + 1]
        return len(self._fit(start, 0, state)) < len(start)

    def _fit(self, slabs: list[Slab], at: int, state: _State) -> list[_Reach]:
        """Tell how far the page has come with each slab that fits on it.

        A note that has no room below its line goes to the next page, and so do those behind it.
        """
        reach = state.reach
        ends: list[_Reach] = []
        for slab in slabs[at:]:
            is_head = not state.lines and not ends and state.before is not None
            y = reach.y + (slab.sunk if is_head else slab.gap) + slab.height
            if y + reach.notes > self.flow.height + SLACK:
                break
            reach = self._with_notes(slab, _Reach(y, reach.notes, reach.late))
            ends.append(_Reach(*(round(length, 4) for length in reach)))
        return ends

    def _with_notes(self, slab: Slab, reach: _Reach) -> _Reach:
        y, notes, late = reach
        for note in slab.notes:
            height = self.flow.note_heights.get(note, 0.0)
            taken = notes + height + (0.0 if notes else self.flow.note_area)
            if late or y + taken > self.flow.height + SLACK:
                late += height
            else:
                notes = taken
        return _Reach(y, notes, late)


def _break_cost(slab: Slab) -> float:
    return cost.SPLIT * slab.is_split + cost.DOUBT * (slab.is_doubtful and not slab.is_split)


def _variants(
    unit: Unit, options: Mapping[str, list[Option]]
) -> list[tuple[str, Option | None, list[Slab]]]:
    """List the ways to set a unit: one of its paragraphs is varied at a time."""
    owners = [block.owner for block in unit.blocks if block.owner in options]
    if not owners:
        return [("", None, slabs_of(unit))]
    return [
        (owner, option, slabs_of(unit, owner, option.pieces))
        for owner in owners
        for option in options[owner]
    ]


def _start(unit: Unit) -> list[Slab]:
    """List what of a unit stands on one page at the least."""
    slabs = slabs_of(unit)
    end = next((n for n, slab in enumerate(slabs, start=1) if slab.can_break), len(slabs))
    return slabs[:end]


def _chosen(
    owner: str, option: Option | None, carried: tuple[tuple[str, int], ...], earlier: _Chain
) -> _Chain:
    if option and option.percent:
        earlier = (owner, Setting(option.percent), earlier)
    for carrier, lines in carried:
        earlier = (carrier, Setting(carry=lines), earlier)
    return earlier


def _unchain(chain: _Chain) -> dict[str, Setting]:
    chosen: dict[str, Setting] = {}
    while chain is not None:
        owner, setting, chain = chain  # type: ignore[assignment]
        known = chosen.get(str(owner), Setting())
        chosen[str(owner)] = Setting(
            known.percent or setting.percent,  # type: ignore[attr-defined]
            known.carry or setting.carry,  # type: ignore[attr-defined]
        )
    return chosen
