"""Choose which paragraphs gain or lose a line so that a division's pages end well.

Every unit is placed behind every state that the pages before it can be in; of the ways that lead
to one state only the cheapest is followed (Bellman). What a page costs is known where it ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from publish.write.pdf.repairing import cost
from publish.write.pdf.repairing.flow import Flow, Slab, Unit, slabs_of
from publish.write.pdf.repairing.sketch import Piece

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


@dataclass(frozen=True, slots=True)
class _State:
    """How far the pages have come."""

    y: float
    notes: float
    is_recto: bool
    lines: int
    """Pieces on the page."""
    before: float | None = None
    """How many lines short the page before is."""


_Chain = tuple[object, ...] | None
"""Choices made, the latest first: (owner, percent, earlier ones)."""


@dataclass(slots=True)
class _Way:
    """The cheapest way to a state, and its choices."""

    cost: float
    chosen: _Chain


class Planner:
    """Plans one division's pages."""

    def __init__(self, flow: Flow, leading: float) -> None:
        """Begin with what is to be placed."""
        self.flow = flow
        self.leading = leading

    def plan(self, options: Mapping[str, list[Option]], is_recto: bool) -> dict[str, float]:
        """Give the percent by which each chosen paragraph is to be spaced."""
        start = _State(0.0, 0.0, is_recto, 0)
        ways = {start: _Way(0.0, None)}
        for number, unit in enumerate(self.flow.units):
            ways = self._place_everywhere(unit, options, ways, is_first=number == 0)
        ends = [
            (way.cost + (cost.last_page_cost(state.lines) if state.before is not None else 0), way)
            for state, way in ways.items()
        ]
        return _unchain(min(ends, key=lambda end: end[0])[1].chosen)

    def _place_everywhere(
        self,
        unit: Unit,
        options: Mapping[str, list[Option]],
        ways: dict[_State, _Way],
        *,
        is_first: bool,
    ) -> dict[_State, _Way]:
        reached: dict[_State, _Way] = {}
        for owner, option, slabs in _variants(unit, options):
            if is_first:
                slabs[0].gap = self.flow.start
            for state, way in ways.items():
                after, price = self._place(slabs, state)
                total = way.cost + price + (option.cost if option else 0.0)
                known = reached.get(after)
                if known is None or total < known.cost:
                    reached[after] = _Way(total, _chosen(owner, option, way.chosen))
        cheapest = sorted(reached.items(), key=lambda item: item[1].cost)
        return dict(cheapest[:BEAM])

    def _place(self, slabs: list[Slab], state: _State) -> tuple[_State, float]:
        """Place a unit behind a state: give the state behind it, and what ended pages cost."""
        price, at = 0.0, 0
        while at < len(slabs):
            fits, ends = self._fit(slabs, at, state)
            if at + fits == len(slabs):
                y, notes = ends[-1]
                return _State(y, notes, state.is_recto, state.lines + fits, state.before), price
            kept = next((k for k in range(fits, 0, -1) if slabs[at + k - 1].can_break), 0)
            if not kept and not state.lines:
                kept = max(fits, 1)
            y, notes = ends[kept - 1] if kept and ends else (state.y, state.notes)
            if kept:
                price += _break_cost(slabs[at + kept - 1])
            short = 0.0 if notes else (self.flow.height - y) / self.leading
            price += cost.page_cost(short, state.before, state.is_recto)
            state = _State(0.0, 0.0, not state.is_recto, 0, round(short, 1))
            at += kept
        return state, price

    def _fit(
        self, slabs: list[Slab], at: int, state: _State
    ) -> tuple[int, list[tuple[float, float]]]:
        """Count the slabs that fit on the page; tell where each ends, and what notes take."""
        y, notes = state.y, state.notes
        ends: list[tuple[float, float]] = []
        for slab in slabs[at:]:
            is_sunk = not state.lines and not ends and state.before is not None
            y = y + (0.0 if is_sunk else slab.gap) + slab.height
            for note in slab.notes:
                area = 0.0 if notes else self.flow.note_area
                notes += area + self.flow.note_heights.get(note, 0.0)
            if y + notes > self.flow.height + SLACK:
                break
            ends.append((round(y, 4), round(notes, 4)))
        return len(ends), ends


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


def _chosen(owner: str, option: Option | None, earlier: _Chain) -> _Chain:
    return (owner, option.percent, earlier) if option and option.percent else earlier


def _unchain(chain: _Chain) -> dict[str, float]:
    chosen: dict[str, float] = {}
    while chain is not None:
        owner, percent, chain = chain  # type: ignore[assignment]
        chosen[str(owner)] = float(percent)  # type: ignore[arg-type]
    return chosen
