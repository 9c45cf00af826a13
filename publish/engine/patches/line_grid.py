"""Keep lines on the grid: a word in another font does not push its line away from the others.

WeasyPrint 70 takes the baseline of a text box from the tallest font in it, so that a Hebrew word
in an English line makes that line higher although `line-height` is fixed. CSS wants the leading
shared by the strut (CSS 2.1 clause 10.8.1): the baseline is taken from there. The same was reported
in Kozea/WeasyPrint#931.

The strut of each element's style is asked for at every line; it is kept with the style.
"""

from __future__ import annotations

from weasyprint.layout import inline
from weasyprint.text.line_break import strut

from publish.engine.boxes import Box, Context, TextBox
from publish.engine.computed_style import Style

_split_text_box = inline.split_text_box


def split_on_grid(
    context: Context, box: Box, *rest: object, **options: object
) -> tuple[TextBox | None, int | None, bool]:
    """Split a text as WeasyPrint does, its baseline where the strut has it."""
    made: TextBox | None
    made, resume_at, is_broken = _split_text_box(context, box, *rest, **options)
    if made is not None and made.style["line_height"] != "normal":
        made.baseline = strut_of(made.style)[1]
    return made, resume_at, is_broken


def strut_of(style: Style) -> tuple[float, float]:
    """Return the height of a style's lines, and its baseline below their top."""
    known: tuple[float, float] | None = style.__dict__.get("strut")
    if known is None:
        known = style.__dict__["strut"] = strut(style)
    return known
