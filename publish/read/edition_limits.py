"""Whether what edition.toml decides can be made: measures, styles, profiles, pictures, numbers.

What a word may be is known where it is used; here each is tried, and what is said against it gets
the place of its key.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import structs

from publish.house.covers import read_design, read_ground, read_logo, read_picture
from publish.house.isbn import check_isbn, thirteen_figures
from publish.house.note_signs import KINDS, read_series
from publish.house.page.folding import SCHEMES
from publish.house.page.geometry import read_bleed, read_canon, read_geometry, read_measures
from publish.house.page.measure import read_length, read_trim
from publish.house.page.press import read_ink_limit, read_profile
from publish.house.page.printer import printer_of
from publish.house.print_theme import read_print_theme
from publish.house.stylesheets import read_theme
from publish.model.edition import Edition
from publish.model.finding import Finding, PublishError, error
from publish.read.edition_file import EditionFile

THICKEST = 2.0
"""Millimetres: board, not paper."""

LARGEST_SIGNATURE = 128

MOST_COLUMNS = 4

PRICE = r"\d{1,9}(\.\d{1,2})?"

PATTERNS: dict[tuple[str, str], tuple[str, str]] = {
    ("text", "references"): (
        r"notes|author-date|[^/\\]+\.csl",
        "write 'notes', 'author-date', or the name of a CSL file in the book's folder",
    ),
    ("onix", "price_epub"): (PRICE, "write a sum, such as '4.99'"),
    ("onix", "price_print"): (PRICE, "write a sum, such as '14.90'"),
    ("onix", "currency"): ("[A-Z]{3}", "write it by ISO 4217, such as 'EUR'"),
    ("onix", "countries"): ("[A-Z]{2}", "write it by ISO 3166, such as 'DE'"),
    ("epub", "search_keys"): (
        r"auto|none|[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*( [A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)*",
        "write the languages by their tags, such as 'la en', or auto, or none",
    ),
    ("onix", "email"): (r"[^@\s]+@[^@\s]+", "write one address"),
}
"""The form that words must have, by table and key, and the repair."""

Trial = Callable[[Edition], object]
"""Tries a choice; raises PublishError where it cannot be."""


def check_limits(file: EditionFile, edition: Edition) -> list[Finding]:
    """Try every choice that the file states, in the edition that came of it.

    Codes: WRI-004 an ISBN, WRI-005 to WRI-007 the cover, WRI-011 the theme, WRI-050 to WRI-052
    the page, WRI-059 the press, REA-043 a number, REA-132 one ISBN for two forms.
    """
    findings: list[Finding] = []
    for table, keys in file.stated.items():
        for key in keys:
            findings += _tried(TRIALS.get((table, key)), edition, file, table, key)
    if "print" in file.stated and not findings:
        findings += _tried(_page, edition, file, "print")
    return findings


def _tried(trial: Trial | None, edition: Edition, file: EditionFile, *keys: str) -> list[Finding]:
    if trial is None:
        return []
    try:
        trial(edition)
    except PublishError as problem:
        place = file.place(*keys)
        return [structs.replace(f, place=f.place or place) for f in problem.findings]
    return []


def _page(edition: Edition) -> None:
    read_geometry(edition.print, edition.book.language)


def _margins(edition: Edition) -> None:
    if edition.print.margins.strip():
        read_measures(edition.print.margins)


def _picture(edition: Edition) -> None:
    if edition.cover.image:
        read_picture(edition)


def _logo(edition: Edition) -> None:
    if edition.cover.logo:
        read_logo(edition)


def _isbn(key: str) -> Trial:
    def trial(edition: Edition) -> None:
        book = edition.book
        findings = check_isbn(getattr(book, key), f"book.{key}")
        number = thirteen_figures(book.isbn_print)
        if key == "isbn_print" and number and number == thirteen_figures(book.isbn_epub):
            message = f"book.isbn_print is the ISBN of the EPUB too, {book.isbn_print}"
            hint = "give each form the number that the agency has given it, or take one out"
            findings.append(error("REA-132", message, hint=hint))
        if findings:
            raise PublishError(*findings)

    return trial


def _multiple(edition: Edition) -> None:
    multiple = edition.print.pages_multiple
    if multiple % 2 or not 2 <= multiple <= LARGEST_SIGNATURE:
        _refuse("print.pages_multiple", multiple, "a leaf has two pages: write 2, 4, 8, 16 or 32")


def _entry_columns(edition: Edition) -> None:
    if not 1 <= edition.print.entry_columns <= MOST_COLUMNS:
        _refuse("print.entry_columns", edition.print.entry_columns, "write 1, 2, 3 or 4")


def _newspaper_columns(edition: Edition) -> None:
    if not 1 <= edition.print.newspaper_columns <= MOST_COLUMNS:
        _refuse("print.newspaper_columns", edition.print.newspaper_columns, "write 1, 2, 3 or 4")


def _initials(edition: Edition) -> None:
    if edition.print.initials not in {0, 2, 3}:
        _refuse("print.initials", edition.print.initials, "write 2 or 3, or 0 for no initials")


def _signature(edition: Edition) -> None:
    """Demand whole sheets in a gathering."""
    signature = edition.print.signature
    scheme = SCHEMES.get(edition.print.imposition, SCHEMES["2-up"])
    if signature % scheme.pages or not 0 <= signature <= LARGEST_SIGNATURE:
        sizes = ", ".join(str(scheme.pages * sheets) for sheets in (1, 2, 4))
        hint = f"a sheet has {scheme.pages} pages: write 0, {sizes} ..."
        _refuse("print.signature", signature, hint)


def _caliper(edition: Edition) -> None:
    caliper = edition.print.paper_caliper_mm
    if not 0 < caliper <= THICKEST:
        hint = "write the thickness of one leaf in millimetres, such as 0.1"
        _refuse("print.paper_caliper_mm", caliper, hint)


def _paper(edition: Edition) -> None:
    printer, paper = printer_of(edition.print), edition.print.paper
    if paper and printer.paper(paper) is None:
        names = ", ".join(each.name for each in printer.papers)
        hint = f"{printer.name} has {names}" if names else "name a print.printer, which has papers"
        _refuse("print.paper", repr(paper), hint)


def _pattern(table: str, key: str) -> Trial:
    form, hint = PATTERNS[table, key]

    def trial(edition: Edition) -> None:
        value = getattr(getattr(edition, table), key)
        for text in [value] if isinstance(value, str) else value:
            if text and not re.fullmatch(form, text, re.ASCII):
                _refuse(f"{table}.{key}", repr(text), hint)

    return trial


def _note_series(edition: Edition) -> None:
    for entry in edition.text.note_series:
        try:
            read_series(entry)
        except ValueError:
            hint = f"write a type or hand and its series ({', '.join(KINDS)}): 'authorial: symbols'"
            _refuse("text.note_series", repr(entry), hint)


def _refuse(name: str, value: object, hint: str) -> None:
    raise PublishError(error("REA-043", f"{name} may not be {value}", hint=hint))


TRIALS: dict[tuple[str, str], Trial] = {
    ("book", "isbn_epub"): _isbn("isbn_epub"),
    ("book", "isbn_print"): _isbn("isbn_print"),
    ("text", "note_series"): _note_series,
    ("epub", "theme"): read_theme,
    ("cover", "image"): _picture,
    ("cover", "design"): read_design,
    ("cover", "colour"): read_ground,
    ("cover", "logo"): _logo,
    ("print", "paper"): _paper,
    ("print", "theme"): read_print_theme,
    ("print", "trim"): lambda edition: read_trim(edition.print.trim),
    ("print", "bleed"): lambda edition: read_bleed(edition.print.bleed),
    ("print", "margins"): _margins,
    ("print", "canon"): lambda edition: read_canon(edition.print.canon),
    ("print", "font_size"): lambda edition: read_length(edition.print.font_size, "font_size"),
    ("print", "leading"): lambda edition: read_length(edition.print.leading, "leading"),
    ("print", "pages_multiple"): _multiple,
    ("print", "initials"): _initials,
    ("print", "entry_columns"): _entry_columns,
    ("print", "newspaper_columns"): _newspaper_columns,
    ("print", "icc_profile"): read_profile,
    ("print", "ink_limit"): read_ink_limit,
    ("print", "paper_caliper_mm"): _caliper,
    ("print", "signature"): _signature,
    **{(table, key): _pattern(table, key) for table, key in PATTERNS},
}
"""What is tried, by table and key; words that are one of a few are edition_file's."""
