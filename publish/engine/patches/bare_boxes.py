"""Look for no backgrounds behind lines and texts: what no element was made for has none of its own.

WeasyPrint 70 asks each box of a page for borders, masks, images and shadows that its style might
have. The style of a box without an element is that of its parent, without any of these (CSS 2.1
clause 9.2.1.1); one that `::first-line` has changed is a style of its own. Blocks of one style are
asked once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background

from publish.engine.boxes import Box, PageBox, is_line, is_text

_CORNERS = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)
_SQUARE = dict.fromkeys(_CORNERS, (0, 0))

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
    if style is not None or not (is_line(box) or is_text(box) if is_bare else _is_bare_block(box)):
        _lay_out(page, box, get_image, layout_children, style)
        return
    if not is_bare:
        box.__dict__.update(_SQUARE)
    box.__dict__["background"] = None
    if layout_children:
        for child in box.children:
            lay_out_if_any(page, child, get_image)


def _is_bare_block(box: Box) -> bool:
    """Tell whether a simple block has nothing behind it and square corners."""
    if type(box) is not boxes.BlockBox:
        return False
    known: bool | None = box.style.__dict__.get("is_bare")
    if known is None:
        settings = cast("Mapping[str, Any]", box.style)
        known = box.style.__dict__["is_bare"] = _is_bare(settings)
    return known


def _is_bare(style: Mapping[str, Any]) -> bool:
    return bool(
        style["visibility"] != "hidden"
        and all(style[corner] == ((0, "px"), (0, "px")) for corner in _CORNERS)
        and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and all(kind == "none" for kind, _ in style["background_image"])
        and get_color(style, "background_color").alpha == 0
        and not style["box_shadow"]
    )
