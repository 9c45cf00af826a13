"""Make no boxes for the margins of pages whose style sheets put nothing there.

WeasyPrint 70 computes sixteen boxes for every page before it leaves them out, for a twentieth of
the time that layout takes. Our running heads and folios are stamped on finished pages.
"""

from __future__ import annotations

from collections.abc import Iterable

import weasyprint.layout

from publish.engine.boxes import Box, Context, PageBox, PageRule

MARGINS = ("@top", "@right", "@bottom", "@left")

_make_margin_boxes = weasyprint.layout.make_margin_boxes


def make_if_any(context: Context, page: PageBox, state: object) -> Iterable[Box]:
    """Make the boxes as WeasyPrint does, if a rule fills any."""
    known = context.__dict__
    if "has_margin_boxes" not in known:
        known["has_margin_boxes"] = any(
            _fills_margin(rule)
            for sheet, *_ in context.style_for._sheets
            for rule in sheet.page_rules
        )
    return _make_margin_boxes(context, page, state) if known["has_margin_boxes"] else ()


def _fills_margin(rule: PageRule) -> bool:
    _, selectors, declarations = rule
    gives_content = any(name == "content" for name, *_ in declarations)
    return gives_content and any(str(kind).startswith(MARGINS) for _, kind, _ in selectors)
