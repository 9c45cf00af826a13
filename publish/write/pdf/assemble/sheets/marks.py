"""What is printed around and between the pages of a sheet for those who fold, gather and cut it."""

from __future__ import annotations

from publish.house.page.measure import POINTS
from publish.write.pdf.assemble.boxes import MARK_GAP, MARK_LENGTH, Sides

Lines = tuple[list[float], list[float]]
"""Where lines stand across the sheet, and where up it."""

BAR_WIDTH, BAR_HEIGHT = 4.0, 5 * POINTS["mm"]
"""A collation mark: half of it on the first page of the gathering, half on its last."""


def sheet_marks(size: tuple[float, float], around: Sides, cuts: Lines, folds: Lines) -> str:
    """Draw whole lines at the sheet's edge where it is cut, and broken ones where it is folded."""
    drawing = ["q /Registration CS 1 SCN 0.25 w"]
    drawing += _ticks(size, around, cuts)
    drawing.append("[2 2] 0 d")
    drawing += _ticks(size, around, folds)
    return "\n".join([*drawing, "Q"])


def _ticks(size: tuple[float, float], around: Sides, lines: Lines) -> list[str]:
    """Draw a short line at both ends of each."""
    near = around.margin - max(around.bleed, MARK_GAP)
    far = near - MARK_LENGTH
    width, height = size
    across = [
        f"{x:.3f} {a:.3f} m {x:.3f} {b:.3f} l S"
        for x in lines[0]
        for a, b in ((near, far), (height - near, height - far))
    ]
    up = [
        f"{a:.3f} {y:.3f} m {b:.3f} {y:.3f} l S"
        for y in lines[1]
        for a, b in ((near, far), (width - near, width - far))
    ]
    return across + up


def collation_mark(gathering: int, spine: float, top: float, height: float) -> str:
    """Draw a bar on the back of a folded gathering, a step lower than that of the one before.

    In a pile of gatherings the bars form stairs; one that is missing or misplaced breaks them.
    """
    steps = max(1, int(height / BAR_HEIGHT) - 2)
    y = top - (gathering % steps + 2) * BAR_HEIGHT
    return f"\nq 0 0 0 1 k {spine - BAR_WIDTH / 2:.3f} {y:.3f} {BAR_WIDTH} {BAR_HEIGHT:.3f} re f Q"
