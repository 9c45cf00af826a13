"""Indent the first lines of right-to-left paragraphs at their right, where they begin.

WeasyPrint 70 keeps room for `text-indent` at the left of a line whatever its direction, so that
a paragraph of Hebrew or Arabic would be indented at the end of its first line, and a speaker's
name would not stand out. CSS has the indent at the line's start (CSS Text 3 clause 8.1).
Kozea/WeasyPrint#106 lists what else is not right yet from right to left.
"""

from __future__ import annotations

from weasyprint.layout import inline

from publish.engine.boxes import Context, LineBox

_text_align = inline.text_align


def align_indented(context: Context, line: LineBox, available_width: float, last: bool) -> float:
    """Align a line as WeasyPrint does, its indent on the side where it begins."""
    offset = _text_align(context, line, available_width, last)
    if line.text_indent and line.style["direction"] == "rtl":
        for child in line.children:
            if not child.is_floated():
                child.translate(-line.text_indent, ignore_floats=True)
    return float(offset)
