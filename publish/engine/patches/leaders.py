"""Draw the dots of a leader as one piece of text, and to the left where lines run that way.

WeasyPrint 70 makes a box of each repetition of `leader()`, which is laid out, drawn and tagged by
itself: 1,300 of them in contents of forty chapters, for most of the time that their layout takes.
In a line from right to left (Kozea/WeasyPrint#2578) it moves the dots and what is behind them, but
widens the boxes around them at their right, out of the page: their left edges are moved here.
"""

from __future__ import annotations

from typing import TypeAlias

from weasyprint.layout import inline
from weasyprint.layout.leader import leader_index
from weasyprint.text.line_break import split_first_line

from publish.engine.boxes import Box, Context, LineBox

_handle_leader = inline.handle_leader

Index: TypeAlias = "tuple[int, Index | None]"
"""The number of a child, and where in that."""


def handle_as_one(context: Context, line: LineBox, containing_block: Box) -> None:
    """Do as WeasyPrint does, then join the dots into one box."""
    right = line.position_x + line.width
    _handle_leader(context, line, containing_block)
    index, leader = leader_index(line)
    if leader is not None and line.style["direction"] == "rtl":
        _widen_to_left(line, index, line.position_x + line.width - right)
    if leader is None or len(leader.children) < 2:
        return
    dots = min(leader.children, key=lambda box: box.position_x)
    dots.text *= len(leader.children)
    dots.width *= len(leader.children)
    dots.pango_layout = split_first_line(dots.text, dots.style, context, None, 0, False)[0]
    leader.children = (dots,)


def _widen_to_left(line: LineBox, index: Index | None, extra: float) -> None:
    """Move the left edges of a line and of the boxes around its leader, which moved itself."""
    box: Box = line
    while index is not None:
        box.position_x -= extra
        box, index = box.children[index[0]], index[1]
