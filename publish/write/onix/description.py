"""What the thing is (ONIX block 1, groups P.3 to P.13): form, titles, people, extent, subjects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from publish.house.language.tag import bibliographic_code
from publish.model.access import Standing
from publish.model.edition import Edition, Subject
from publish.model.lazy_pattern import lazy_pattern
from publish.model.printing import Printing
from publish.model.publication import Publication
from publish.write.digital_source import programs_in
from publish.write.onix.access import product_form_features
from publish.write.onix.contributors import contributors
from publish.write.onix.elements import node, words
from publish.write.onix.extents import extents, measures
from publish.write.onix.forms import EPUB_FILE, Form
from publish.write.onix.titles import collection, title_detail

CREATIVE_COMMONS = lazy_pattern(
    r"https?://creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/([\d.]+)"
)
PUBLIC_DOMAIN = {"zero": "CC0", "mark": "Public Domain Mark"}

SCHEMES = {"bisac": "10", "thema": "93", "lcsh": "04"}
"""List 27 by the names that an edition uses."""

KEYWORDS = "20"

MINING, PERMITTED, PROHIBITED = "11", "01", "03"
"""Lists 145 and 146: text and data mining, AI training included, and whether it is reserved."""

FOR_PEOPLE, FOR_MACHINES_BESIDES = "01", "21"
"""List 218; 21: in ODRL, terms of what the licence itself does not grant, as TDMRep has them."""

TERMS = "All rights reserved"
"""The name of a licence that the edition has no words for."""

AUDIENCES = {
    "general": "01",
    "children": "02",
    "teenage": "03",
    "schools": "04",
    "university": "05",
    "scholarly": "06",
}
"""List 28 by the words that an edition uses."""


def descriptive_detail(
    form: Form,
    publication: Publication,
    edition: Edition,
    epub: bytes,
    printing: Printing | None,
    standing: Standing | None,
) -> etree._Element:
    """Write block 1; its elements come in the order that ONIX prescribes."""
    book = edition.book
    return node(
        "DescriptiveDetail",
        node("ProductComposition", "00"),
        node("ProductForm", form.code),
        [node("ProductFormDetail", EPUB_FILE)] if form.is_epub else None,
        product_form_features(epub, edition, standing) if form.is_epub else None,
        node("PrimaryContentType", "10"),
        None if form.is_epub else measures(edition, printing),
        _terms_of_use(edition) if form.is_epub else None,
        collection(edition),
        title_detail(publication.title, book.subtitle, book.language),
        contributors(book.contributors, programs_in(publication, edition)),
        words("EditionStatement", book.edition_statement),
        node(
            "Language",
            node("LanguageRole", "01"),
            node("LanguageCode", bibliographic_code(book.language)),
        ),
        extents(form, publication, epub, printing),
        _subjects(book.subjects),
        node(
            "Audience",
            node("AudienceCodeType", "01"),
            node("AudienceCodeValue", AUDIENCES[edition.onix.audience]),
        ),
    )


def _terms_of_use(edition: Edition) -> Iterator[etree._Element]:
    """Tell that the file is not locked, whether it may be mined, and the licence it is under."""
    book = edition.book
    yield node("EpubTechnicalProtection", "00")
    if book.tdm:
        yield node(
            "EpubUsageConstraint",
            node("EpubUsageType", MINING),
            node("EpubUsageStatus", PROHIBITED if book.tdm == "reserved" else PERMITTED),
        )
    licence = book.licence if book.licence.startswith("http") else ""
    links = {FOR_PEOPLE: licence, FOR_MACHINES_BESIDES: book.tdm_policy}
    if any(links.values()):
        yield node(
            "EpubLicense",
            node("EpubLicenseName", _name_of_licence(licence) or book.rights or licence or TERMS),
            [_expression(kind, link) for kind, link in links.items() if link],
        )


def _expression(kind: str, link: str) -> etree._Element:
    return node(
        "EpubLicenseExpression",
        node("EpubLicenseExpressionType", kind),
        node("EpubLicenseExpressionLink", link),
    )


def _subjects(subjects: Iterable[Subject]) -> Iterator[etree._Element]:
    """Write subjects by scheme, the first of each as its main one; plain words are keywords."""
    schemes: set[str] = set()
    plain = []
    for subject in subjects:
        scheme = SCHEMES.get(subject.scheme.casefold())
        if scheme is None:
            plain.append(subject.term or subject.code)
            continue
        yield node(
            "Subject",
            None if scheme in schemes else node("MainSubject"),
            node("SubjectSchemeIdentifier", scheme),
            words("SubjectCode", subject.code),
            words("SubjectHeadingText", subject.term),
        )
        schemes.add(scheme)
    if plain:
        yield node(
            "Subject",
            node("SubjectSchemeIdentifier", KEYWORDS),
            node("SubjectHeadingText", "; ".join(plain)),
        )


def _name_of_licence(address: str) -> str:
    """Name a licence of Creative Commons (`CC BY-SA 4.0`); empty for others."""
    match = CREATIVE_COMMONS.match(address)
    if match is None:
        return ""
    name = PUBLIC_DOMAIN.get(match[2], f"CC {match[2].upper()}")
    return f"{name} {match[3]}"
