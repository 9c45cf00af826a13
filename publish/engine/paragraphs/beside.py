"""How wide lines are beside what floats, as an initial does, from the first of a page on."""

from __future__ import annotations

from weasyprint.text.line_break import strut

from publish.engine.boxes import Box, Context, LineBox

BEGINS = "begins_at"
"""The attribute of a paragraph's box that tells where its lines of this page begin: a place in the
paragraph, and one on the page."""

NARROW = 14
"""In measures of fewer em than this, as in cells, a word must be divided where it can, and lines
are filled one by one."""

MOST = 200
"""Lines beside floats that are looked at."""

A_LITTLE = 0.05
"""CSS pixels by which a float may reach into a line."""


def widths_beside(context: Context, linebox: LineBox, holder: Box) -> tuple[float, ...]:
    """Return the widths of the lines beside floats; none where nothing is beside the first."""
    _, top = linebox.__dict__.get(BEGINS, (None, 0.0))
    shapes = [shape for shape in context.excluded_shapes if _bottom(shape) > top + A_LITTLE]
    height = float(strut(linebox.style)[0])
    widths: list[float] = []
    while height and shapes and len(widths) < MOST:
        near = [shape for shape in shapes if shape.position_y < top + height - A_LITTLE]
        widths.append(_width(near, holder, is_ltr=linebox.style["direction"] == "ltr"))
        top += height
        shapes = [shape for shape in shapes if _bottom(shape) > top + A_LITTLE]
    return tuple(widths)


def width_beside(context: Context, linebox: LineBox, holder: Box) -> float | None:
    """Return the width of the line that is made now; None where nothing is beside it."""
    top = linebox.position_y
    bottom = top + strut(linebox.style)[0]
    near = [
        shape
        for shape in context.excluded_shapes
        if _bottom(shape) > top + A_LITTLE and shape.position_y < bottom - A_LITTLE
    ]
    return _width(near, holder, is_ltr=linebox.style["direction"] == "ltr") if near else None


def top_of_line(linebox: LineBox, number: int) -> float:
    """Return where on the page a line of the paragraph stands, counted from the page's first."""
    _, top = linebox.__dict__[BEGINS]
    return float(top + number * strut(linebox.style)[0])


def _bottom(shape: Box) -> float:
    return shape.position_y + shape.margin_height()


def _width(shapes: list[Box], holder: Box, *, is_ltr: bool) -> float:
    """Return the width that is left between what floats at the left and at the right."""
    left = holder.content_box_x()
    right = left + holder.width
    at_left = {"left", "inline-start" if is_ltr else "inline-end"}
    for shape in shapes:
        if shape.style["float"] in at_left:
            left = max(left, shape.position_x + shape.margin_width())
        else:
            right = min(right, shape.position_x)
    return max(0.0, right - left)
