"""The pages that an edition puts around its text: title, copyright, dedication, colophon.

They are made from edition.toml and the teiHeader, in the order of Chicago 1.4. The copyright page
stands behind the title in print and, as a colophon, at the end of an EPUB.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from lxml import etree

from publish.house.fonts import families_that_set, text_family
from publish.house.language.sense_lines import bind_by_sense
from publish.house.language.tag import direction_of
from publish.house.language.words import named, word
from publish.house.own_fonts import read_own_fonts
from publish.house.print_theme import read_print_theme
from publish.model.edition import Edition
from publish.model.publication import Matter, Medium, Part
from publish.typeset.added import open_section
from publish.typeset.ids import IdRegistry
from publish.typeset.xhtml import H, make

SAMPLE = 4000
"""Characters of each part that tell."""

ROLES = {
    "trl": "translated_by",
    "edt": "edited_by",
    "ill": "illustrated_by",
    "win": "introduced_by",
    "aui": "introduced_by",
    "trc": "transcribed_by",
}
"""MARC relator codes and the words that a title or copyright page has for them."""

ON_TITLE = frozenset(["trl", "edt", "ill", "win", "aui"])


def front_parts(
    names: IdRegistry, edition: Edition, families: list[str], *, has_title_page: bool
) -> tuple[list[Part], list[Part]]:
    """Make the parts that stand before the manuscript's front matter, and those at the very end.

    `families` are those in which the text is set.
    """
    before = [] if has_title_page or not edition.book.title else [_title_page(names, edition)]
    before.append(_copyright_page(names, edition, families))
    if edition.book.dedication:
        before.append(_dedication(names, edition))
    return before, [_colophon(names, edition, families if edition.epub.embed_fonts else [])]


def _title_page(names: IdRegistry, edition: Edition) -> Part:
    book = edition.book
    section = open_section(names, "titlepage", "titlepage generated", "titlepage")
    lines = [("h1", "title", book.title), ("p", "subtitle", book.subtitle)]
    lines.append(("p", "author", _join(edition.authors(), edition)))
    lines += [("p", "contributor", credit) for credit in _credits(edition, ON_TITLE)]
    imprint = ", ".join(filter(None, (book.publisher_place, book.publisher)))
    lines.append(("p", "imprint", " ".join(filter(None, (imprint, book.date[:4])))))
    for tag, cls, words in lines:
        _line(section, tag, cls, bind_by_sense(words, book.language))
    title = word("title_page", book.language)
    return _part("titlepage", title, "titlepage", section, edition)


def _copyright_page(names: IdRegistry, edition: Edition, families: list[str]) -> Part:
    section = open_section(names, "copyright", "copyright-page", "copyright-page")
    _fill_notice(section, edition, families)
    title = word("copyright", edition.book.language)
    part = _part("copyright", title, "copyright-page", section, edition)
    part.medium = Medium.PRINT
    return part


def _colophon(names: IdRegistry, edition: Edition, families: list[str]) -> Part:
    section = open_section(names, "colophon", "copyright-page colophon", "colophon", "doc-colophon")
    title = word("copyright", edition.book.language)
    _line(section, "h1", "title", title)
    _fill_notice(section, edition, families)
    part = _part("colophon", title, "colophon", section, edition)
    part.matter, part.medium = Matter.BACK, Medium.EPUB
    return part


def _dedication(names: IdRegistry, edition: Edition) -> Part:
    section = open_section(names, "dedication", "dedication", "dedication", "doc-dedication")
    for line in edition.book.dedication.splitlines():
        _line(section, "p", "", line.strip())
    title = word("dedication", edition.book.language)
    return _part("dedication", title, "dedication", section, edition)


def _fill_notice(section: etree._Element, edition: Edition, families: list[str]) -> None:
    """Say what the book is, whose work it is, where the text is from, under what terms."""
    book, language = edition.book, edition.book.language
    made = edition.authors()
    _line(section, "p", "notice-title", ". ".join(filter(None, (book.title, book.subtitle))))
    _line(section, "p", "notice-author", _join(made, edition))
    for credit in _credits(edition, frozenset(ROLES)):
        _line(section, "p", "notice-contributor", credit)
    _line(section, "p", "notice-series", book.series.named())
    _line(section, "p", "notice-edition", book.edition_notice)
    if book.source:
        _labelled(section, "notice-source", "source", book.source, language)
    _set_rights(section, edition)
    if book.isbn_print or book.isbn_epub:
        isbns = [
            f"ISBN {number} ({kind})"
            for number, kind in (
                (book.isbn_print, word("isbn_print", language)),
                (book.isbn_epub, "EPUB"),
            )
            if number
        ]
        _line(section, "p", "notice-isbn", "; ".join(isbns))
    if book.publisher:
        imprint = ", ".join(filter(None, (book.publisher, book.publisher_place, book.date)))
        _line(section, "p", "notice-imprint", imprint)
    if families:
        _line(section, "p", "notice-type", named("set_in", language, _join(families, edition)))
    if direction_of(language or "und") == "rtl":
        _run_latin_lines_to_the_right(section)


def _run_latin_lines_to_the_right(section: etree._Element) -> None:
    """Give each line that begins with Latin letters its direction, or its stop would lead it."""
    for line in section.iterfind(f"{H}p"):
        kinds = (unicodedata.bidirectional(letter) for letter in str(line.xpath("string()")))
        if next((kind for kind in kinds if kind in {"L", "R", "AL"}), "") == "L":
            line.set("dir", "ltr")


def _set_rights(section: etree._Element, edition: Edition) -> None:
    book = edition.book
    _line(section, "p", "notice-rights", book.rights)
    if book.licence:
        line = _labelled(section, "notice-licence", "licence", "", book.language)
        link = etree.SubElement(line, H + "a", {"href": book.licence, "class": "url"})
        if direction_of(book.language or "und") == "rtl":
            link.set("dir", "ltr")  # or the address would begin with its last stroke
        link.text = book.licence
        if not book.licence.startswith(("http://", "https://")):
            link.tag = H + "span"
            del link.attrib["href"]


def _labelled(
    section: etree._Element, cls: str, name: str, text: str, language: str
) -> etree._Element:
    line = make("p", cls)
    section.append(line)
    mark = etree.SubElement(line, H + "span", {"class": "notice-label"})
    said = named("label", language, word(name, language))
    mark.text, mark.tail = said.rstrip(), said[len(said.rstrip()) :] + text
    return line


def _credits(edition: Edition, roles: frozenset[str]) -> list[str]:
    """Say who did what, all who did the same in one line (Chicago 14.103)."""
    people: dict[str, list[str]] = {}
    for person in edition.book.contributors:
        if person.role in roles:
            people.setdefault(ROLES[person.role], []).append(person.name)
    language = edition.book.language
    return [named(role, language, _join(names, edition)) for role, names in people.items()]


def _join(people: list[str], edition: Edition) -> str:
    """Join names as a title page does: by a conjunction where the language is English."""
    if len(people) > 1 and edition.book.language.startswith("en"):
        comma = "," if len(people) > 2 else ""
        return f"{', '.join(people[:-1])}{comma} and {people[-1]}"
    return ", ".join(people)


def _line(section: etree._Element, tag: str, cls: str, text: str) -> None:
    if text:
        line = make(tag, cls)
        line.text = text
        section.append(line)


def _part(name: str, title: str, kind: str, section: etree._Element, edition: Edition) -> Part:
    lang = edition.book.language
    return Part(name, title, Matter.FRONT, kind, section, lang, direction_of(lang or "und"))


def set_in(parts: Iterable[Part], language: str, edition: Edition) -> list[str]:
    """Name the families in which the parts of the book's language are set, the chief one first.

    The imprint names them (Chicago 1.20), as print has them.
    """
    face = read_own_fonts(edition).chosen(edition.print.font) or read_print_theme(edition).face
    own = [part for part in parts if part.lang == language]
    body = [part for part in own if part.matter is Matter.BODY] or own
    sample = "".join(_beginning(part) for part in body)
    chosen = families_that_set(sample, language)
    return [face.name if family == text_family() else family.name for family in chosen]


def _beginning(part: Part) -> str:
    def pieces() -> Iterator[str]:
        length = 0
        for text in map(str, part.body.itertext()):
            yield text
            length += len(text)
            if length > SAMPLE:
                return

    return "".join(pieces())
