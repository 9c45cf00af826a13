"""What a page costs that does not end well: the weights of the typographer's judgement."""

from __future__ import annotations

from collections.abc import Iterable

from publish.engine import Piece, Sketch
from publish.write.pdf.copyfit.task import Setting

STUB_LETTERS = 5
"""A last line has at least these characters."""

STUB = 20.0
SHORT_LINE = 1.0
"""A page that is a line short; facing pages may differ by as much."""
UNEVEN = 40.0
"""Facing pages that differ by more than a line."""
TURNED = 8.0
"""The two pages of a leaf that do; they are never seen together."""
SHORT = 6.0
"""A page that is more than a line short, for every further line."""
SPLIT = 15.0
"""A compound that is divided at its own hyphen over a page's end; layout prevents all others."""
FEW_LINES = 12.0
"""A division's last page with fewer than four lines (Chicago 2.115)."""
FEWEST = 4
CARRIED = 3.0
"""A page that ends a line early on purpose, besides being short."""
LOOSE = 6.0
"""A line that spacing makes loose where none was."""
STRETCH = 0.25
"""A line is loose whose word spaces justifying makes wider by more em: twice as wide."""
DOUBT = 10.0
"""A plan that breaks a page behind a hyphen: the paragraph may come out a line longer."""
TOLERANCE = 1.15
"""Lines by which a page may be short before it is more than a line short."""


HYPHEN = "-"


def page_cost(short: float, before: float | None, is_recto: bool) -> float:
    """Weigh a page that is `short` lines short behind one that is `before` lines short."""
    cost = SHORT_LINE if 0.2 < short <= TOLERANCE else 0.0
    if short > TOLERANCE:
        cost += SHORT_LINE + SHORT * (short - 1)
    if before is not None and abs(short - before) > TOLERANCE:
        cost += UNEVEN if is_recto else TURNED
    return cost


def last_page_cost(lines: float) -> float:
    """Weigh a division's last page by its lines."""
    return FEW_LINES if lines < FEWEST else 0.0


def is_stub(lines: list[Piece]) -> bool:
    """Tell whether a paragraph ends in a line of too few characters."""
    last = "".join(lines[-1].text.split())
    return len(lines) > 1 and lines[-1].is_justified and len(last) < STUB_LETTERS


def count_loose(lines: Iterable[Piece]) -> int:
    """Count a paragraph's loose lines."""
    return sum(line.stretch > STRETCH for line in lines)


def spacing_cost(percent: float) -> float:
    """Weigh a paragraph that is spaced."""
    return 1.0 + percent * percent if percent else 0.0


def setting_cost(setting: Setting) -> float:
    """Weigh all that is done to a paragraph."""
    return spacing_cost(setting.percent) + CARRIED * bool(setting.carry)


def sketch_cost(sketch: Sketch, leading: float, is_recto: bool) -> float:
    """Weigh the pages of a division as they are laid out; it begins on a recto or a verso."""
    cost, before = 0.0, None
    for page in sketch.pages[:-1]:
        short = page.short / leading
        cost += page_cost(short, before, is_recto)
        cost += SPLIT * bool(page.pieces and page.pieces[-1].text.endswith(HYPHEN))
        before, is_recto = short, not is_recto
    if len(sketch.pages) > 1:
        cost += last_page_cost(len(sketch.pages[-1].pieces))
    return cost + STUB * sum(is_stub(lines) for lines in sketch.lines_of().values())


def needs_repair(sketch: Sketch, leading: float, is_recto: bool) -> bool:
    """Tell whether anything is worse than pages that are a line short."""
    shorts = [page.short / leading for page in sketch.pages[:-1]]
    return sketch_cost(sketch, leading, is_recto) > sum(
        SHORT_LINE for short in shorts if 0.2 < short <= TOLERANCE
    )
