"""EPUB 2 and 3: its pages in the order of the spine, as one page (EPUB 3.3, 5.6)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree
from msgspec import Struct, field

from publish.convert.log import Log
from publish.convert.manuscript import Manuscript
from publish.convert.markup.reading import read_page
from publish.convert.markup.tree import parse_page
from publish.convert.meta import Meta, Person, note
from publish.convert.reading.source import Source, member_name
from publish.convert.tei import whole_text
from publish.convert.word.package import parse_part, read_members
from publish.house.language.tag import language_tag
from publish.model.finding import Place, PublishError, error
from publish.model.lazy_pattern import lazy_pattern

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"

_FIELDS = {
    "language": "language", "publisher": "publisher", "date": "date", "rights": "rights",
    "description": "description", "source": "source", "subject": "subject",
    "identifier": "identifier",
}  # fmt: skip
_PAGES = frozenset(["application/xhtml+xml", "text/html", "text/x-oeb1-document"])
_EDITION = lazy_pattern(
    r"\b(copyright-page colophon|colophon copyright-page|titlepage generated)\b"
)
"""Classes of the pages that an edition of ours makes by itself, and will make anew."""


class Book(Struct):
    """The package document and what it names."""

    members: dict[str, bytes]
    path: str
    root: etree._Element
    items: dict[str, etree._Element] = field(default_factory=dict)

    def name(self, item: etree._Element) -> str:
        """Return the member that an item of the manifest is."""
        return member_name(self.path, item.get("href") or "")


def read_epub(source: Source, manuscript: Manuscript) -> None:
    """Read the pages of the spine, with what the package says of the book.

    Raises PublishError IMP-003 where it is damaged or locked.
    """
    book = _open(source)
    meta = _meta(book)
    cover = _cover(book)
    if cover is not None:
        meta.cover = (
            manuscript.pictures.take(book.members.get(book.name(cover), b""), "cover") or ""
        )
    manuscript.meta.over(meta)
    manuscript.beside += [meta.title, meta.subtitle, *(person.name for person in meta.people)]
    root, sheets = _as_one_page(book, manuscript.log)
    read_page(
        root, manuscript, lambda url: book.members.get(unquote(url)), sheets, is_typed=True,
        language=meta.language,
    )  # fmt: skip


def _open(source: Source) -> Book:
    members = read_members(source.data, source.file_name)
    container = parse_part(members.get(CONTAINER, b""))
    path = "" if container is None else next(
        (each.get("full-path") or "" for each in container.iter("{*}rootfile")), ""
    )  # fmt: skip
    root = parse_part(members.get(path, b""))
    locked = re.search(rb"\.x?html", members.get(ENCRYPTION, b""))
    if root is None or locked:
        hint = "its seller's protection lets nobody else read it" if locked else "see it whole"
        why = "it is locked" if locked else "it has no package document"
        message = f"{source.file_name} cannot be read: {why}"
        raise PublishError(error("IMP-003", message, Place(source.file_name), hint))
    items = {each.get("id") or "": each for each in root.iter("{*}item")}
    return Book(members, path, root, items)


def _meta(book: Book) -> Meta:
    meta = Meta()
    refined = _refinements(book.root)
    for each in book.root.iter("{http://purl.org/dc/elements/1.1/}*"):
        name = str(each.tag).rpartition("}")[2]
        value = " ".join(whole_text(each).split())
        said = refined.get(each.get("id") or "", {})
        if name == "title" and value:
            _take_title(meta, value, said.get("title-type", ""))
        elif name in {"creator", "contributor"} and value:
            role = said.get("role") or _attribute(each, "role")
            sort = said.get("file-as") or _attribute(each, "file-as")
            role = role or ("aut" if name == "creator" else "ctb")
            if role != "bkp":  # who made the file
                meta.people.append(Person(value, role, sort))
        elif name in _FIELDS and value:
            note(meta, _FIELDS[name], value)
    for each in book.root.iter("{*}meta"):
        _take_meta(meta, each, refined)
    meta.language = language_tag(meta.language)
    return meta


def _take_title(meta: Meta, value: str, kind: str) -> None:
    if kind == "subtitle":
        meta.subtitle = value
    elif not meta.title or kind == "main":
        meta.title = value


def _take_meta(meta: Meta, each: etree._Element, refined: dict[str, dict[str, str]]) -> None:
    name = each.get("name") or each.get("property") or ""
    value = each.get("content") or " ".join(whole_text(each).split())
    if name in {"calibre:series", "belongs-to-collection"} and not meta.series:
        meta.series = value
        meta.position = refined.get(each.get("id") or "", {}).get("group-position", "")
    elif name == "calibre:series_index":
        meta.position = meta.position or value


def _refinements(root: etree._Element) -> dict[str, dict[str, str]]:
    """Gather what `meta` elements say of others (EPUB 3.3, 5.5.5)."""
    found: dict[str, dict[str, str]] = {}
    for each in root.iter("{*}meta"):
        target = (each.get("refines") or "").removeprefix("#")
        if target:
            words = " ".join(whole_text(each).split())
            found.setdefault(target, {})[each.get("property") or ""] = words
    return found


def _attribute(element: etree._Element, name: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if str(k).endswith(f"}}{name}")), "")


def _cover(book: Book) -> etree._Element | None:
    for item in book.items.values():
        if "cover-image" in (item.get("properties") or "").split():
            return item
    named = (each for each in book.root.iter("{*}meta") if each.get("name") == "cover")
    return next((book.items.get(each.get("content") or "") for each in named), None)


def _as_one_page(book: Book, log: Log) -> tuple[etree._Element, list[str]]:
    """Put all pages behind each other; their ids and links are told apart by the page."""
    root = etree.Element("html")
    body = etree.SubElement(root, "body")
    pages = {(name := book.name(item)): parse_page(book.members.get(name, b""))
             for item in _spine(book)}  # fmt: skip
    ids = _ids_of(pages)
    sheets: dict[str, str] = {}
    cover = _cover(book)
    for name, page in pages.items():
        _collect_sheets(page, name, book, sheets)
        inner = next(page.iter("body"), page)
        if _is_cover(inner, book.name(cover) if cover is not None else "", name):
            log.drop("a page that shows the cover")
            continue
        holder = _renamed(inner, name, ids)
        _drop_made_pages(holder, log)
        body.append(holder)
    return root, list(sheets.values())


def _spine(book: Book) -> Iterator[etree._Element]:
    for each in book.root.iter("{*}itemref"):
        item = book.items.get(each.get("idref") or "")
        if item is None or (item.get("media-type") or "") not in _PAGES:
            continue
        if "nav" in (item.get("properties") or "").split():
            continue  # the book's contents are made anew
        yield item


def _collect_sheets(page: etree._Element, name: str, book: Book, sheets: dict[str, str]) -> None:
    for each in page.iter("link", "style"):
        if each.tag == "style":
            sheets[whole_text(each)] = whole_text(each)
        elif "stylesheet" in (each.get("rel") or ""):
            path = member_name(name, each.get("href") or "")
            sheets[path] = book.members.get(path, b"").decode("utf-8", "replace")


def _is_cover(body: etree._Element, cover: str, name: str) -> bool:
    """Return whether a page shows a picture alone, and that is the cover."""
    if whole_text(body).strip():
        return False
    shown = [
        member_name(name, url)
        for each in body.iter(etree.Element)
        for url in (each.get("src"), each.get("href"))
        if url
    ]
    return len(shown) == 1 and (shown[0] == cover or "cover" in name.rpartition("/")[2].lower())


Ids = dict[str, dict[str, str]]
"""What the ids of each page are in the whole book; that of a page itself is by ``""``."""


def _ids_of(pages: dict[str, etree._Element]) -> Ids:
    """Let ids be as they are; those that several pages have get the number of their page."""
    own = {
        name: {
            said
            for each in page.iter(etree.Element)
            for said in (each.get("id"), each.get("name") if each.tag == "a" else None)
            if said
        }
        for name, page in pages.items()
    }
    counted = Counter(said for ids in own.values() for said in ids)
    ids: Ids = {}
    for number, (name, page) in enumerate(pages.items()):
        ids[name] = {
            said: said if counted[said] == 1 else f"f{number}-{said}" for said in own[name]
        }
        body = next(page.iter("body"), page)
        ids[name][""] = ids[name].get(body.get("id") or "", f"f{number}-page")
    return ids


def _renamed(body: etree._Element, name: str, ids: Ids) -> etree._Element:
    """Make a division of a page, with ids and links that hold in the whole book."""
    for each in body.iter(etree.Element):
        for key in ("id", "name"):
            if each.get(key) and (key == "id" or each.tag == "a"):
                each.set(key, ids[name][each.get(key) or ""])
        href = each.get("href")
        if href is not None and each.tag == "a":
            each.set("href", _moved(href, name, ids))
        for key in ("src", "href"):
            if each.get(key) and each.tag != "a" and not (each.get(key) or "").startswith("data:"):
                each.set(key, member_name(name, each.get(key) or ""))
    body.tag = "div"
    body.set("data-file", name)
    if not body.get("id"):
        body.set("id", ids[name][""])
    return body


def _moved(href: str, name: str, ids: Ids) -> str:
    if re.match(r"[a-z][a-z0-9+.-]*:|//", href, re.IGNORECASE):
        return href
    path, _, fragment = href.partition("#")
    target = member_name(name, path) if path else name
    if target not in ids:
        return href
    return f"#{ids[target].get(unquote(fragment), ids[target][''])}"


def _drop_made_pages(holder: etree._Element, log: Log) -> None:
    """Leave out what an edition of ours made, and will make again: title page, corrections."""
    for section in list(holder.iter("section")):
        names = section.get("class") or ""
        parent = section.getparent()
        if _is_list_of_corrections(section) and parent is not None:
            log.drop("a list of corrections, which the text here has", whole_text(section))
            parent.remove(section)
            continue
        if _EDITION.search(names) and parent is not None:
            log.drop("a page that an edition makes by itself")
            parent.remove(section)


def _is_list_of_corrections(section: etree._Element) -> bool:
    cells = (each.get("class") for each in section.iter("th", "td"))
    return (section.get("class") or "") == "corrections" and "correction-was" in cells
