"""Whether the fonts that a book asks for are there, and may be used: never another in silence."""

from __future__ import annotations

from collections.abc import Iterator

from publish.house.font_names import Names, asked_in
from publish.house.fonts import Family, text_family
from publish.house.own_fonts import OwnFonts, permission_faults, read_own_fonts
from publish.house.stylesheets import COMMON, OWN, read_own_stylesheets
from publish.model.edition import Edition
from publish.model.finding import Finding, Place, PublishError, error, say_path, warning

KEYS = (("print", "font"), ("print", "heading_font"), ("epub", "font"))


def check_fonts(edition: Edition) -> list[Finding]:
    """Check the fonts that edition.toml and the book's own sheets name.

    Codes: WRI-212 a family that is not known, WRI-213 a file that cannot be used, WRI-214 one
    whose maker forbids it.
    """
    fonts = read_own_fonts(edition)
    findings = list(fonts.findings)
    used: dict[Family, Place | None] = {}
    for table, key in KEYS:
        name, place = getattr(getattr(edition, table), key), edition.place(table, key)
        family = fonts.chosen(name)
        if family is not None:
            used.setdefault(family, place)
            findings += _without_italics(family, key, place)
        elif name:
            message = f"{table}.{key} names the font {name!r}, which is not known"
            findings.append(error("WRI-212", message, place, _hint(fonts)))
    if edition.epub.font and not edition.epub.embed_fonts:
        message = f"epub.font names {edition.epub.font!r}, and epub.embed_fonts brings none along"
        hint = "take embed_fonts = false out, or the font"
        findings.append(warning("WRI-212", message, edition.place("epub", "font"), hint))
    for names, place in _asked(edition):
        findings += _unknown(names, place, fonts)
        family = fonts.stands_for(names)
        if family is not None:
            used.setdefault(family, place)
    for family, place in used.items():
        for fault in permission_faults(family, fonts):
            hint = "its licence may say otherwise; else take another font"
            findings.append(error("WRI-214", fault, place, hint))
    return findings


def _without_italics(family: Family, key: str, place: Place | None) -> Iterator[Finding]:
    """Report a face for text that cannot show what is stressed: WRI-216."""
    if key == "font" and not any(face.is_italic for face in family.faces):
        message = f"the font {family.name!r} has no italics; what is in italics stands upright"
        hint = "put the file of its italics into fonts/ of the book, or take another font"
        yield warning("WRI-216", message, place, hint)


def _asked(edition: Edition) -> Iterator[tuple[Names, Place]]:
    """Yield what the book's own sheets ask for, and where."""
    for name in (*COMMON, "print", "epub", OWN):
        try:
            sheets = read_own_stylesheets(edition, name)
        except PublishError:  # told where the sheets are checked
            continue
        for path, sheet in sheets:
            for names, at in asked_in(sheet):
                line, column = sheet.count("\n", 0, at) + 1, at - sheet.rfind("\n", 0, at)
                yield names, Place(say_path(path), line, column)


def _unknown(names: Names, place: Place, fonts: OwnFonts) -> Iterator[Finding]:
    """Report the names in front of the first that is known."""
    for name in names:
        if fonts.is_exact(name) or name.startswith("var("):
            return
        family = fonts.stands_for(names) or text_family()
        message = f"the font {name!r} is not known; print is set in {family.name!r} instead"
        yield warning("WRI-212", message, place, _hint(fonts))


def _hint(fonts: OwnFonts) -> str:
    return f"put its files into fonts/ of the book, or name one of {fonts.known()}"
