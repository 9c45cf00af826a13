"""The page list: the pages of the source edition, or those of the PDF of the same run.

Authority: EPUB 3.3 section 5.5.3.2 and 7.4.3; EPUB Accessibility 1.1 section 4.1 (page
navigation): a page list has every page, and names the edition whose pages they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree
from msgspec import Struct, field

from publish.house.correction_places import heading_in, under_heading
from publish.model.edition import Edition
from publish.model.finding import Finding, notice
from publish.model.printing import Printing
from publish.model.publication import PageBreak, Part, Publication
from publish.model.purpose import Purpose
from publish.write.epub.content import EPUB_TYPE, H
from publish.write.epub.text_places import element_before, put_at, settle
from publish.write.identifier import isbn_urn

_SAID_OF_BREAKS = (EPUB_TYPE, "role", "aria-label", "title", "class")


class PageList(Struct):
    """The pages in reading order, and the edition that they are the pages of."""

    pages: list[PageBreak] = field(default_factory=list)
    source: str = ""


def page_list(
    publication: Publication, edition: Edition, parts: list[Part], printing: Printing | None
) -> tuple[PageList, list[Finding]]:
    """Choose the pages that the edition asks for, and mark them in `parts`, which are copies.

    A book has one page list: where the source edition's pages are not listed, their marks are
    taken out; only their ids stay, for links. Code: WRI-010 pages were asked for and there are
    none.
    """
    choice = edition.epub.page_list
    if printing is not None and choice in {"pdf", "auto"}:
        _unmark_breaks(parts)
        pages = _mark_pages(printing, parts)
        _cite_pages(parts, publication.lang)
        return PageList(pages, _name_of_print(publication, edition)), []
    if choice in {"pb", "auto"} and publication.page_breaks:
        listed = _present(publication.page_breaks, parts)
        return PageList(listed, edition.book.source or f"source of {publication.title}"), []
    _unmark_breaks(parts)
    return PageList(), _nothing_to_list(choice)


def _nothing_to_list(choice: str) -> list[Finding]:
    if choice == "pdf":
        message = "no page list: this run made no PDF to take pages from"
        return [notice("WRI-010", message, hint="run publish build, which makes the PDF first")]
    if choice == "pb":
        message = "no page list: the manuscript marks no pages"
        return [notice("WRI-010", message, hint='mark them in the text, such as <pb n="12"/>')]
    return []


def _name_of_print(publication: Publication, edition: Edition) -> str:
    """Name the edition so that a reader can tell it from others (ISBN where it has one).

    A book that makes no press PDF has its pages from the PDF for screens, and is not in print.
    """
    book, trim = edition.book, edition.print.trim.replace("x", " × ")
    is_printed = Purpose.PRESS in edition.outputs
    if is_printed and book.isbn_print:
        return isbn_urn(book.isbn_print)
    issued = ", ".join(filter(None, (book.publisher, book.date)))
    form = "Printed edition" if is_printed else "PDF edition"
    return f"{publication.title}. {f'{issued}. ' if issued else ''}{form}, {trim}"


def _present(breaks: Iterable[PageBreak], parts: Iterable[Part]) -> list[PageBreak]:
    ids = _elements_by_id(parts)
    return [page for page in breaks if page.target in ids]


def _unmark_breaks(parts: Iterable[Part]) -> None:
    for part in parts:
        for tree in part.trees():
            for span in tree.iter(H + "span"):
                if span.get(EPUB_TYPE) == "pagebreak":
                    for name in _SAID_OF_BREAKS:
                        span.attrib.pop(name, "")


def _elements_by_id(parts: Iterable[Part]) -> dict[str, etree._Element]:
    found: dict[str, etree._Element] = {}
    for part in parts:
        for tree in part.trees():
            for element in tree.iter(etree.Element):
                if element.get("id"):
                    found.setdefault(str(element.get("id")), element)
    return found


def _mark_pages(printing: Printing, parts: list[Part]) -> list[PageBreak]:
    """Put a mark where each printed page begins.

    A page with no text that the EPUB has (a blank one, a half title) begins where the next page
    does; at the end of the book, where the book ends.
    """
    elements = _elements_by_id(parts)
    taken = set(elements)
    pages: list[PageBreak] = []
    after: etree._Element | None = None
    for page in reversed(printing.pages):
        mark = _mark(page.folio, taken)
        start = page.start
        block = elements.get(start.block) if start is not None else None
        if start is not None and block is not None:
            put_at(block, settle(block, start.start, start.text), mark)
        elif after is not None:
            element_before(after, mark)
        else:
            parts[-1].body.append(mark)
        after = mark
        pages.append(PageBreak(page.folio, str(mark.get("id"))))
    return pages[::-1]


def _cite_pages(parts: list[Part], language: str) -> None:
    """Name the pages of the list in the list of corrections, where it names others or none."""
    links = [
        (link, heading)
        for part in parts
        for link in part.body.iter(H + "a")
        if is_page(link) and (heading := heading_in(link))
    ]
    page_of = _pages_of({str(link.get("href"))[1:] for link, _ in links}, parts)
    for link, heading in links:
        if page := page_of.get(str(link.get("href"))[1:], ""):
            under_heading(link, heading, page, language)


def _pages_of(wanted: set[str], parts: list[Part]) -> dict[str, str]:
    """Find the page that each wanted id stands on."""
    found: dict[str, str] = {}
    page = ""
    for part in parts:
        for tree in part.trees():
            for element in tree.iter(etree.Element):
                if element.get(EPUB_TYPE) == "pagebreak":
                    page = element.get("aria-label") or page
                if element.get("id") in wanted:
                    found.setdefault(str(element.get("id")), page)
    return found


def is_page(link: etree._Element) -> bool:
    """Return whether print shows a link as the page that it leads to."""
    return "page-ref" in (link.get("class") or "").split()


def _mark(folio: str, taken: set[str]) -> etree._Element:
    identifier, number = f"print-{folio}", 1
    while identifier in taken:
        number += 1
        identifier = f"print-{folio}-{number}"
    taken.add(identifier)
    said: Mapping[str, str] = {
        "id": identifier,
        "class": "pagebreak",
        EPUB_TYPE: "pagebreak",
        "role": "doc-pagebreak",
        "aria-label": folio,
    }
    return etree.Element(H + "span", dict(said))
