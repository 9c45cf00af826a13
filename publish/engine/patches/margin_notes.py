"""Lay out a note of the margin in one piece: WeasyPrint 70 breaks one that passes the page's end.

It is moved to its place when the page is full (`engine/margin_notes.py`).
"""

from __future__ import annotations

from weasyprint.layout import absolute

from publish.engine.boxes import Box, Context
from publish.engine.tree import classes

BESIDE = "beside"
"""The class of a note of the margin."""

_absolute_block = absolute.absolute_block


def is_beside(box: Box) -> bool:
    """Tell whether a box is a note of the margin."""
    return box.element is not None and BESIDE in classes(box.element)


def lay_out_whole(
    context: Context, box: Box, containing_block: Box, fixed: object, bottom: float, *rest: object
) -> object:
    """Do as WeasyPrint does, and never break a note of the margin over pages."""
    if is_beside(box):
        bottom = -float("inf")
    return _absolute_block(context, box, containing_block, fixed, bottom, *rest)
