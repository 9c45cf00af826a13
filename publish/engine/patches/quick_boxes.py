"""Boxes are walked through, and asked whether they are in the flow, without a call for each step.

WeasyPrint 70 yields each box below another through a generator of every box between the two, and
asks five methods whether one is in the flow. Both are asked of every box of every page, some of
them ten times.
"""

from __future__ import annotations

from collections.abc import Iterator

from publish.engine.boxes import Box, is_placeholder, placed


def walk_down(self: Box, placeholders: bool = False) -> Iterator[Box]:
    """Yield a box and all below it in their order; of what is placed apart, only if asked for."""
    pending = [self]
    while pending:
        box = pending.pop()
        if is_placeholder(box):
            if not placeholders:
                yield box
                continue
            box = placed(box)
        yield box
        if box.children:
            pending += box.children[::-1]


def is_in_flow(self: Box) -> bool:
    """Tell whether a box is neither floated nor placed nor a note nor running."""
    style = self.style
    return style["float"] == "none" and style["position"] in ("static", "relative")
