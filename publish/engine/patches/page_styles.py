"""Compute the styles of a page once for all pages of its kind.

WeasyPrint 70 computes some twenty styles for every page it makes, those of its margins among them:
nine of ten styles of a novel. Pages of one side and name have the same, unless a rule asks for
their numbers (`:nth()`, CSS GCPM 3 clause 4.2).
"""

from __future__ import annotations

from weasyprint.layout import page

from publish.engine.boxes import PageType, Styles, Tree
from publish.engine.computed_style import Style

_set_styles = page.set_page_type_computed_styles


def set_once_for_a_kind(kind: PageType, html: Tree, style_for: Styles) -> None:
    """Compute the styles as WeasyPrint does, or take those of an earlier page."""
    kept: dict[tuple[object, ...], dict[str | None, Style]]
    kept = style_for.__dict__.setdefault("styles_of_pages", {})
    alike = kind.side, kind.blank, kind.name, kind.index == 0
    computed = style_for.get_computed_styles()
    if alike in kept:
        computed.update({(kind, part): style for part, style in kept[alike].items()})
        return
    _set_styles(kind, html, style_for)
    if not _asks_for_numbers(style_for):
        kept[alike] = {part: style for (owner, part), style in computed.items() if owner == kind}


def _asks_for_numbers(style_for: Styles) -> bool:
    return any(
        pages.index is not None
        for sheet, *_ in style_for._sheets
        for _, selectors, _ in sheet.page_rules
        for _, _, pages in selectors
    )
