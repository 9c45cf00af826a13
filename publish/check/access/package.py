"""What the package says of access, and whether it is there (EPUB Accessibility 1.1 section 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from publish.check.access.book import HEADINGS, MATH, OPF, EpubUnderTest, is_cover, name_of
from publish.check.access.paging import page_breaks
from publish.check.access.pictures import pictures
from publish.check.access.sheets import fixed_type
from publish.model.access import Fault
from publish.model.publication import EPUB

WANTED = ("accessModeSufficient", "accessibilityFeature", "accessibilityHazard")
"""What every publication has to tell (2.2)."""


def access_is_told(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand the metadata that every publication has to have."""
    for name in WANTED:
        if not any(book.metas(f"schema:{name}")):
            yield Fault(book.opf, f"the package does not tell its {name}")


def _all_described(book: EpubUnderTest) -> bool:
    return all(name_of(picture) for _, picture in pictures(book))


def _has(book: EpubUnderTest, *tags: str) -> bool:
    return next(book.elements(*tags), None) is not None


BORNE_OUT: dict[tuple[str, str], Callable[[EpubUnderTest], bool]] = {
    ("accessibilityFeature", "alternativeText"): _all_described,
    ("accessModeSufficient", "textual"): _all_described,
    ("accessibilityFeature", "longDescriptions"): lambda book: all(
        picture.get("aria-details") for page, picture in pictures(book) if not is_cover(page)
    ),
    ("accessibilityFeature", "MathML"): lambda book: _has(book, f"{MATH}math"),
    ("accessibilityFeature", "structuralNavigation"): lambda book: _has(book, *HEADINGS),
    ("accessibilityFeature", "tableOfContents"): lambda book: bool(book.links_of("toc")),
    ("accessibilityFeature", "pageNavigation"): lambda book: bool(book.links_of("page-list")),
    ("accessibilityFeature", "pageBreakMarkers"): lambda book: any(page_breaks(book)),
    ("accessibilityFeature", "index"): lambda book: any(
        element.get("role") == "doc-index" for _, element in book.elements()
    ),
    ("accessibilityFeature", "displayTransformability"): lambda book: not any(fixed_type(book)),
}
"""What is told, and what of the documents bears it out; seen apart from what the writer saw."""


def told_access_is_there(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse what is told of access and does not hold of the documents."""
    for (name, value), holds in BORNE_OUT.items():
        if value in book.metas(f"schema:{name}") and not holds(book):
            yield Fault(book.opf, f"the package tells {name} {value}, which does not hold")


def no_fallbacks(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse other versions of the content that a reader cannot choose (3.1.2.2)."""
    for item in book.items.values():
        if item.get("fallback"):
            yield Fault(book.opf, f"{item.get('href')} has a fallback")
    if next(book.package.iter(f"{OPF}bindings"), None) is not None:
        yield Fault(book.opf, "the package has bindings")
    for page, element in book.elements(f"{{{EPUB}}}switch"):
        yield page.fault("epub:switch shows one of several versions", element)
