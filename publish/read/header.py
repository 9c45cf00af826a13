"""The teiHeader into an Edition: what the book says of itself, where edition.toml is silent."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from lxml import etree

from publish.house.header_text import find, find_all, words_of
from publish.house.language.guess import guess_language, speaks_against
from publish.house.language.tag import language_tag
from publish.model.document import XML_LANG, Document, local_name, tei
from publish.model.edition import Book, Edition, slug_of
from publish.model.finding import Finding, notice, warning
from publish.read.header_titles import read_titles
from publish.read.imprint import (
    read_date,
    read_edition_notice,
    read_identifier,
    read_licence,
    read_modified,
    read_publisher,
    read_series,
    read_subjects,
)
from publish.read.people import read_contributors
from publish.read.sources import read_source

UNDETERMINED = "und"


def edition_from_header(document: Document) -> tuple[Edition, list[Finding]]:
    """Make an edition of what the teiHeader tells, the rest being house defaults.

    Warnings: REA-027 the language had to be guessed, REA-028 there is no title.
    """
    root, findings = document.root, []
    header = find(root, "teiHeader")
    if header is None:
        header = next(root.iter(tei("teiHeader")), None)
    language = declared_language(root, header)
    if not language:
        language = guess_language(root) or UNDETERMINED
        findings.append(_say_guessed(document, language))
    book = _read_book(header, root, language)
    if not book.title:
        findings.append(_say_untitled(document))
        book = _read_book(header, root, language, title=document.path.stem.split(".")[0])
    slug = name_stem(book.title, document.path)
    edition = Edition(book=book, slug=slug, folder=document.path.parent)
    return edition, findings


def name_stem(title: str, path: Path) -> str:
    """Make the stem of output names of the title; of the file's name where no ASCII is in it."""
    slug = slug_of(title)
    return slug_of(path.stem) if slug == slug_of("") else slug


def _read_book(
    header: etree._Element | None, root: etree._Element, language: str, title: str = ""
) -> Book:
    titles = read_titles(header, root, language)
    publisher, place = read_publisher(header)
    rights, licence = read_licence(header, language)
    return Book(
        title=title or titles.title,
        subtitle=titles.subtitle,
        short_title=titles.short,
        contributors=read_contributors(header, root, language),
        language=language,
        publisher=publisher,
        publisher_place=place,
        date=read_date(header),
        modified=read_modified(header),
        identifier=read_identifier(header),
        rights=rights,
        licence=licence,
        source=read_source(header),
        description=words_of(find(header, "profileDesc/abstract")),
        subjects=read_subjects(header),
        series=read_series(header),
        edition_notice=read_edition_notice(header),
    )


def declared_language(root: etree._Element, header: etree._Element | None) -> str:
    """Find the language the document states: on its text, its root, or in the header."""
    text = next(root.iter(tei("text")), None)
    body = find(text, "body")
    for element in (text, body, root):
        if element is not None and element.get(XML_LANG):
            return str(element.get(XML_LANG))
    shared = {division.get(XML_LANG, "") for division in _parts(body) if local_name(division)}
    if len(shared) == 1 and "" not in shared:
        return shared.pop()
    stated = list(filter(None, map(language_tag, _text_langs(header))))
    stated = [tag for tag in stated if not speaks_against(root, tag)]
    languages = find_all(header, "profileDesc/langUsage/language")
    languages.sort(key=_usage, reverse=True)
    stated += [element.get("ident", "") or words_of(element) for element in languages]
    return next(filter(None, map(language_tag, stated)), "") or _language_of_members(root)


def _language_of_members(corpus: etree._Element) -> str:
    """Return the language that most documents of a corpus state, where its own header is silent."""
    members = corpus.findall(tei("TEI")) if corpus.tag == tei("teiCorpus") else []
    said = Counter(declared_language(e, e.find(tei("teiHeader"))) for e in members)
    language, times = said.most_common(1)[0] if said else ("", 0)
    return language if 2 * times > len(members) else ""


def _parts(body: etree._Element | None) -> list[etree._Element]:
    return [] if body is None else list(body)


def _text_langs(header: etree._Element | None) -> list[str]:
    elements = () if header is None else header.iter(tei("textLang"))
    return [element.get("mainLang", "") for element in elements]


def _usage(language: etree._Element) -> float:
    try:
        return float(language.get("usage", "").rstrip("%") or -1)
    except ValueError:
        return -1


def _say_guessed(document: Document, language: str) -> Finding:
    place = document.place(next(document.root.iter(tei("text")), document.root))
    if language == UNDETERMINED:
        message = "the document does not say its language; no language could be told"
        hint = 'write xml:lang="..." on <text>, or language = "..." under [book] in edition.toml'
        return warning("REA-027", message, place, hint)
    message = f"the document does not say its language; it is taken for {language!r}"
    hint = f'write xml:lang="{language}" on <text>, or language = "{language}" under [book]'
    return notice("REA-027", message, place, f"{hint} in edition.toml; or what it is, if not that")


def _say_untitled(document: Document) -> Finding:
    hint = "write teiHeader/fileDesc/titleStmt/title, or title under [book] in edition.toml"
    return warning("REA-028", "the document has no title", document.place(document.root), hint)
