"""The style sheets of an EPUB: the looks that ship, a theme over them, the book's own last."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import structs

from publish.house.css_faults import rules_named
from publish.house.font_names import asked_in
from publish.house.fonts import Family
from publish.house.own_fonts import read_own_fonts
from publish.house.stylesheets import (
    COMMON,
    OWN,
    read_own_stylesheets,
    read_stylesheets,
    read_theme,
)
from publish.model.edition import Edition
from publish.model.finding import Finding, Place, PublishError, say_path
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
    own = map(without_pages, read_stylesheets(edition, OWN))
    sheet = "\n".join([publication.author_styles, *own])
    if sheet.strip():
        sheets[OWN] = sheet
    return sheets, []


def fonts_of(edition: Edition) -> tuple[Family | None, list[Family]]:
    """Return the text's family, where the edition names one, and those that own.css names."""
    fonts = read_own_fonts(edition)
    own = "\n".join(read_stylesheets(edition, OWN))
    named = [fonts.find(name) for names, _ in asked_in(own) for name in names[:1]]
    return fonts.chosen(edition.epub.font), [family for family in named if family is not None]


def without_pages(sheet: str) -> str:
    """Blank the @page rules of a sheet: they are for paper, and EPUBCheck cannot read all of them.

    CSS Paged Media 3 has boxes in the margins of a page; a reading system has none. Lines stay.
    """
    for start, end in reversed(rules_named(sheet, "page")):
        sheet = sheet[:start] + "\n" * sheet.count("\n", start, end) + sheet[end:]
    return sheet


def at_home(
    findings: Iterable[Finding], publication: Publication, edition: Edition
) -> list[Finding]:
    """Point at the author's own.css where findings name the one inside the EPUB."""
    sheets = read_own_stylesheets(edition, OWN)
    before = publication.author_styles.count("\n") + 1
    return [_at_home(each, before, say_path(sheets[0][0])) if sheets else each for each in findings]


def _at_home(finding: Finding, before: int, file_name: str) -> Finding:
    place = finding.place
    is_own = place is not None and place.file.endswith(f"/css/{OWN}.css")
    if place is None or not is_own or (place.line or 0) <= before:
        return finding
    line = (place.line or 0) - before
    return structs.replace(finding, place=Place(file_name, line, place.column))
