"""End a page one line early where a repair says so, and never earlier.

CSS has no word for a page that leaves one line more of a paragraph to the next than it must. The
repair sets `widows` (CSS Fragmentation 3 clause 3.3) to as many lines as the next page is to have.
When the text before it was edited, the page may end elsewhere in the paragraph, and `widows` would
take many lines off it. So it is heard only where it takes one; else it is what it is around it.
"""

from __future__ import annotations

from weasyprint.layout import block

from publish.engine.boxes import Box, Context, LineBox
from publish.engine.tree_names import CARRY

_break_line = block._break_line


def break_a_line_early(
    context: Context, box: Box, line: LineBox, lines: list[Box], needed: int, *rest: object
) -> object:
    """Do as WeasyPrint does; `needed` are the lines that it takes off the page for the next."""
    if needed and box.element is not None and box.element.get(CARRY):
        usual = max(0, needed - box.style["widows"] + box.style.parent_style["widows"])
        needed = needed if needed == usual + 1 else usual
    return _break_line(context, box, line, lines, needed, *rest)
