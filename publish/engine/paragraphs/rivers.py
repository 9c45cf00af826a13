"""Rivers: spaces below one another through many lines, as a white stream in the page.

The programme does not know where spaces stand. So a paragraph is looked through when its lines are
chosen; where spaces run together, it is asked once more, with a price on the ends of those lines.
What it then gives without a river is nearly as good, or it gives the same again.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from publish.engine.paragraphs.items import Box, Glue, Item
from publish.engine.paragraphs.programme import Line

LONGEST = 4
"""Lines through which spaces may run below one another."""

OVERLAP = 0.5
"""The share of the narrower of two spaces that stands below the other, in a river."""

PRICE = 100.0
"""The penalty of each line's end beside a river: that of a line that is rather loose."""

_Space = tuple[float, float, int]
"""Where a space begins and ends, and how many lines above it a river comes from."""


def find_river(items: Sequence[Item], lines: Sequence[Line], indent: float) -> range | None:
    """Return the numbers of the lines through which a river runs; the first is set in."""
    above: list[_Space] = []
    for number, line in enumerate(lines[:-1]):
        above = _runs(_spaces(items, line, indent if number == 0 else 0.0), above)
        if number >= LONGEST and any(run > LONGEST for _, _, run in above):
            return range(number - LONGEST, number + 1)
    return None


def _spaces(items: Sequence[Item], line: Line, x: float) -> list[tuple[float, float]]:
    """List where the spaces of a line are."""
    ratio, letters = line.ratio, max(-1.0, min(1.0, line.ratio))
    found: list[tuple[float, float]] = []
    for item in items[line.start : line.end]:
        if type(item) is Box:
            x += item.width + letters * (item.stretch if ratio > 0 else item.shrink)
        elif type(item) is Glue:
            start = x
            x += item.width + ratio * (item.stretch if ratio > 0 else item.shrink)
            found.append((start, x))
    return found


def _runs(spaces: Sequence[tuple[float, float]], above: Sequence[_Space]) -> list[_Space]:
    """Tell of each space through how many lines spaces run down to it.

    Both lines have their spaces from left to right, so that each is compared with few.
    """
    made: list[_Space] = []
    first, last = 0, len(above)
    for left, right in spaces:
        while first < last and above[first][1] <= left:
            first += 1
        at, longest = first, 0
        while at < last and above[at][0] < right:
            start, end, run = above[at]
            overlap = min(right, end) - max(left, start)
            if run > longest and overlap > OVERLAP * min(right - left, end - start):
                longest = run
            at += 1
        made.append((left, right, longest + 1))
    return made


def with_price(items: Sequence[Item], lines: Sequence[Line], river: range) -> list[Item]:
    """Return the items with a price on the ends of a river's lines."""
    priced = list(items)
    for number in river:
        end = priced[lines[number].end]
        if not isinstance(end, Box):
            priced[lines[number].end] = replace(end, cost=end.cost + PRICE)
    return priced
