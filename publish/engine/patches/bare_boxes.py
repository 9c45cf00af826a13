"""Look for no backgrounds behind lines and texts: what no element was made for has none of its own.

WeasyPrint 70 asks each box of a page for borders, masks, images and shadows that its style might
have. The style of a box without an element is that of its parent, without any of these (CSS 2.1
clause 9.2.1.1); one that `::first-line` has changed is a style of its own.
"""

from __future__ import annotations

from weasyprint.layout import background

from publish.engine.boxes import Box, PageBox, is_line, is_text

_lay_out = background.layout_box_backgrounds


def lay_out_if_any(
    page: PageBox,
    box: Box,
    get_image: object,
    layout_children: bool = True,
    style: object = None,
) -> None:
    """Lay backgrounds out as WeasyPrint does, where there may be some."""
    parent = box.style.parent_style
    is_bare = parent is not None and box.style is parent.__dict__.get("anonymous_style")
    if not is_bare or style is not None or not (is_line(box) or is_text(box)):
        _lay_out(page, box, get_image, layout_children, style)
        return
    box.__dict__["background"] = None
    if layout_children:
        for child in box.children:
            lay_out_if_any(page, child, get_image)
