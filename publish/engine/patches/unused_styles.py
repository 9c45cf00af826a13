"""Compute no styles for markers and note calls of elements that have neither, or empty margins.

WeasyPrint's own style sheet has rules for the six pseudo-elements below, of any element. For each
of them WeasyPrint 70 computes a style of its own, and keeps it as long as the document: two thirds
of the memory that a dictionary takes, and most of the time before its layout begins
(Kozea/WeasyPrint#671 has other books that take too much). So it does for the sixteen boxes in the
margins of each kind of page.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from publish.engine.boxes import Styles
from publish.engine.patches.margin_boxes import MARGINS, fill_margins
from publish.engine.patches.shared_styles import compute_once

OF_NOTES = frozenset(("footnote-call", "footnote-marker"))
OF_ASIDES = frozenset(("note-call", "note-marker", "note-callback"))


def set_if_used(
    self: Styles,
    element: Element,
    parent: Element | None,
    root: Element | None = None,
    pseudo_type: str | None = None,
    **more: object,
) -> None:
    """Compute a style as WeasyPrint does, if layout asks for it."""
    if pseudo_type is None or _is_used(self, element, pseudo_type):
        compute_once(self, element, parent, root, pseudo_type, **more)


def _is_used(style_for: Styles, element: Element, pseudo: str) -> bool:
    """Tell whether layout asks for the style: of a list's entry, a note, a page's margin."""
    if pseudo == "marker":
        cascaded = style_for.get_cascaded_styles()
        generated = {(element, "before"), (element, "after")}  # which may be entries themselves
        is_entry = "list-item" in style_for.get_computed_styles()[element, None]["display"]
        return is_entry or any(key in cascaded for key in generated)
    if pseudo in OF_NOTES:
        return bool(style_for.get_computed_styles()[element, None]["float"] == "footnote")
    if pseudo in OF_ASIDES:
        return bool(style_for.get_computed_styles()[element, None]["position"][0] == "note()")
    return not pseudo.startswith(MARGINS) or fill_margins(style_for)
