"""What a page costs that does not end well: the weights of a typographer's judgement.

`short` is how many lines a page ends above its foot; below 0, how many below it.
"""

from __future__ import annotations

from publish.engine.boxes import HYPHENS

SLACK = 0.3
"""Lines by which a page may be short and be called full."""

SHORT = 2.0
"""A page that is a line short (Chicago 2.115 and Bringhurst 2.4.6 allow it on both of a spread)."""

LONG = 1.0
"""Lines by which both pages of a spread may be long (Chicago 2.115 allows that too)."""

SHORTER = 6.0
"""For every further line."""

EMPTY = 5.0
"""For the square of further lines, up to some: no page is left that short for another's sake."""

HOLE = 4.0
"""Further lines that are a hole, such as a figure leaves: the square of more counts no more."""

FEATHERED = 3.0
"""A line that is shared out among the gaps of a page."""

LEVEL = 30.0
"""Facing pages that differ by a line: as much as a line of some paragraph whose spaces are at their
widest, and half of another."""

UNEVEN = 40.0
"""Those that differ by more than that."""

UNPAIRED = 200.0
"""A page that is a line long, and the one that faces it is not."""

LEAF = 0.16
"""The share of that for the two pages of a leaf, which are never seen together."""

EITHER = 0.58
"""And for pages of which it is not known whether they face each other."""

TOLERANCE = 1.15
"""Lines by which pages may differ before it is more than a line."""

ANEW = 0.5
"""A page that is laid out anew: what gains nothing stays."""

SPLIT = 20.0
"""A compound that is divided at its own hyphen over a page's end."""

DIVIDED = 6.0
"""A page's last line that would end with a hyphen, and is set anew without."""

LOOSE = 4.0
"""A page's last line that was set anew without, and has come out twice as loose as it should."""

NOTES_GAP = 2.0
"""Every line over one that stays empty between text and notes."""

ALONE = 100.0
"""A line of a paragraph that stands alone on a page."""

FEW_LINES = 60.0
"""A division's last page with fewer lines than FEWEST (Chicago 2.118)."""

FEWEST = 5

LOOSENESS = 1.5
"""A paragraph with a line more or less than is best for it."""

DEMERITS = 30_000.0
"""Demerits of its lines that weigh as much as one point here."""


def share_of(is_recto: bool | None) -> float:
    """Return how much a page's difference to the one before it weighs."""
    if is_recto is None:
        return EITHER
    return 1.0 if is_recto else LEAF


def page_cost(short: float, before: float | None, is_recto: bool | None) -> float:
    """Weigh a page behind one that is `before` lines short; None where that one need not be full.

    `is_recto` is None where the side is not known.
    """
    cost = UNPAIRED if is_unpaired(short, before, is_recto) else 0.0
    if abs(short) > SLACK:
        further = max(0.0, short - TOLERANCE)
        cost += SHORT + SHORTER * further + EMPTY * min(further, HOLE) ** 2
    if before is not None:
        difference = abs(short - before)
        if difference > TOLERANCE:
            cost += share_of(is_recto) * (LEVEL + UNEVEN)
        elif difference > SLACK:
            cost += share_of(is_recto) * LEVEL * min(1.0, difference)
    return cost


def is_unpaired(short: float | None, before: float | None, is_recto: bool | None) -> bool:
    """Tell whether one of two facing pages is a line long and the other is not."""
    long_ones = [lines is not None and lines < -SLACK for lines in (before, short)]
    return is_recto is True and long_ones[0] != long_ones[1]


def gap_cost(lines: float) -> float:
    """Weigh what is empty between text and notes."""
    return NOTES_GAP * max(0.0, lines - TOLERANCE)


def end_cost(end: str) -> float:
    """Weigh a page's last line by how it ends."""
    if not end.endswith(HYPHENS):
        return 0.0
    return SPLIT if end.endswith("-") else DIVIDED


def setting_cost(demerits: float, more: int) -> float:
    """Weigh a paragraph with other lines, be they more or fewer, by what demerits it has more."""
    return LOOSENESS * bool(more) + demerits / DEMERITS
