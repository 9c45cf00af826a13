"""Items -> the line breaks with the fewest demerits (Knuth and Plass 1981, pages 1156-1162).

The paper keeps a list of places where a line may begin, and tries them all at each place where one
may end. Here, from each place where a line may begin, only those ends are tried that its width
can reach, which a search in running sums finds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from publish.engine.paragraphs.demerits import Demerits, Limits
from publish.engine.paragraphs.items import FORCED, Box, Glue, Item, Penalty

TIGHT, DECENT, LOOSE, VERY_LOOSE = range(4)
"""Fitness classes (page 1155)."""

IN_A_ROW = 2
"""Hyphens that may end lines in a row (Chicago 2.112 allows three, good houses two)."""

HANGING = 0.1
"""The share of a line's width by which hyphens and what hangs may change it, at the most."""

_ENDLESS = 1e9
"""The ratio of a line that has nothing to adjust."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that was chosen."""

    start: int
    """The number of its first item."""
    end: int
    """The number of the item that it ends at."""
    ratio: float
    """By how much of their stretch, or below 0 of their shrink, its items are adjusted."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where and how a paragraph, or what is left of it, begins."""

    item: int = 0
    hyphens: int = 0
    """Lines in a row above that end with a hyphen."""
    before: int | None = None
    """The item before which the first line is to end, and not within a word."""


@dataclass(slots=True)
class _Way:
    """The best way to a break among those of one fitness, hyphens and number of lines."""

    demerits: float
    place: int
    """The number of the break among the breaks; -1 at the start."""
    fitness: int
    hyphens: int
    line: int
    ratio: float
    before: _Way | None


_Sums = tuple[float, float, float, float, float]
"""The width of all items before one; the stretch and shrink of their spaces; of their letters."""

_Ways = dict[tuple[int, int, int], _Way]


@dataclass(slots=True)
class _Breaks:
    """The places where a line may end, and the widths up to each."""

    items: list[int] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    """The hyphen that is put there is among the width, and what hangs is not."""
    sums: list[_Sums] = field(default_factory=list)
    reaches: list[float] = field(default_factory=list)
    """The width with as much stretch as the limits allow."""
    costs: list[float] = field(default_factory=list)
    hyphens: list[bool] = field(default_factory=list)


def choose_lines(
    items: Sequence[Item],
    widths: Sequence[float],
    demerits: Demerits,
    limits: Limits,
    start: Start | None = None,
) -> list[Line] | None:
    """Return the lines with the fewest demerits; None where the limits allow none.

    The last item is a forced break. The last of `widths` is that of all lines that follow.
    """
    return _Programme(items, widths, demerits, limits, start or Start()).run()


class _Programme:
    """One run over a paragraph."""

    def __init__(
        self,
        items: Sequence[Item],
        widths: Sequence[float],
        demerits: Demerits,
        limits: Limits,
        start: Start,
    ) -> None:
        self.items, self.widths, self.demerits, self.limits = items, widths, demerits, limits
        self.start = start
        self.sums: list[_Sums] = []
        self.breaks = _Breaks()
        self.add_up()
        self.found: list[_Ways] = [{} for _ in self.breaks.items]

    def add_up(self) -> None:
        """Add the widths up, and list the places where lines may end."""
        width = stretch = shrink = wider = closer = 0.0
        sums, worst, before = self.sums, self.limits.worst, None
        for number, item in enumerate(self.items):
            sums.append((width, stretch, shrink, wider, closer))
            if isinstance(item, Box):
                width += item.width
                wider += item.stretch
                closer += item.shrink
            elif isinstance(item, Glue):
                if isinstance(before, Box) and item.cost < worst:
                    self.add_break(number, item.cost, -before.hang_after, is_hyphen=False)
                width += item.width
                stretch += item.stretch
                shrink += item.shrink
            elif item.cost < worst:
                hung = item.hang_after if item.width else _hang_of(before)
                self.add_break(number, item.cost, item.width - hung, is_hyphen=item.is_hyphen)
            before = item

    def add_break(self, number: int, cost: float, besides: float, *, is_hyphen: bool) -> None:
        """Add a place where a line may end; `besides` is what its width gets there."""
        breaks, sums = self.breaks, self.sums[number]
        breaks.items.append(number)
        breaks.widths.append(sums[0] + besides)
        breaks.sums.append(sums)
        breaks.reaches.append(self.reach(sums))
        breaks.costs.append(cost)
        breaks.hyphens.append(is_hyphen)

    def reach(self, sums: _Sums) -> float:
        """Give the width of all items before one, with as much stretch as the limits allow."""
        width, stretch, _, wider, _ = sums
        return width + self.limits.loosest * stretch + min(1.0, self.limits.loosest) * wider

    def run(self) -> list[Line] | None:
        """Find the best ways to each break that can be reached, in order, and follow the last."""
        self.go_on([_Way(0.0, -1, DECENT, self.start.hyphens, 0, 0.0, None)])
        for ways in self.found[:-1]:
            for line in sorted({way.line for way in ways.values()}):
                self.go_on([way for way in ways.values() if way.line == line])
        if not self.found or not self.found[-1]:
            return None
        best = min(self.found[-1].values(), key=lambda way: way.demerits)
        return self.lines_to(best)

    def first_item(self, place: int) -> int:
        """Give the item that a line begins with behind a break: what shows nothing is dropped."""
        if place < 0:
            return self.start.item
        items, number = self.items, self.breaks.items[place] + 1
        while number < len(items):
            item = items[number]
            if isinstance(item, Box) or (isinstance(item, Penalty) and item.cost <= FORCED):
                break
            number += 1
        return number

    def go_on(self, ways: list[_Way]) -> None:
        """Go on by one line from a break, to each end that the line can have."""
        place, breaks, limits = ways[0].place, self.breaks, self.limits
        first = self.first_item(place)
        if first >= len(self.items):
            return
        target = self.target(ways[0].line, place, first)
        before = self.sums[first]
        extra, slack = limits.emergency * target, HANGING * target
        reach = target + self.reach(before) - limits.loosest * extra - slack
        for end in range(bisect_left(breaks.reaches, reach, place + 1), len(breaks.items)):
            room = target - (breaks.widths[end] - before[0])
            after = breaks.sums[end]
            if room >= 0:
                ratio = _ratio(room, after[1] - before[1] + extra, after[3] - before[3])
            else:
                ratio = -_ratio(-room, after[2] - before[2], after[4] - before[4])
            if ratio < limits.tightest and room < -slack:
                return
            if limits.tightest <= ratio <= limits.loosest and breaks.items[end] >= first:
                self.reach_end(ways, end, ratio)
            if breaks.costs[end] <= FORCED:
                return

    def target(self, line: int, place: int, first: int) -> float:
        """Give the width that the words of a line are to fill."""
        target = self.widths[min(line, len(self.widths) - 1)]
        at = self.breaks.items[place] if place >= 0 else first - 1
        before, begins = self.items[at] if at >= 0 else None, self.items[first]
        if isinstance(before, Penalty):
            target -= before.after
        return target + begins.hang_before if isinstance(begins, Box) else target

    def reach_end(self, ways: list[_Way], end: int, ratio: float) -> None:
        """Weigh the lines that end at a break, and keep the best way of each kind."""
        weights, cost, is_hyphen = self.demerits, self.breaks.costs[end], self.breaks.hyphens[end]
        before = self.start.before if ways[0].place < 0 else None
        if before is not None and (is_hyphen or self.breaks.items[end] >= before):
            return
        badness = weights.line + 100 * abs(ratio) ** 3
        own = (badness + max(0.0, cost)) ** 2 - (cost**2 if FORCED < cost < 0 else 0.0)
        fitness, found = fitness_of(ratio), self.found[end]
        line = min(ways[0].line + 1, len(self.widths) - 1)
        for way in ways:
            hyphens = min(way.hyphens + 1, IN_A_ROW + 1) if is_hyphen else 0
            if hyphens > IN_A_ROW and not self.limits.has_ladders:
                continue
            demerits = way.demerits + own + self.row_demerits(hyphens)
            if way.place >= 0 and abs(fitness - way.fitness) > 1:
                demerits += weights.fitness
            kind = (line, fitness, hyphens)
            best = found.get(kind)
            if best is None or demerits < best.demerits:
                found[kind] = _Way(demerits, end, fitness, hyphens, line, ratio, way)

    def row_demerits(self, hyphens: int) -> float:
        """Weigh a row of lines that end with hyphens."""
        if hyphens < IN_A_ROW:
            return 0.0
        return self.demerits.double_hyphen if hyphens == IN_A_ROW else self.demerits.third_hyphen

    def lines_to(self, way: _Way) -> list[Line]:
        """Give the lines of the way to a break."""
        lines = []
        while way.before is not None:
            start = self.first_item(way.before.place)
            lines.append(Line(start, self.breaks.items[way.place], way.ratio))
            way = way.before
        return lines[::-1]


def _ratio(room: float, spaces: float, letters: float) -> float:
    """Give the share of their stretch that fills a room; beyond the whole, spaces fill it alone."""
    if room <= spaces + letters:
        return room / (spaces + letters) if room else 0.0
    return 1 + (room - spaces - letters) / spaces if spaces else _ENDLESS


def _hang_of(item: Item | None) -> float:
    return item.hang_after if isinstance(item, Box) else 0.0


def fitness_of(ratio: float) -> int:
    """Give the fitness class of a line."""
    if ratio < -0.5:
        return TIGHT
    if ratio < 0.5:
        return DECENT
    return LOOSE if ratio < 1 else VERY_LOOSE
