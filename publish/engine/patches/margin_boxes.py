"""Make no boxes for the margins of pages whose style sheets put nothing there.

WeasyPrint 70 computes sixteen boxes for every page before it leaves them out, for a twentieth of
the time that layout takes. Our running heads and folios are stamped on finished pages.
"""

from __future__ import annotations

from collections.abc import Iterable

import weasyprint.layout

from publish.engine.boxes import Box, Context, PageBox, PageRule, Styles

MARGINS = ("@top", "@right", "@bottom", "@left")

_make_margin_boxes = weasyprint.layout.make_margin_boxes


def make_if_any(context: Context, page: PageBox, state: object) -> Iterable[Box]:
    """Make the boxes as WeasyPrint does, if a rule fills any."""
    return _make_margin_boxes(context, page, state) if fill_margins(context.style_for) else ()


def fill_margins(style_for: Styles) -> bool:
    """Tell whether a rule of a document's style sheets fills a box of the margins."""
    known: dict[str, bool] = style_for.__dict__
    if "fill_margins" not in known:
        known["fill_margins"] = any(
            _fills_margin(rule) for sheet, *_ in style_for._sheets for rule in sheet.page_rules
        )
    return known["fill_margins"]


def _fills_margin(rule: PageRule) -> bool:
    _, selectors, declarations = rule
    gives_content = any(name == "content" for name, *_ in declarations)
    return gives_content and any(str(kind).startswith(MARGINS) for _, kind, _ in selectors)
