"""The page list: the source's pages, or those of a printing, at the words that begin them."""

from __future__ import annotations

import re

import pytest
from lxml import etree
from msgspec import structs

from publish.check.epub import check_epub
from publish.model.printing import PrintedLine, PrintedPage, Printing
from publish.model.publication import Publication
from publish.write.epub import write_epub
from tests.write.epub.books import (
    EDITION,
    EPUB,
    LIGHT,
    H,
    Opened,
    epub_with,
    one_chapter,
    opened,
    small_book,
)


def printing(publication: Publication) -> Printing:
    """A half title, a blank page, then a page in the middle of each paragraph with an id."""
    pages = [PrintedPage("i"), PrintedPage("ii")]
    for element in publication.parts[-1].body.iter(etree.Element):
        if element.tag == H + "p" and element.get("id"):
            text = "".join(map(str, element.itertext()))
            place = text.index(" ", len(text) // 2) + 1
            line = PrintedLine(1, str(element.get("id")), place, text[place : place + 50])
            pages.append(PrintedPage(str(len(pages) - 1), (line,)))
    pages.append(PrintedPage(str(len(pages) - 1)))
    return Printing("1", tuple(pages))


def chapters() -> Publication:
    inside = "".join(
        f"<p id='p{n}'>The <em>sea</em> of day {n} lay still, <b>so still</b> that {n} birds slept"
        " upon it till the evening came and went again.</p>"
        for n in range(40)
    )
    return one_chapter(f"<h1>One</h1>{inside}")


def words_behind(book: Opened, href: str) -> str:
    path, _, anchor = href.partition("#")
    mark = book.by_id(path, anchor)
    return " ".join("".join(map(str, mark.xpath("following::text()"))).split())


@pytest.mark.parametrize("max_part_kb", [300, 20])
def test_every_page_of_a_printing_begins_at_its_first_words(max_part_kb: int) -> None:
    publication = chapters()
    printed = printing(publication)
    book = opened(publication, epub_with(LIGHT, max_part_kb=max_part_kb), printed)
    links = book.links("page-list")
    assert [label for label, _ in links] == [page.folio for page in printed.pages]
    for (_, href), page in zip(links, printed.pages, strict=True):
        if page.start is not None:
            assert words_behind(book, href).startswith(page.start.text[:20])
    assert len({href for _, href in links}) == len(links)
    assert [str(finding) for finding in check_epub(book.data, "pages.epub")] == []


def test_words_settle_a_place_that_is_counted_otherwise() -> None:
    publication = one_chapter("<p id='p'>One   two\n     three four five six seven.</p>")
    line = PrintedLine(1, "p", 14, "four five six seven.")
    book = opened(publication, LIGHT, Printing("1", (PrintedPage("1", (line,)),)))
    assert words_behind(book, book.links("page-list")[0][1]).startswith("four five")


@pytest.mark.parametrize(
    "inside",
    [
        "<ul id='x'>\n <li>one</li>\n <li>two</li>\n</ul>",
        "<table id='x'>\n <tbody><tr>\n<td>one</td><td>two</td></tr></tbody></table>",
        "<p id='x'><ruby>one<rt>two</rt></ruby></p>",
        "<p id='x'><math xmlns='http://www.w3.org/1998/Math/MathML'><mi>x</mi></math></p>",
        "<p id='x'></p>",
        "<hr id='x'/>",
    ],
)
@pytest.mark.parametrize("start", [0, 1, 5, 99])
def test_a_mark_stands_only_where_one_may_stand(inside: str, start: int) -> None:
    page = PrintedPage("7", (PrintedLine(1, "x", start, ""),))
    book = opened(one_chapter(f"{inside}<p>end</p>"), LIGHT, Printing("1", (page,)))
    assert [str(finding) for finding in check_epub(book.data, "mark.epub")] == []
    assert [label for label, _ in book.links("page-list")] == ["7"]


def test_the_sources_pages_make_way_for_those_of_the_printing() -> None:
    publication = small_book()
    line = PrintedLine(1, "calm", 0, "Then nothing moved.")
    book = opened(publication, LIGHT, Printing("1", (PrintedPage("1", (line,)),)))
    marks = re.findall(r'role="doc-pagebreak"', "".join(map(str, _texts(book))))
    assert len(marks) == 1
    assert book.by_id("text/chapter-01.xhtml", "page-1").get("role") is None


def _texts(book: Opened) -> list[str]:
    return [data.decode() for name, data in book.files.items() if name.startswith("EPUB/text/")]


def test_the_source_of_the_pages_is_named_truthfully() -> None:
    publication = small_book()
    assert opened(publication).meta("pageBreakSource") == ["London, 1811"]
    printed = Printing("1", (PrintedPage("1", (PrintedLine(1, "p1", 0, "The wind rose"),)),))
    named = opened(publication, LIGHT, printed).meta("pageBreakSource")
    assert named == [
        "The Storm and the Calm. Small Press, 2026-11-24. Printed edition, 5.5 × 8.5in"
    ]
    book = structs.replace(EDITION.book, isbn_print="978-3-16-148410-0")
    edition = structs.replace(LIGHT, book=book)
    on_screens = structs.replace(LIGHT, outputs=("epub", "screen"))
    assert opened(publication, on_screens, printed).meta("pageBreakSource") == [
        "The Storm and the Calm. Small Press, 2026-11-24. PDF edition, 5.5 × 8.5in"
    ]
    assert opened(publication, edition, printed).meta("pageBreakSource") == [
        "urn:isbn:9783161484100"
    ]


def test_no_pages_no_list_and_no_claim() -> None:
    book = opened(small_book(), epub_with(LIGHT, page_list="none"))
    assert book.links("page-list") == []
    assert book.meta("pageBreakSource") == []
    assert "doc-pagebreak" not in "".join(_texts(book))
    assert "pageNavigation" not in book.meta("schema:accessibilityFeature")


@pytest.mark.parametrize(("choice", "publication"), [("pdf", small_book()), ("pb", chapters())])
def test_pages_that_are_not_to_be_had_are_told(choice: str, publication: Publication) -> None:
    _, findings = write_epub(publication, epub_with(LIGHT, page_list=choice))
    assert [finding.code for finding in findings] == ["WRI-010"]


def test_a_printed_page_never_takes_an_id_that_the_manuscript_has() -> None:
    publication = one_chapter("<p id='print-1'>One</p><p id='print-1-2'>Two words</p>")
    line = PrintedLine(1, "print-1-2", 0, "Two words")
    book = opened(publication, LIGHT, Printing("1", (PrintedPage("1", (line,)),)))
    ids = [
        str(e.get("id"))
        for e in book.xml("text/chapter-01.xhtml").iter(etree.Element)
        if e.get("id")
    ]
    assert len(ids) == len(set(ids))
    assert f"{{{EPUB}}}type" in book.by_id("text/chapter-01.xhtml", "print-1-3").attrib
