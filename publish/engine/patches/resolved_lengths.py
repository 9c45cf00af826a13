"""The used lengths of a line or of what is in one are those of its style and of what holds it.

WeasyPrint 70 works out twenty lengths anew for each paragraph on each page and each element of a
line. Those of one style are alike wherever what holds them has the same size (CSS 2.1 clause 8).
"""

from __future__ import annotations

from weasyprint.formatting_structure import boxes
from weasyprint.layout import percent

from publish.engine.boxes import Box

_resolve = percent.resolve_percentages

_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *(f"margin_{side}" for side in _SIDES),
    *(f"padding_{side}" for side in _SIDES),
    *(f"border_{side}_width" for side in _SIDES),
    *(f"{limit}{size}" for limit in ("", "min_", "max_") for size in ("width", "height")),
)


def resolve_once(box: Box, containing_block: Box | tuple[float, float]) -> None:
    """Set the used lengths of a box."""
    holder = containing_block
    size = (holder.width, holder.height) if isinstance(holder, boxes.Box) else holder
    style = box.style
    known: dict[object, dict[str, object]] = style.__dict__.setdefault("used_lengths", {})
    lengths = known.get(size)
    if lengths is not None:
        box.__dict__.update(lengths)
        return
    _resolve(box, containing_block)
    if style["border_collapse"] != "collapse":  # of which a table's cells have their own
        known[size] = {name: box.__dict__[name] for name in _LENGTHS}
