"""Pages of a printed edition, as an EPUB lists them (EPUB Accessibility 1.1 section 3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from publish.check.access.book import DC, OPF, TYPE, EpubUnderTest, Page, name_of
from publish.model.access import Fault


def page_breaks(book: EpubUnderTest) -> Iterator[tuple[Page, etree._Element]]:
    """Yield the marks at which pages begin."""
    for page, element in book.elements():
        is_type = "pagebreak" in (element.get(TYPE) or "").split()
        if is_type or element.get("role") == "doc-pagebreak":
            yield page, element


def page_source_is_named(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand the edition whose pages these are, and not the EPUB itself (3.2.4)."""
    sources = book.metas("pageBreakSource") + book.metas("a11y:pageBreakSource")
    refined = [
        meta.get("refines")
        for meta in book.package.iter(f"{OPF}meta")
        if meta.get("property") == "source-of" and (meta.text or "").strip() == "pagination"
    ]
    if not any(sources) and not refined:
        yield Fault(book.opf, "the package does not say which edition's pages are listed")
    own = {(each.text or "").strip() for each in book.package.iter(f"{DC}identifier")}
    if own & set(sources):
        yield Fault(book.opf, "the EPUB is named as the source of its own pages")


def page_list_is_whole(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand a list of pages that leads to every mark, under the number that the mark has."""
    listed = {}
    for link in book.links_of("page-list"):
        assert book.nav is not None
        path, fragment = book.nav.target(link.get("href") or "")
        listed[path, fragment] = name_of(link)
        if fragment and book.place_of(book.nav, link.get("href") or "") is None:
            yield book.nav.fault(f"the page {name_of(link)!r} is not in the text", link)
    for page, mark in page_breaks(book):
        label = listed.get((page.path, mark.get("id") or ""))
        if label is None:
            yield page.fault(f"the page list does not lead to page {name_of(mark)!r}", mark)
        elif name_of(mark) and label != name_of(mark):
            yield page.fault(f"page {name_of(mark)!r} is listed as {label!r}", mark)


def page_list_is_in_order(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand that pages are listed in the order of the text."""
    nav = book.nav
    if nav is None:
        return
    links = book.links_of("page-list")
    places = [(link, book.place_of(nav, link.get("href") or "")) for link in links]
    for (before, one), (link, other) in pairwise(places):
        if one is not None and other is not None and other < one:
            said = f"page {name_of(link)!r} is listed behind {name_of(before)!r}"
            yield nav.fault(f"{said}, and stands before it", link)


def page_breaks_have_names(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand that each mark says which page begins."""
    for page, mark in page_breaks(book):
        if not name_of(mark):
            yield page.fault("a page break does not say which page begins", mark)
