"""The used lengths of a box are those of its style and of what holds it, and found once for both.

WeasyPrint 70 works out twenty lengths anew for each block on each page and each element of a line.
Those of one style are alike wherever what holds them has the same size (CSS 2.1 clause 8). What
stands in grids and flexible boxes has its sizes changed in its style, so that these count, too.
"""

from __future__ import annotations

from weasyprint.layout import percent

from publish.engine.boxes import Box
from publish.engine.computed_style import Size

_resolve = percent.resolve_percentages

_SIDES = ("top", "right", "bottom", "left")
_SIZES: tuple[Size, ...] = (
    "width",
    "height",
    "min_width",
    "min_height",
    "max_width",
    "max_height",
)
_LENGTHS = (
    *(f"margin_{side}" for side in _SIDES),
    *(f"padding_{side}" for side in _SIDES),
    *(f"border_{side}_width" for side in _SIDES),
    *_SIZES,
)


def resolve_once(box: Box, containing_block: Box | tuple[float, float]) -> None:
    """Set the used lengths of a box."""
    holder, style = containing_block, box.style
    width, height = holder if isinstance(holder, tuple) else (holder.width, holder.height)
    known: dict[object, dict[str, object]] = style.__dict__.setdefault("used_lengths", {})
    key = (width, height, *map(style.__getitem__, _SIZES))
    lengths = known.get(key)
    if lengths is not None:
        box.__dict__.update(lengths)
        return
    _resolve(box, containing_block)
    if style["border_collapse"] != "collapse":  # of which a table's cells have their own
        known[key] = {name: box.__dict__[name] for name in _LENGTHS}
