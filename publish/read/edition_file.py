"""edition.toml: what the editor decides, laid over what the teiHeader tells."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct, structs

from publish.house.authorities import authorities, person_record
from publish.house.isbn import is_issn
from publish.house.language.tag import language_tag
from publish.house.page.folding import SCHEMES
from publish.house.page.press import VARIANTS
from publish.house.page.printer import printer_ids, with_defaults
from publish.house.page.reading_variants import ARCHIVE_VARIANTS, SCREEN_VARIANTS
from publish.house.person_names import parse_name
from publish.model.edition import Book, Contributor, Edition, slug_of
from publish.model.finding import Place
from publish.model.lazy_pattern import lazy_pattern
from publish.model.purpose import Purpose
from publish.read.people import role_code
from publish.read.toml_file import TomlFile, read_toml
from publish.read.toml_schema import Tables

NOT_THE_AUTHORS = ("folder", "repairs", "answers", "places")
"""Fields of an edition that the reader sets."""
CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("text", "line_ends"): ("flow", "keep"),
    ("text", "letter_order"): ("date", "source"),
    ("text", "apparatus"): ("auto", "notes", "foot"),
    ("text", "apparatus_by"): ("line", "section"),
    ("text", "page_witnesses"): ("auto", "always", "never"),
    ("style", "quotes"): ("curl", "keep"),
    ("style", "dashes"): ("convert", "em", "en", "keep"),
    ("text", "translation"): ("after", "columns", "facing"),
    ("text", "section_numbers"): ("line", "margin", "none"),
    ("text", "sections"): ("auto", "run-on", "apart"),
    ("epub", "translation"): ("passages", "chapters"),
    ("epub", "accessibility"): ("1.1", "1.2"),
    ("epub", "page_list"): ("auto", "pb", "pdf", "none"),
    ("print", "printer"): printer_ids(),
    ("print", "chapter_opens"): ("auto", "recto", "page", "any"),
    ("print", "notes"): ("foot", "end"),
    ("print", "note_numbers"): ("chapter", "page"),
    ("print", "line_numbers"): ("beside", "margin", "page", "section"),
    ("print", "link_pages"): ("auto", "all", "none"),
    ("print", "link_addresses"): ("auto", "all", "none"),
    ("print", "variant"): tuple(VARIANTS),
    ("print", "screen_variant"): tuple(SCREEN_VARIANTS),
    ("print", "archive_variant"): tuple(ARCHIVE_VARIANTS),
    ("print", "imposition"): tuple(SCHEMES),
    ("book", "tdm"): ("", "reserved", "allowed"),
    ("onix", "release"): ("3.0", "3.1"),
    ("onix", "binding"): ("paperback", "hardback"),
    ("onix", "availability"): ("available", "in-stock", "to-order", "print-on-demand", "not-yet"),
    ("onix", "audience"): (
        "general",
        "children",
        "teenage",
        "schools",
        "university",
        "scholarly",
    ),
}
"""Words that a key may have, where edition.py lists them."""
OUTPUTS = tuple(purpose.value for purpose in Purpose)
FILE_STEM = lazy_pattern(r"(?!\.)[^/\\\x00-\x1f\x7f]+")
"""No folder, so that no output leaves dist/."""
DOI = lazy_pattern(r"10\.\d{4,9}/\S{1,200}")
"""As Crossref takes them (common5.5.0.xsd, `doi_t`)."""
DOI_RESOLVER = lazy_pattern(r"(https?://(dx\.)?doi\.org/|doi:)", re.IGNORECASE)
WEB_PAGE = lazy_pattern(r"https?://[^\s/]+\.\S+")
ACCESS_FORMS = (
    ("email", r"[^@\s]+@[^@\s]+", "write one address"),
    ("report", r"https?://\S+", "write the address of a page, such as https://example.com/report"),
)
"""The form that words of [book.access] must have, and the repair."""
DATES = ("date", "modified")
DATE = lazy_pattern(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


class EditionFile(Struct, frozen=True):
    """What an edition.toml says: an edition, and the keys that stand in the file, by table."""

    path: Path
    edition: Edition
    stated: dict[str, tuple[str, ...]]
    """`{"print": ("trim", "bleed"), "slug": ()}`: a key outside the tables has no keys below."""
    file: TomlFile

    def place(self, *keys: str) -> Place:
        """Tell where a key stands in the file."""
        return self.file.place(*keys)

    def over(self, edition: Edition) -> Edition:
        """Lay what the file states over an edition made from the header."""
        changed = {}
        for name, keys in self.stated.items():
            said = getattr(self.edition, name)
            table = {key: getattr(said, key) for key in keys}
            base = getattr(edition, name)
            if name == "print":
                chosen = {key: table[key] for key in ("printer", "paper") if key in table}
                base = with_defaults(structs.replace(base, **chosen), ())
            changed[name] = structs.replace(base, **table) if keys else said
        merged = structs.replace(edition, **changed)
        slug = self.edition.slug or slug_of(merged.book.title)
        slug = edition.slug if slug == slug_of("") else slug
        places = {**edition.places, **self.file.all_places()}
        return structs.replace(merged, slug=slug, places=places)


def read_edition(path: Path, home: Path | None = None) -> EditionFile:
    """Read an edition.toml, that of a book from its folder `home`.

    Raises PublishError with all its slips: REA-040 not TOML, REA-041 an unknown key, REA-042 a
    value of the wrong type, REA-043 one that is not allowed, REA-044 a missing key.
    """
    file = read_toml(path, home)
    tables = Tables(file)
    edition = tables.build(Edition, file.table, without=NOT_THE_AUTHORS)
    if edition is not None:
        _check_words(tables, edition)
        edition = structs.replace(edition, book=_checked_book(tables, edition.book))
    tables.stop_on_errors()
    stated = {
        name: tuple(value) if isinstance(value, dict) else () for name, value in file.table.items()
    }
    return EditionFile(path, edition or Edition(), stated, file)


def _check_words(tables: Tables, edition: Edition) -> None:
    for (table, key), allowed in CHOICES.items():
        value = getattr(getattr(edition, table), key)
        if value not in allowed:
            tables.choose(value, allowed, table, key)
    for number, output in enumerate(edition.outputs):
        if output not in OUTPUTS:
            tables.choose(output, OUTPUTS, "outputs", number)
    if not edition.outputs:
        tables.refuse("outputs may not be empty", f"name one of {', '.join(OUTPUTS)}", "outputs")
    if edition.slug and not FILE_STEM.fullmatch(edition.slug):
        hint = "write the stem of a file's name, such as 'storm'; outputs go into dist/"
        tables.refuse(f"slug may not be {edition.slug!r}", hint, "slug")


def _checked_book(tables: Tables, book: Book) -> Book:
    """Check dates, the language and roles, and fill in what follows from them."""
    for key in DATES:
        value = getattr(book, key)
        if value and not DATE.fullmatch(value):
            tables.refuse(
                f"book.{key} is {value!r}", "write YYYY, YYYY-MM or YYYY-MM-DD", "book", key
            )
    language = language_tag(book.language)
    if book.language and not language:
        message = f"book.language {book.language!r} names no language"
        tables.refuse(message, "write a BCP 47 tag, such as en, grc or zh-Hant", "book", "language")
    for key, form, hint in ACCESS_FORMS:
        value = getattr(book.access, key)
        if value and not re.fullmatch(form, value):
            tables.refuse(f"book.access.{key} is {value!r}", hint, "book", "access", key)
    people = tuple(
        _checked_person(tables, person, number) for number, person in enumerate(book.contributors)
    )
    for number, picture in enumerate(book.pictures):
        if picture.ai not in ("made", "changed"):
            tables.choose(picture.ai, ("made", "changed"), "book", "pictures", number, "ai")
    doi = _checked_numbers(tables, book)
    return structs.replace(book, language=language, contributors=people, doi=doi)


def _checked_numbers(tables: Tables, book: Book) -> str:
    """Check what the web and libraries know the book by; return the DOI without its resolver."""
    doi = DOI_RESOLVER.sub("", book.doi)
    if doi and not DOI.fullmatch(doi):
        hint = "write it as it was given to you, such as 10.5555/storm"
        tables.refuse(f"book.doi {book.doi!r} is no DOI", hint, "book", "doi")
    for key in ("url", "tdm_policy"):
        address = getattr(book, key)
        if address and not WEB_PAGE.fullmatch(address):
            hint = "write the whole address, such as https://press.example/storm"
            tables.refuse(f"book.{key} {address!r} is no address", hint, "book", key)
    if book.tdm_policy and book.tdm != "reserved":
        message = "book.tdm_policy says under which terms what is reserved may be licensed"
        tables.refuse(message, 'add tdm = "reserved" to [book]', "book", "tdm_policy")
    issn = book.series.issn
    if issn and not is_issn(issn):
        hint = "mend the figures; the last one checks the others"
        tables.refuse(f"book.series.issn {issn!r} is no ISSN", hint, "book", "series", "issn")
    return doi


def _checked_person(tables: Tables, person: Contributor, number: int) -> Contributor:
    role = role_code(person.role, "")
    role = role or (person.role if re.fullmatch("[a-z]{3}", person.role) else "")
    if not role:
        hint = "write a MARC relator code, such as aut, edt, trl, ill or trc"
        keys = ("book", "contributors", number, "role")
        tables.refuse(f"the role {person.role!r} is not known", hint, *keys)
    if person.ai not in ("", "made", "assisted"):
        tables.choose(person.ai, ("made", "assisted"), "book", "contributors", number, "ai")
    for place, address in enumerate(person.identifiers):
        if person_record(address) is None:
            message = f"{address!r} is no record of a person at {', '.join(authorities())}"
            hint = "write the address of the record, such as https://orcid.org/0000-0002-1825-0097"
            at = ("book", "contributors", number, "identifiers", place)
            tables.refuse(message, hint, *at)
    filed = "" if person.ai == "made" else person.file_as or parse_name(person.name).filed
    return structs.replace(person, role=role, file_as=filed)
