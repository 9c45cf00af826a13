"""What the thing is (ONIX block 1, groups P.3 to P.13): form, titles, people, extent, subjects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from publish.edition import Edition, Subject
from publish.language.tag import bibliographic_code
from publish.print.measure import POINTS, read_trim
from publish.printing import Printing
from publish.publication import Medium, Publication
from publish.write.articles import split_article
from publish.write.onix.access import product_form_features
from publish.write.onix.contributors import contributors
from publish.write.onix.elements import node, words
from publish.write.onix.forms import EPUB_FILE, Form
from publish.write.onix.licences import name_of_licence

SCHEMES = {"bisac": "10", "thema": "93", "lcsh": "04"}
"""List 27 by the names that an edition uses."""

KEYWORDS = "20"

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
) -> etree._Element:
    """Write block 1; its elements come in the order that ONIX prescribes."""
    book = edition.book
    return node(
        "DescriptiveDetail",
        node("ProductComposition", "00"),
        node("ProductForm", form.code),
        [node("ProductFormDetail", EPUB_FILE)] if form.is_epub else None,
        product_form_features(epub) if form.is_epub else None,
        node("PrimaryContentType", "10"),
        None if form.is_epub else _measures(edition, printing),
        _terms_of_use(edition) if form.is_epub else None,
        _collection(edition),
        _title_detail(publication.title, book.subtitle, book.language),
        contributors(book.contributors),
        node(
            "Language",
            node("LanguageRole", "01"),
            node("LanguageCode", bibliographic_code(book.language)),
        ),
        _extents(form, publication, epub, printing),
        _subjects(book.subjects),
        node(
            "Audience",
            node("AudienceCodeType", "01"),
            node("AudienceCodeValue", AUDIENCES[edition.onix.audience]),
        ),
    )


def _measures(edition: Edition, printing: Printing | None) -> Iterator[etree._Element]:
    """Give height, width and, where the pages are known, thickness, in whole millimetres."""
    trim = read_trim(edition.print.trim)
    yield _measure("01", trim.height / POINTS["mm"])
    yield _measure("02", trim.width / POINTS["mm"])
    if printing is not None:
        yield _measure("03", max(1, len(printing.pages) / 2 * edition.print.paper_caliper_mm))


def _measure(kind: str, millimetres: float) -> etree._Element:
    return node(
        "Measure",
        node("MeasureType", kind),
        node("Measurement", str(round(millimetres))),
        node("MeasureUnitCode", "mm"),
    )


def _terms_of_use(edition: Edition) -> Iterator[etree._Element]:
    """Tell that the file is not locked, and the licence it comes under."""
    yield node("EpubTechnicalProtection", "00")
    licence = edition.book.licence
    if licence.startswith("http"):
        yield node(
            "EpubLicense",
            node("EpubLicenseName", name_of_licence(licence) or edition.book.rights or licence),
            node(
                "EpubLicenseExpression",
                node("EpubLicenseExpressionType", "01"),
                node("EpubLicenseExpressionLink", licence),
            ),
        )


def _collection(edition: Edition) -> etree._Element | None:
    """Name the series; a whole number is also an order to be sorted by."""
    series = edition.book.series
    if not series.name:
        return None
    part = node(
        "TitleElement", node("TitleElementLevel", "01"), node("PartNumber", series.position)
    )
    return node(
        "Collection",
        node("CollectionType", "10"),
        node(
            "CollectionSequence",
            node("CollectionSequenceType", "02"),
            node("CollectionSequenceNumber", series.position),
        )
        if series.position.isdecimal()
        else None,
        node(
            "TitleDetail",
            node("TitleType", "01"),
            part if series.position else None,
            _title_element("02", series.name, "", edition.book.language),
        ),
    )


def _title_detail(title: str, subtitle: str, language: str) -> etree._Element:
    element = _title_element("01", title, subtitle, language)
    return node("TitleDetail", node("TitleType", "01"), element)


def _title_element(level: str, title: str, subtitle: str, language: str) -> etree._Element:
    """Write a title with its article apart, by which it is not filed."""
    article, rest = split_article(title, language)
    return node(
        "TitleElement",
        node("TitleElementLevel", level),
        node("TitlePrefix", article) if article else node("NoPrefix"),
        node("TitleWithoutPrefix", rest),
        words("Subtitle", subtitle),
    )


def _extents(
    form: Form, publication: Publication, epub: bytes, printing: Printing | None
) -> Iterator[etree._Element]:
    """Count the pages of the press PDF, and the words and kilobytes of the EPUB."""
    if printing is not None and form.is_epub:
        yield _extent("08", len(printing.pages), "03")
    elif printing is not None:
        yield _extent("00", _last_number(printing), "03")
        yield _extent("06", len(printing.pages), "03")
    yield _extent("02", _count_words(publication), "02")
    if form.is_epub:
        yield _extent("22", max(1, round(len(epub) / 1000)), "18")


def _extent(kind: str, value: int, unit: str) -> etree._Element:
    return node(
        "Extent",
        node("ExtentType", kind),
        node("ExtentValue", str(value)),
        node("ExtentUnit", unit),
    )


def _last_number(printing: Printing) -> int:
    """Give the last arabic folio; that of a page that bears any where none does."""
    numbers = (int(page.folio) for page in printing.pages if page.folio.isdecimal())
    return max(numbers, default=len(printing.pages))


def _count_words(publication: Publication) -> int:
    return sum(
        len(text.split())
        for part in publication.parts_for(Medium.EPUB)
        for tree in part.trees()
        for text in tree.itertext()
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
