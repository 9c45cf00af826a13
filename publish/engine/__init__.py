"""The only door to WeasyPrint: bare XHTML in, laid-out and drawn pages out.

Outside this folder nothing imports WeasyPrint, and nothing sees its boxes. The door offers:

- `open_resources`, `reopen_resources` -> LayoutResources: fonts, styles and images, read once;
  `parse_house_sheets`, `read_hyphens` and `ShippedFonts` read some of it ahead
- `lay_out` -> Laid: a division's pages with the record of each; of a long one a `Window` at a time
- `draw` -> DrawnDivision: these pages as a PDF, its fonts still to come
- `keep_words`, `recall_words`: what is known of a division's words, for its next layout
- `draw_html`, `draw_alone`: one page by itself, as a finished PDF
- `extent_of`, `first_lines`, `begins_with`, `shows`, `empty_share`: what is where
- `style_faults`: what it passes over in a style sheet
- `teach`: all of WeasyPrint read, and its patches (`patches/table.py`) applied

WeasyPrint takes tenths of a second to import, so that each name is looked up when it is first asked
for. Modules of this folder that do without WeasyPrint are imported as they are: WITHOUT_WEASYPRINT.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from publish.engine.version import need_weasyprint

if TYPE_CHECKING:
    from publish.engine.drawing import draw
    from publish.engine.layout import Laid, lay_out
    from publish.engine.margin_notes import other_side
    from publish.engine.one_page import draw_alone, draw_html
    from publish.engine.page_contents import (
        begins_with,
        empty_share,
        extent_of,
        first_lines,
        shows,
    )
    from publish.engine.paragraphs.drawn_words import keep_words, recall_words
    from publish.engine.passed_over import StyleFault, style_faults
    from publish.engine.patches.long_layout import Window
    from publish.engine.resources import (
        LayoutResources,
        open_resources,
        parse_house_sheets,
        read_hyphens,
        reopen_resources,
    )
    from publish.engine.shipped_fonts import ShippedFonts
    from publish.engine.teaching import teach

__all__ = [
    "Laid",
    "LayoutResources",
    "ShippedFonts",
    "StyleFault",
    "Window",
    "begins_with",
    "draw",
    "draw_alone",
    "draw_html",
    "empty_share",
    "extent_of",
    "first_lines",
    "keep_words",
    "lay_out",
    "open_resources",
    "other_side",
    "parse_house_sheets",
    "read_hyphens",
    "recall_words",
    "reopen_resources",
    "shows",
    "style_faults",
    "teach",
]

WITHOUT_WEASYPRINT = frozenset(
    "declarations deferred drawn kept_words layout_inputs parsed_sheets places selectors tree "
    "tree_names version".split()
)

_MODULES = {
    "drawing": ("draw",),
    "layout": ("Laid", "lay_out"),
    "margin_notes": ("other_side",),
    "paragraphs.drawn_words": ("keep_words", "recall_words"),
    "one_page": ("draw_alone", "draw_html"),
    "page_contents": ("begins_with", "empty_share", "extent_of", "first_lines", "shows"),
    "patches.long_layout": ("Window",),
    "resources": (
        "LayoutResources",
        "open_resources",
        "parse_house_sheets",
        "read_hyphens",
        "reopen_resources",
    ),
    "shipped_fonts": ("ShippedFonts",),
    "passed_over": ("StyleFault", "style_faults"),
    "teaching": ("teach",),
}
"""The module that each name comes from, written once more for who runs and does not check types."""

_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    """Look a name up; raises MachineError CLI-003 where WeasyPrint is lacking or does not fit."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from publish.engine.declarations import declare

    with need_weasyprint():
        from publish.engine.parsed_sheets import import_weasyprint
        from publish.engine.selectors import defer_selectors

        declare()  # before any of WeasyPrint is imported, which would parse them
        defer_selectors()
        import_weasyprint()
        found = globals()[name] = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    return found
