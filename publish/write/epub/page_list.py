"""The page list: the pages of the source edition, or those of the PDF of the same run.

A page of the PDF begins in the middle of a paragraph more often than not, so its anchor is put
into the text where the page's first line begins (EPUB 3.3 section 7.4.3, EPUB Accessibility 1.1
section 4.1.3).
"""

from __future__ import annotations

from lxml import etree

from publish.edition import Edition
from publish.printing import PrintedLine, Printing
from publish.publication import PageBreak, Publication
from publish.write.epub.content import EPUB_TYPE, ContentFile, H


def page_list(
    publication: Publication, edition: Edition, files: list[ContentFile], printing: Printing | None
) -> tuple[list[PageBreak], str]:
    """Choose the page list that the edition asks for; give it and the source of its pages.

    Anchors of printed pages are put into the files' trees, and those of the source edition taken
    out then, for a book has one page list.
    """
    choice = edition.epub.page_list
    if printing is not None and choice in {"pdf", "auto"}:
        _drop_breaks(files)
        pages = _printed_pages(printing, files)
        if pages:
            return pages, _name_of_print(edition)
    if choice in {"pb", "auto"} and publication.page_breaks:
        return _in_files(
            publication.page_breaks, files
        ), edition.book.source or "the source edition"
    _drop_breaks(files)
    return [], ""


def _name_of_print(edition: Edition) -> str:
    if edition.book.isbn_print:
        return f"urn:isbn:{edition.book.isbn_print.replace('-', '')}"
    return ", ".join(
        filter(None, ("the printed edition", edition.book.publisher, edition.book.date))
    )


def _in_files(breaks: list[PageBreak], files: list[ContentFile]) -> list[PageBreak]:
    present = {
        e.get("id") for file in files for tree in file.trees() for e in tree.iter(etree.Element)
    }
    return [page for page in breaks if page.target in present]


def _drop_breaks(files: list[ContentFile]) -> None:
    """Take the source's page breaks out of a book whose page list is another or none."""
    for file in files:
        for tree in file.trees():
            for span in list(tree.iter(H + "span")):
                if span.get(EPUB_TYPE) == "pagebreak":
                    for name in (EPUB_TYPE, "role", "aria-label", "title", "class"):
                        span.attrib.pop(name, "")


def _printed_pages(printing: Printing, files: list[ContentFile]) -> list[PageBreak]:
    """Put an anchor where each printed page begins; a blank page begins where the next one does."""
    blocks = _blocks(files)
    found: list[PageBreak] = []
    placed: dict[int, int] = {}
    wanted: list[tuple[int, str, PrintedLine]] = []
    waiting: list[tuple[int, str]] = []
    for number, page in enumerate(printing.pages):
        start = page.start
        if start is None or start.block not in blocks:
            waiting.append((number, page.folio))
            continue
        wanted += [(n, folio, start) for n, folio in waiting]
        wanted.append((number, page.folio, start))
        waiting = []
    for number, folio, line in reversed(wanted):
        identifier = f"page-{folio}"
        if _insert(blocks[line.block], line.start, folio, identifier):
            placed[number] = len(found)
            found.append(PageBreak(folio, identifier))
    return [found[placed[number]] for number, _, _ in wanted if number in placed]


def _blocks(files: list[ContentFile]) -> dict[str, etree._Element]:
    found: dict[str, etree._Element] = {}
    for file in files:
        for element in file.body.iter(etree.Element):
            identifier = element.get("id")
            if identifier:
                found.setdefault(identifier, element)
    return found


def _insert(block: etree._Element, offset: int, folio: str, identifier: str) -> bool:
    """Put the anchor before the character at `offset` of a block's text."""
    mark = etree.Element(H + "span", {"id": identifier, "class": "pagebreak"})
    mark.set(EPUB_TYPE, "pagebreak")
    mark.set("role", "doc-pagebreak")
    mark.set("aria-label", folio)
    left = offset
    for element, is_tail in _text_nodes(block):
        text = (element.tail if is_tail else element.text) or ""
        if left < len(text) or (left == len(text) and not text):
            _cut_in(element, mark, left, is_tail=is_tail)
            return True
        left -= len(text)
    return False


def _text_nodes(block: etree._Element) -> list[tuple[etree._Element, bool]]:
    """List the text nodes below a block in order, those of drawings left out."""
    nodes: list[tuple[etree._Element, bool]] = []

    def walk(element: etree._Element) -> None:
        if isinstance(element.tag, str):
            nodes.append((element, False))
            for child in element:
                walk(child)
                nodes.append((child, True))

    walk(block)
    return nodes


def _cut_in(element: etree._Element, mark: etree._Element, at: int, *, is_tail: bool) -> None:
    if is_tail:
        text = element.tail or ""
        element.tail = text[:at]
        element.addnext(mark)
    else:
        text = element.text or ""
        element.text = text[:at]
        element.insert(0, mark)
    mark.tail = text[at:]
