"""Keep WeasyPrint 70 from losing a footnote, breaking its lines, setting it over and over.

Where a line fits on a page only after notes already there were put off to the next page,
WeasyPrint takes the line and forgets the line's own notes (`layout/block.py`,
`_linebox_layout`). The lines it has taken are looked through once more here.

Whenever a note joins or leaves a page, WeasyPrint lays out all the notes of that page again, a
second for each page that has a dozen. A note's height does not depend on its neighbours (our
styles give notes no margins that could fall together), so it is measured once.

White space in footnotes is never folded (CSS Text 3 clause 4.1), nor their text transformed: a
line end in the manuscript would end the printed line. It is folded here.
"""

from __future__ import annotations

from typing import Any

import weasyprint.document
from weasyprint.formatting_structure import build
from weasyprint.layout import LayoutContext, block

_lay_out_lines = block._linebox_layout
_build_boxes = build.build_formatting_structure


def _build_boxes_of_notes_too(*given: Any) -> Any:
    """Do as WeasyPrint does, then fold the white space of the notes, which it collects last."""
    root = _build_boxes(*given)
    for note in given[-1]:
        note.process_whitespace()
        note.process_text_transform()
    return root


def lay_out_lines_with_notes(
    context: Any, box: Any, index: int, child: Any, new_children: list[Any], *rest: Any
) -> Any:
    """Do as WeasyPrint does, then set or put off the notes that it has passed over."""
    before = len(new_children)
    result = _lay_out_lines(context, box, index, child, new_children, *rest)
    abort, *_, laid_out, _max_lines = result
    if context.footnotes and not abort:
        for line in new_children[before:]:
            for descendant in line.descendants():
                note = descendant.footnote
                if note is not None and note in context.footnotes:
                    context.layout_footnote(note)
                    context.report_footnote(note)
                    laid_out.append(note)
    return result


def _update_area(context: Any) -> bool:
    """Fit the foot of the page to its notes; tell whether they are more than it may hold."""
    area = context.current_footnote_area
    if area.height != "auto" and not context.in_column:
        context.page_bottom += area.margin_height()
    area.children = context.current_page_footnotes
    height = sum(_height(context, note) for note in area.children)
    area.height = min(height, area.max_height)
    if not context.in_column:
        context.page_bottom -= area.margin_height()
    return bool(height > area.max_height)


def _height(context: Any, note: Any) -> float:
    heights: dict[Any, float] = context.__dict__.setdefault("note_heights", {})
    if note not in heights:
        area = context.current_footnote_area
        area.children = [note]
        alone = build.create_anonymous_boxes(area.deepcopy())
        area.children = context.current_page_footnotes
        laid_out = block.block_level_layout(context, alone, -float("inf"), None, area.page)[0]
        last = laid_out.children[-1]
        heights[note] = last.position_y + last.margin_height() - laid_out.content_box_y()
    return heights[note]


def keep_footnotes() -> None:
    """Have WeasyPrint set every note; calling it again changes nothing."""
    weasyprint.document.build_formatting_structure = _build_boxes_of_notes_too
    block._linebox_layout = lay_out_lines_with_notes
    LayoutContext._update_footnote_area = _update_area
