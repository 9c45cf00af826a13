"""The style sheets of an EPUB: the looks that ship, a theme over them, the book's own last."""

from __future__ import annotations

from publish.edition import Edition
from publish.finding import Finding, error
from publish.publication import Publication
from publish.stylesheets import COMMON, OWN, read_stylesheets, sheet_names

FONTS = "fonts"
"""The name of the sheet that declares the fonts; it is made when the text is known."""


def style_sheets(
    publication: Publication, edition: Edition
) -> tuple[dict[str, str], list[Finding]]:
    """Gather the sheets by name in the order of the cascade; that of the fonts is empty as yet.

    What comes from the manuscript and the book's own folder is a sheet of its own, so that
    EPUBCheck's complaints of it name it. Code: WRI-011 no such theme.
    """
    sheets = {FONTS: ""} if edition.epub.embed_fonts else {}
    theme = read_stylesheets(edition, f"themes/{edition.epub.theme}")
    if not theme:
        return sheets, [_no_theme(edition)]
    sheets["book"] = "\n".join([*read_stylesheets(edition, *COMMON, "epub"), *theme])
    own = "\n".join([publication.author_styles, *read_stylesheets(edition, OWN)])
    if own.strip():
        sheets[OWN] = own
    return sheets, []


def _no_theme(edition: Edition) -> Finding:
    hint = f"name one of {', '.join(sheet_names(edition, 'themes'))} as epub.theme"
    return error("WRI-011", f"there is no theme {edition.epub.theme!r}", hint=hint)
