"""The styles of a PDF: the sheets of styles/, the page's geometry, the fonts, the manuscript's."""

from __future__ import annotations

from collections.abc import Callable

from publish.engine.tree_names import TURNED
from publish.house.page.geometry import Geometry
from publish.house.stylesheets import COMMON, OWN, read_stylesheets
from publish.model.edition import Edition
from publish.model.publication import Publication

LONG_PAGE = 800_000
"""Points: the height of the page on which passages are measured that are to face each other."""


def sheets_of(
    publication: Publication,
    edition: Edition,
    geometry: Geometry,
    fonts: str,
    theme: str,
    *,
    turned: bool,
) -> list[str]:
    """List the sheets in the order of the cascade; the book's own come last.

    `fonts` says which families text is set in, `theme` how it looks besides; the house's sheets
    are `turned` where some text runs from right to left. What the manuscript says of looks (TEI
    chapter 1.3.1.1.3) goes before the house's sheets for print, but behind those that EPUBs share.
    """
    turn = _turner() if turned else str
    sheets = [
        *map(turn, read_stylesheets(edition, *COMMON)),
        publication.author_styles,
        page_rules(geometry, publication.direction),
        fonts,
        *map(turn, read_stylesheets(edition, "print")),
        turn(theme),
        *read_stylesheets(edition, OWN),
    ]
    return [sheet for sheet in sheets if sheet]


def _turner() -> Callable[[str], str]:
    from publish.write.pdf.prepare.mirrored import mirrored  # and with it a parser of CSS

    return mirrored


def page_rules(geometry: Geometry, direction: str) -> str:
    """Write the page's measures as CSS Paged Media; every page is laid out as a recto."""
    g = geometry
    left, right = (g.outer, g.inner) if direction == "rtl" else (g.inner, g.outer)
    turned = (
        f"@page {TURNED} {{ size: {g.trim.height:.3f}pt {g.trim.width:.3f}pt;"
        f" margin: {left:.3f}pt {g.top:.3f}pt {right:.3f}pt {g.foot:.3f}pt; }}\n"
        f"@page {TURNED} {{ @footnote {{ max-height: {0.8 * g.measure:.3f}pt; }} }}\n"
        f".{TURNED} {{ page: {TURNED}; --depth: {g.measure - 0.1:.3f}pt; }}\n"
    )
    return (
        f"@page {{ size: {g.trim.width:.3f}pt {g.trim.height:.3f}pt;"
        f" margin: {g.top:.3f}pt {right:.3f}pt {g.foot:.3f}pt {left:.3f}pt; }}\n"
        f"@page {{ @footnote {{ max-height: {0.8 * g.depth:.3f}pt; }} }}\n"
        f"html {{ font-size: {g.font_size:.3f}pt; line-height: {g.leading:.3f}pt; }}\n"
        f":root {{ --depth: {g.depth - 0.1:.3f}pt; --beside: {g.beside:.3f}pt; }}\n"
        f"@page measured-passages {{ size: {g.trim.width:.3f}pt {LONG_PAGE}pt; }}\n"
        f"@page measured-passages {{ @footnote {{ max-height: {LONG_PAGE}pt; }} }}\n"
        f".measured-passages {{ page: measured-passages; }}\n"
        f"{turned}"
    )
