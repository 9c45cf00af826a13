"""The style sheets of an EPUB: the looks that ship, a theme over them, the book's own last."""

from __future__ import annotations

from publish.house.stylesheets import COMMON, OWN, read_stylesheets, read_theme
from publish.model.edition import Edition
from publish.model.finding import Finding, PublishError
from publish.model.publication import Publication

FONTS = "fonts"
"""The name of the sheet that declares the fonts; it is made when the text is known."""

PAGED = "paged"
"""That of the sheet which old readers cannot read, and do without."""


def style_sheets(
    publication: Publication, edition: Edition
) -> tuple[dict[str, str], list[Finding]]:
    """Gather the sheets by name in the order of the cascade; that of the fonts is empty as yet.

    What comes from the manuscript and the book's own folder is a sheet of its own, so that
    EPUBCheck's complaints of it name it. Code: WRI-011 no such theme.
    """
    sheets = {FONTS: ""} if edition.epub.embed_fonts else {}
    try:
        theme = read_theme(edition)
    except PublishError as problem:
        return sheets, problem.findings
    sheets["book"] = "\n".join([*read_stylesheets(edition, *COMMON, "epub"), theme])
    sheets[PAGED] = "\n".join(read_stylesheets(edition, PAGED))
    own = "\n".join([publication.author_styles, *read_stylesheets(edition, OWN)])
    if own.strip():
        sheets[OWN] = own
    return sheets, []
