"""The navigation document and, for older reading systems, the NCX (EPUB 3.3 chapter 7).

Side-loaded Kobo readers find the contents in the NCX alone, so that both are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

from publish.house.language.words import word
from publish.model.publication import Entry, Landmark, PageBreak, Publication
from publish.write.epub.content import EPUB_TYPE, H
from publish.write.epub.documents import new_document

NCX = "http://www.daisy.org/z3986/2005/ncx/"
PASSAGES = "index-locator-list"
"""The term that comes nearest (EPUB 3 Structural Semantics Vocabulary 1.1, clause 2.13)."""

_NAMELESS = "—"
Href = Callable[[str], str]


def navigation_document(
    publication: Publication,
    href: Href,
    pages: list[PageBreak],
    depth: int,
    style_names: list[str],
) -> etree._Element:
    """Make nav.xhtml: contents down to `depth`, landmarks, page list."""
    lang = publication.lang or "und"
    own = next((mark.title for mark in publication.landmarks if mark.epub_type == "toc"), "")
    title = own or word("contents", publication.lang)
    html, body = new_document(title, lang, publication.direction, style_names, up="")
    toc = etree.SubElement(body, H + "nav", {EPUB_TYPE: "toc", "role": "doc-toc", "id": "toc"})
    etree.SubElement(toc, H + "h1").text = title
    _list(toc, contents_of(publication), href, depth)
    if publication.landmarks:
        _landmarks(body, publication.landmarks, href, word("landmarks", publication.lang))
    if pages:
        _page_list(body, pages, href, word("pages", publication.lang))
    if publication.passages:
        _passages(body, publication.passages, href, word("passages", publication.lang))
    return html


def contents_of(publication: Publication) -> list[Entry]:
    """Return the contents; a book without any is its own only entry: an empty list is invalid.

    So is an entry without words, which a lone dash then stands for.
    """
    if not publication.contents:
        return [Entry(publication.title or _NAMELESS, "")]
    return publication.contents


def _list(parent: etree._Element, entries: Iterable[Entry], href: Href, depth: int) -> None:
    listed = etree.SubElement(parent, H + "ol")
    for entry in entries:
        item = etree.SubElement(listed, H + "li")
        link = etree.SubElement(item, H + "a", {"href": href(entry.target)})
        link.text = entry.title.strip() or _NAMELESS
        if entry.lang:
            link.set("lang", entry.lang)
            link.set("{http://www.w3.org/XML/1998/namespace}lang", entry.lang)
        if entry.children and depth > 1:
            _list(item, entry.children, href, depth - 1)


def _landmarks(body: etree._Element, landmarks: Iterable[Landmark], href: Href, title: str) -> None:
    nav = etree.SubElement(body, H + "nav", {EPUB_TYPE: "landmarks", "hidden": "hidden"})
    etree.SubElement(nav, H + "h2").text = title
    listed = etree.SubElement(nav, H + "ol")
    for landmark in landmarks:
        target = href(landmark.target) if landmark.target else "nav.xhtml#toc"
        link = etree.SubElement(etree.SubElement(listed, H + "li"), H + "a", {"href": target})
        link.set(EPUB_TYPE, landmark.epub_type)
        link.text = landmark.title


def _page_list(body: etree._Element, pages: list[PageBreak], href: Href, title: str) -> None:
    nav = etree.SubElement(body, H + "nav", {EPUB_TYPE: "page-list", "role": "doc-pagelist"})
    nav.set("hidden", "hidden")
    etree.SubElement(nav, H + "h2").text = title
    listed = etree.SubElement(nav, H + "ol")
    for page in pages:
        item = etree.SubElement(listed, H + "li")
        etree.SubElement(item, H + "a", {"href": href(page.target)}).text = page.label


def _passages(body: etree._Element, passages: Iterable[Entry], href: Href, title: str) -> None:
    """List the places by which a text is cited.

    A document has one page list; further lists are of kinds of their own, and have a heading
    (EPUB 3.3 section 5.4.2.1).
    """
    nav = etree.SubElement(body, H + "nav", {EPUB_TYPE: PASSAGES, "hidden": "hidden"})
    etree.SubElement(nav, H + "h2").text = title
    _list(nav, passages, href, depth=9)


def ncx_document(
    publication: Publication, identifier: str, href: Href, pages: list[PageBreak], depth: int
) -> bytes:
    """Write toc.ncx (OPF 2.0.1 section 2.4.1)."""
    root = etree.fromstring(f'<ncx xmlns="{NCX}" version="2005-1"/>')
    head = _add(root, "head")
    numbers = [page.label for page in pages if page.label.isdigit()]
    levels = [level for entry in publication.contents for level, _ in entry.flat()]
    for name, content in (
        ("dtb:uid", identifier),
        ("dtb:depth", str(min(depth, max(levels, default=1)))),
        ("dtb:totalPageCount", str(len(pages))),
        ("dtb:maxPageNumber", str(max(map(int, numbers), default=0))),
    ):
        _add(head, "meta").attrib.update({"name": name, "content": content})
    _add(_add(root, "docTitle"), "text").text = publication.title
    count = _Count()
    _points(_add(root, "navMap"), contents_of(publication), href, depth, count)
    if pages:
        _page_targets(_add(root, "pageList"), pages, href, count)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


class _Count:
    """Counts the play order through points and pages."""

    def __init__(self) -> None:
        self.order: dict[str, int] = {}
        self.points = 0

    def of(self, target: str) -> str:
        """Return a target's number; the same target has the same (EPUBCheck NCX-001)."""
        return str(self.order.setdefault(target, len(self.order) + 1))


def _points(
    parent: etree._Element, entries: Iterable[Entry], href: Href, depth: int, count: _Count
) -> None:
    for entry in entries:
        point = _add(parent, "navPoint")
        count.points += 1
        point.set("id", f"point-{count.points}")
        point.set("playOrder", count.of(href(entry.target)))
        _add(_add(point, "navLabel"), "text").text = entry.title.strip() or _NAMELESS
        _add(point, "content").set("src", href(entry.target))
        if depth > 1:
            _points(point, entry.children, href, depth - 1, count)


def _page_targets(
    parent: etree._Element, pages: list[PageBreak], href: Href, count: _Count
) -> None:
    numbered: set[str] = set()
    for number, page in enumerate(pages, start=1):
        target = _add(parent, "pageTarget")
        target.set("id", f"page-target-{number}")
        target.set("type", "normal" if page.label.isdigit() else "front")
        if page.label.isdigit() and page.label not in numbered:
            numbered.add(page.label)
            target.set("value", page.label)
        target.set("playOrder", count.of(href(page.target)))
        _add(_add(target, "navLabel"), "text").text = page.label
        _add(target, "content").set("src", href(page.target))


def _add(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NCX}}}{name}")
