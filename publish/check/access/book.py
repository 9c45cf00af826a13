"""The EPUB under examination: its package, its documents in reading order, what lies beside them.

Read from the finished bytes alone, as a reading system would.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import unquote

from lxml import etree
from msgspec import Struct

from publish.check.access.declared import Declared, of_block, of_sheet
from publish.model.access import Fault
from publish.model.publication import EPUB, XHTML

H = f"{{{XHTML}}}"
TYPE = f"{{{EPUB}}}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
SVG = "{http://www.w3.org/2000/svg}"
MATH = "{http://www.w3.org/1998/Math/MathML}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"

HEADINGS = tuple(f"{H}h{rank}" for rank in range(1, 7))
DECORATIVE = frozenset(["presentation", "none"])

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


class Page(Struct, frozen=True, dict=True):
    """One content document: its path inside the package's folder, and its tree."""

    path: str
    root: etree._Element

    @cached_property
    def order(self) -> dict[str, int]:
        """Return where each id stands among the document's elements, counted from 1."""
        elements = enumerate(self.root.iter(etree.Element), start=1)
        return {str(each.get("id")): number for number, each in elements if each.get("id")}

    @cached_property
    def ids(self) -> dict[str, etree._Element]:
        """Return the elements by their ids."""
        elements = self.root.iter(etree.Element)
        return {str(each.get("id")): each for each in elements if each.get("id")}

    @cached_property
    def visible(self) -> dict[str, list[etree._Element]]:
        """Return the elements by their tags, those apart that lie in what is `hidden`."""
        found: dict[str, list[etree._Element]] = {}
        pending = [self.root]
        while pending:
            element = pending.pop()
            if isinstance(element.tag, str) and element.get("hidden") is None:
                found.setdefault(element.tag, []).append(element)
                pending += reversed(element)
        return found

    def fault(self, message: str, element: etree._Element | None = None) -> Fault:
        """Say what is wrong here."""
        line = element.sourceline if element is not None else None
        return Fault(self.path, message, line if isinstance(line, int) else None)

    def target(self, href: str) -> tuple[str, str]:
        """Return the path and the fragment that a link of this document leads to."""
        address, _, fragment = href.partition("#")
        folder = posixpath.dirname(self.path)
        path = posixpath.normpath(posixpath.join(folder, unquote(address))) if address else ""
        return path or self.path, unquote(fragment)


class EpubUnderTest:
    """A finished EPUB; `has_own_cover` tells a picture of the book's own from the house's type."""

    def __init__(self, data: bytes, *, has_own_cover: bool = True) -> None:
        """Unzip it and parse the package document."""
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            files = {name: box.read(name) for name in box.namelist()}
        self.opf = next(name for name in files if name.endswith(".opf"))
        folder = posixpath.dirname(self.opf)
        self.files = {name.removeprefix(f"{folder}/"): data for name, data in files.items()}
        self.package = etree.fromstring(files[self.opf], _PARSER)
        self.has_own_cover = has_own_cover

    @cached_property
    def items(self) -> dict[str, etree._Element]:
        """Return the manifest's items by id."""
        return {str(item.get("id")): item for item in self.package.iter(f"{OPF}item")}

    @cached_property
    def spine(self) -> list[tuple[str, bool]]:
        """List the paths of the spine in order, and whether each is read in its turn (linear)."""
        refs = self.package.iter(f"{OPF}itemref")
        known = [(self.items.get(str(ref.get("idref"))), ref) for ref in refs]
        return [
            (unquote(str(item.get("href"))), ref.get("linear") != "no")
            for item, ref in known
            if item is not None
        ]

    @cached_property
    def pages(self) -> list[Page]:
        """List the content documents: those of the spine in order, then the others."""
        order = [path for path, _ in self.spine]
        named = [
            unquote(str(item.get("href")))
            for item in self.items.values()
            if item.get("media-type") == "application/xhtml+xml"
        ]
        paths = dict.fromkeys([*(path for path in order if path in named), *named])
        return [
            Page(path, etree.fromstring(self.files[path], _PARSER))
            for path in paths
            if path in self.files
        ]

    @cached_property
    def by_path(self) -> dict[str, Page]:
        """Return the content documents by their paths."""
        return {page.path: page for page in self.pages}

    @cached_property
    def nav(self) -> Page | None:
        """Return the navigation document."""
        for item in self.items.values():
            if "nav" in (item.get("properties") or "").split():
                return self.by_path.get(unquote(str(item.get("href"))))
        return None

    @cached_property
    def texts(self) -> list[Page]:
        """List the documents of the text: not navigation, cover, or what is said of access."""
        return [
            page
            for page in self.pages
            if page is not self.nav and not is_cover(page) and not is_about_access(page)
        ]

    def links_of(self, kind: str) -> list[etree._Element]:
        """List the links of a nav of the navigation document, such as `toc` or `page-list`."""
        if self.nav is None:
            return []
        return [
            link
            for nav in self.nav.root.iter(f"{H}nav")
            if kind in (nav.get(TYPE) or "").split()
            for link in nav.iter(f"{H}a")
        ]

    @cached_property
    def turns(self) -> dict[str, int]:
        """Return when each document of the spine has its turn, counted from 0."""
        return {path: turn for turn, (path, _) in reversed(list(enumerate(self.spine)))}

    def place_of(self, page: Page, href: str) -> tuple[int, int] | None:
        """Return where a link leads, as numbers that grow in reading order; None if nowhere."""
        path, fragment = page.target(href)
        target = self.by_path.get(path)
        if target is None:
            return None
        at = self.turns.get(path, len(self.spine))
        if not fragment:
            return at, 0
        return (at, target.order[fragment]) if fragment in target.order else None

    def named_by(self, page: Page, link: etree._Element) -> tuple[Page, etree._Element] | None:
        """Return the element whose id a link has, with its document; None where there is none."""
        path, name = page.target(link.get("href") or "")
        target = self.by_path.get(path)
        element = None if target is None else target.ids.get(name)
        return None if target is None or element is None else (target, element)

    def metas(self, name: str) -> list[str]:
        """List what the package says under a property."""
        metas = self.package.iter(f"{OPF}meta")
        return [(meta.text or "").strip() for meta in metas if meta.get("property") == name]

    @cached_property
    def declared(self) -> list[Declared]:
        """List all that the sheets and `style` attributes declare, but for print."""
        found = [
            each
            for name, data in self.files.items()
            if name.endswith(".css")
            for each in of_sheet(name, data.decode("utf-8", "replace"))
        ]
        for page, element in self.elements():
            if element.get("style"):
                line, tag = element.sourceline, str(element.tag).removeprefix(H)
                at = line if isinstance(line, int) else 0
                found += of_block(page.path, str(element.get("style")), at, tag)
        return found

    def elements(self, *tags: str) -> Iterator[tuple[Page, etree._Element]]:
        """Yield the elements that are shown, of all content documents, tag by tag."""
        for page in self.pages:
            for tag in tags or page.visible:
                yield from ((page, element) for element in page.visible.get(tag, ()))


def is_about_access(page: Page) -> bool:
    """Return whether a document is the page that tells readers of the book's accessibility."""
    return any(
        (section.get("class") or "") == "access-page" for section in page.root.iter(f"{H}section")
    )


def is_cover(page: Page) -> bool:
    """Return whether a document shows the cover."""
    return any(body.get(TYPE) == "cover" for body in page.root.iter(f"{H}body"))


def is_hidden(element: etree._Element) -> bool:
    """Return whether an element lies in what no reader is shown in its place."""
    around = [element, *element.iterancestors()]
    return any(each.get("hidden") is not None for each in around)


def is_decoration(picture: etree._Element) -> bool:
    """Return whether a picture is marked as nothing but decoration."""
    return picture.get("role") in DECORATIVE or picture.get("aria-hidden") == "true"


def words_of(element: etree._Element) -> str:
    """Return the words of an element, white space folded."""
    return " ".join("".join(map(str, element.itertext(etree.Element))).split())


def name_of(element: etree._Element) -> str:
    """Return the name that assistive technology reads: label, words, the names of pictures.

    A part of Accessible Name and Description Computation 1.2, for the elements of our documents.
    """
    pieces: list[str] = []
    pending: list[etree._Element | str] = [element]
    while pending:
        part = pending.pop()
        if isinstance(part, str):
            pieces.append(part)
            continue
        own = _own_name(part)
        if own is not None:
            pieces.append(own)
            continue
        pieces.append(part.text or "")
        for child in reversed(part):
            is_read = isinstance(child.tag, str) and child.get("aria-hidden") != "true"
            pending += [child.tail or "", *([child] if is_read else [])]
    return " ".join("".join(pieces).split()) or (element.get("title") or "").strip()


def _own_name(element: etree._Element) -> str | None:
    """Return the name that stands for what is in an element; None where that itself is read."""
    if (element.get("aria-label") or "").strip():
        return str(element.get("aria-label")).strip()
    if element.tag == f"{H}img":
        return (element.get("alt") or "").strip()
    if element.tag == f"{SVG}svg":
        return (element.findtext(f"{SVG}title") or "").strip()
    return None
