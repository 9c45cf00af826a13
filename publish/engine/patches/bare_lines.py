"""Draw a line that holds one text without asking for borders, masks and ellipses, which none has.

A line of a paragraph's own style has the style of a box without an element: no border, nothing
behind it (CSS 2.1 clause 9.2.1.1; `bare_boxes.py`). WeasyPrint 70 asks for each of these, and
marks the text's place among the tags in several steps.
"""

from __future__ import annotations

from weasyprint import draw
from weasyprint.css import AnonymousStyle
from weasyprint.formatting_structure import boxes

from publish.engine.boxes import LineBox
from publish.engine.glyphs import DrawingStream

_draw_inline_level = draw.draw_inline_level


def draw_bare_line(stream: DrawingStream, page: object, box: LineBox, *rest: object) -> None:
    """Draw a line of one text; anything else as WeasyPrint does."""
    is_bare = type(box) is boxes.LineBox and type(box.style) is AnonymousStyle and not rest
    text = box.children[0] if is_bare and len(box.children) == 1 else None
    if text is None or type(text) is not boxes.TextBox or box.background is not None:
        _draw_inline_level(stream, page, box, *rest)
        return
    tags, content = stream._tags, stream.stream
    if tags is not None:
        number = len(tags)
        tags[text] = {"tag": "Span", "mcid": number}
        content.append(b"/Span\n<</MCID %d>>\nBDC" % number)
    aside = text.position_x - box.position_x
    draw.draw_text(stream, text, aside, box.text_overflow, box.block_ellipsis)
    if tags is not None:
        content.append(b"EMC")
