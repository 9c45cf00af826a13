"""Items -> the line breaks with the fewest demerits (Knuth and Plass 1981, pages 1156-1162).

The paper keeps a list of places where a line may begin, and tries them all at each place where one
may end. Here, from each place where a line may begin, only those ends are tried that its width
can reach, which a search in running sums finds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from math import inf

from msgspec import Struct

from publish.engine.paragraphs.adjustment import MORE, ratio_of
from publish.engine.paragraphs.demerits import Demerits, Limits
from publish.engine.paragraphs.items import FORCED, Box, Glue, Item, Penalty

TIGHT, DECENT, LOOSE, VERY_LOOSE = range(4)
"""Fitness classes (page 1155)."""

IN_A_ROW = 2
"""Hyphens that may end lines in a row (Chicago 2.112 allows three, good houses two)."""


class Line(Struct, frozen=True):
    """One line that was chosen."""

    start: int
    """The number of its first item."""
    end: int
    """The number of the item that it ends at."""
    ratio: float
    """By how much of their stretch, or below 0 of their shrink, its items are adjusted."""


class Start(Struct, frozen=True):
    """Where and how a paragraph, or what is left of it, begins."""

    item: int = 0
    hyphens: int = 0
    """Lines in a row above that end with a hyphen."""
    before: int | None = None
    """The item before which the first line is to end, and not within a word."""


class _Way(Struct):
    """The best way to an end among those of one fitness, hyphens and number of lines."""

    demerits: float
    place: int
    """The number of the end among all ends; -1 at the start."""
    fitness: int
    hyphens: int
    line: int
    ratio: float
    before: _Way | None


_Sums = tuple[float, float, float, float, float]
"""The width of all items before one; the stretch and shrink of their spaces; of their letters."""

_End = tuple[int, float, _Sums, float, bool]
"""A place where a line may end: the number of its item, the width of what is before it, in which
the hyphen that is put there is counted and what hangs is not, the sums before it, its cost, and
whether the line ends with a hyphen. Plain tuples, since they are made for each word."""

_Ways = dict[tuple[int, int, int], _Way]


class Ends:
    """The places where lines of a paragraph may end, and those where they then begin."""

    def __init__(self, items: Sequence[Item], start: int, worst: float) -> None:
        """Add the widths of items up from a first one; penalties from `worst` on are no ends."""
        self.items, self.start, self.worst = items, start, worst
        self.ends: list[_End] = []
        self.begins: list[tuple[int, _Sums]] = [(start, (0.0, 0.0, 0.0, 0.0, 0.0))]
        """The item that a line begins with behind each end, and first at the start: what shows
        nothing is dropped."""
        self.most_besides = 0.0
        """By how much an end's width may be more or less than what is before it, at the most."""
        self._add_up()

    def _add_up(self) -> None:
        width = stretch = shrink = wider = closer = besides = most = 0.0
        ends, begins, worst = self.ends, self.begins, self.worst
        unbegun = 0  # ends behind which no box has come yet
        before: Item | None = None
        for number, item in enumerate(self.items[self.start :], self.start):
            if type(item) is Box:
                while unbegun:
                    begins.append((number, (width, stretch, shrink, wider, closer)))
                    unbegun -= 1
                width += item.width
                wider += item.stretch
                closer += item.shrink
            elif type(item) is Glue:
                if type(before) is Box and item.cost < worst:
                    besides = -before.hang_after
                    if besides < -most:
                        most = -besides
                    sums = (width, stretch, shrink, wider, closer)
                    ends.append((number, width + besides, sums, item.cost, False))
                    unbegun += 1
                width += item.width
                stretch += item.stretch
                shrink += item.shrink
            elif item.cost < worst:
                sums = (width, stretch, shrink, wider, closer)
                if item.cost <= FORCED:
                    begins += [(number, sums)] * unbegun
                    unbegun = 0
                besides = item.width - (item.hang_after if item.width else _hang_of(before))
                most = max(most, abs(besides))
                ends.append((number, width + besides, sums, item.cost, item.is_hyphen))
                unbegun += 1
            before = item
        self.most_besides = most


def choose_lines(
    items: Sequence[Item],
    widths: Sequence[float],
    demerits: Demerits,
    limits: Limits,
    start: Start | None = None,
    ends: Ends | None = None,
) -> list[Line] | None:
    """Return the lines with the fewest demerits; None where the limits allow none.

    The last item is a forced break. The last of `widths` is that of all lines that follow. `ends`
    are those of the items, if they are known from another pass.
    """
    start = start or Start()
    ends = ends or Ends(items, start.item, limits.worst)
    return _Programme(ends, widths, demerits, limits, start).run()


def choose_by_count(
    items: Sequence[Item], widths: Sequence[float], demerits: Demerits, limits: Limits
) -> dict[int, tuple[float, list[Line]]]:
    """Return, for each number of lines that the limits allow, the best lines and their demerits.

    It is what Knuth and Plass call looseness (page 1160): a paragraph a line longer, or shorter.
    """
    ends = Ends(items, 0, limits.worst)
    return _Programme(ends, widths, demerits, limits, Start(), counts_lines=True).run_by_count()


class _Programme:
    """One run over a paragraph."""

    def __init__(
        self,
        ends: Ends,
        widths: Sequence[float],
        demerits: Demerits,
        limits: Limits,
        start: Start,
        *,
        counts_lines: bool = False,
    ) -> None:
        self.items, self.widths, self.demerits, self.limits = ends.items, widths, demerits, limits
        self.start = start
        self.last_line = len(self.items) if counts_lines else len(widths) - 1
        """Ways to one break are kept apart by their lines up to this one."""
        self.ends, self.begins, self.slack = ends.ends, ends.begins, 2 * ends.most_besides
        loosest = limits.loosest
        self.letters = letters = min(loosest, 1.0 + MORE)
        """The ratio at which letters have all the stretch that they give."""
        self.reaches = [
            sums[0] + loosest * sums[1] + letters * sums[3] for _, _, sums, _, _ in self.ends
        ]
        """Of each end, the width up to it with as much stretch as the limits allow."""
        self.found: list[_Ways | None] = [None] * len(self.ends)

    def run(self) -> list[Line] | None:
        """Find the best ways to the last end, and follow the best of them."""
        last = self.find_ways()
        return self.lines_to(min(last, key=lambda way: way.demerits)) if last else None

    def run_by_count(self) -> dict[int, tuple[float, list[Line]]]:
        """Follow the best way with each number of lines."""
        best: dict[int, _Way] = {}
        for way in self.find_ways():
            if way.line not in best or way.demerits < best[way.line].demerits:
                best[way.line] = way
        return {count: (way.demerits, self.lines_to(way)) for count, way in best.items()}

    def find_ways(self) -> list[_Way]:
        """Find the best ways to each end, in order; return those to the last."""
        self.go_on([_Way(0.0, -1, DECENT, self.start.hyphens, 0, 0.0, None)])
        last = len(self.ends) - 1
        for place, ways in enumerate(self.found):
            if ways is None or place == last:
                continue
            if self.last_line <= 1:  # so that all go on with lines of one width
                self.go_on(list(ways.values()))
                continue
            for line in sorted({way.line for way in ways.values()}):
                self.go_on([way for way in ways.values() if way.line == line])
        return list((self.found[last] or {}).values())

    def go_on(self, ways: list[_Way]) -> None:
        """Go on by one line from an end, to each end that the line can have."""
        place, limits, ends, slack = ways[0].place, self.limits, self.ends, self.slack
        if place + 1 >= len(self.begins):
            return
        first, (begin, stretch, shrink, wider, closer) = self.begins[place + 1]
        target = self.target(ways[0].line, place, first)
        loosest, tightest = limits.loosest, limits.tightest
        extra = limits.emergency * target
        before = begin + loosest * stretch + self.letters * wider
        reach = target + before - loosest * extra - slack
        for number in range(bisect_left(self.reaches, reach, place + 1), len(ends)):
            item, width, after, cost, _ = ends[number]
            room = target - (width - begin)
            if room >= 0:
                ratio = ratio_of(room, after[1] - stretch + extra, after[3] - wider)
            else:
                ratio = -ratio_of(-room, after[2] - shrink, after[4] - closer)
            if ratio < tightest:
                if room < -slack:
                    return
            elif ratio <= loosest and item >= first:
                self.reach_end(ways, number, ratio)
            if cost <= FORCED:
                return

    def target(self, line: int, place: int, first: int) -> float:
        """Give the width that the words of a line are to fill."""
        target = self.widths[line if line < len(self.widths) else -1]
        at = self.ends[place][0] if place >= 0 else first - 1
        before, begins = self.items[at] if at >= 0 else None, self.items[first]
        if type(before) is Penalty:
            target -= before.after
        return target + begins.hang_before if type(begins) is Box else target

    def reach_end(self, ways: list[_Way], end: int, ratio: float) -> None:
        """Weigh the lines that end at a place, and keep the best way of each kind."""
        item, _, _, cost, is_hyphen = self.ends[end]
        weights, before = self.demerits, self.start.before if ways[0].place < 0 else None
        if before is not None and (is_hyphen or item >= before):
            return
        badness = weights.line + 100 * abs(ratio) ** weights.power
        own = (badness + cost) ** 2 if cost > 0 else badness**2
        if FORCED < cost < 0:
            own -= cost**2
        line = ways[0].line
        if line < self.last_line:
            line += 1
        if not is_hyphen:
            self.keep(ways, own, end, 0, line, ratio)
            return
        for way in ways:
            hyphens = min(way.hyphens + 1, IN_A_ROW + 1)
            if hyphens <= IN_A_ROW or self.limits.has_ladders:
                self.keep([way], own + self.row_demerits(hyphens), end, hyphens, line, ratio)

    def keep(
        self, ways: list[_Way], own: float, end: int, hyphens: int, line: int, ratio: float
    ) -> None:
        """Go on from the best of some ways, and keep that if it is the best of its kind."""
        fitness, gamma = fitness_of(ratio), self.demerits.fitness
        least, best = inf, ways[0]
        for way in ways:
            demerits = way.demerits
            if not -1 <= fitness - way.fitness <= 1 and way.place >= 0:
                demerits += gamma
            if demerits < least:
                least, best = demerits, way
        found = self.found[end]
        if found is None:
            found = self.found[end] = {}
        kind, demerits = (line, fitness, hyphens), own + least
        known = found.get(kind)
        if known is None or demerits < known.demerits:
            found[kind] = _Way(demerits, end, fitness, hyphens, line, ratio, best)

    def row_demerits(self, hyphens: int) -> float:
        """Weigh a row of lines that end with hyphens."""
        if hyphens < IN_A_ROW:
            return 0.0
        return self.demerits.double_hyphen if hyphens == IN_A_ROW else self.demerits.third_hyphen

    def lines_to(self, way: _Way) -> list[Line]:
        """Return the lines of the way to an end."""
        lines = []
        while way.before is not None:
            start, _ = self.begins[way.before.place + 1]
            lines.append(Line(start, self.ends[way.place][0], way.ratio))
            way = way.before
        return lines[::-1]


def _hang_of(item: Item | None) -> float:
    return item.hang_after if isinstance(item, Box) else 0.0


def fitness_of(ratio: float) -> int:
    """Give the fitness class of a line."""
    if ratio < -0.5:
        return TIGHT
    if ratio < 0.5:
        return DECENT
    return LOOSE if ratio < 1 else VERY_LOOSE
