"""Draw the rules between columns that run from right to left in the gaps.

WeasyPrint 70 draws a rule at the left of each column but the first: from right to left the first
is the rightmost, so that the last has one in the margin, and one gap has none (CSS Multi-column
Layout 1, clause 4: rules are in the middle of the gap).
"""

from __future__ import annotations

from weasyprint.draw import border

from publish.engine.boxes import Box

_draw_column_rules = border.draw_column_rules


def draw_rules_in_gaps(stream: object, box: Box) -> None:
    """Draw column rules as WeasyPrint does, from the leftmost column on."""
    children = box.children
    if box.style["direction"] == "rtl":
        box.children = children[::-1]
    try:
        _draw_column_rules(stream, box)
    finally:
        box.children = children
