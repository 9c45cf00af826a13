"""Lay out a note of the margin in one piece: WeasyPrint 70 breaks one that passes the page's end.

Where it comes to stand is seen to when the page is full (`engine/margin_notes.py`).
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import absolute

_absolute_block = absolute.absolute_block


def is_beside(box: Any) -> bool:
    """Tell whether a box is a note of the margin."""
    return box.element is not None and "beside" in box.element.get("class", "").split()


def lay_out_whole(
    context: Any, box: Any, containing_block: Any, fixed: Any, bottom_space: Any, *rest: Any
) -> Any:
    """Do as WeasyPrint does, and never break a note of the margin over pages."""
    if is_beside(box):
        bottom_space = -float("inf")
    return _absolute_block(context, box, containing_block, fixed, bottom_space, *rest)
