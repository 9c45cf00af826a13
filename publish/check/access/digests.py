"""Digests of what answers are about: an answer holds as long as that stays as it is.

Only the author's content counts: not what typesetting makes (contents, lists, imprint), and not
numbers of printed pages, which are others when pages are laid out anew.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from publish.check.access.book import (
    TYPE,
    XML_LANG,
    EpubUnderTest,
    H,
    Page,
    is_cover,
    is_decoration,
    name_of,
    words_of,
)
from publish.check.access.contrast import coloured_texts
from publish.check.access.moving import FORMS, FRAMES, MEDIA, moving_pictures
from publish.check.access.pictures import long_descriptions, pictures
from publish.check.access.structure import tables_without_headers
from publish.check.access.ways import MADE, headings_of_the_text, links_of_the_text

LENGTH = 16
"""Hexadecimal figures of a digest: enough that no change keeps it."""


def _text(book: EpubUnderTest) -> Iterator[str]:
    """Yield the words of the text, and where another language begins."""
    for page in book.texts:
        yield page.root.get("lang") or ""
        yield " ".join("".join(_words(page.root)).split())


def _words(root: etree._Element) -> Iterator[str]:
    """Yield the words below an element; a stack, since a manuscript may nest as it likes."""
    pending: list[etree._Element | str] = [root]
    while pending:
        element = pending.pop()
        if isinstance(element, str):
            yield element
            continue
        if not _counts(element):
            continue
        language = element.get("lang") or element.get(XML_LANG)
        yield f"\ue000{language}\ue001" if language else ""
        yield element.text or ""
        pending.append("\ue002" if language else "")
        for child in reversed(element):
            pending += [child.tail or "", child]


def _counts(element: etree._Element) -> bool:
    """Return whether an element's words are the author's, and no number of a page."""
    is_page = "page-ref" in (element.get("class") or "").split()
    is_made = bool(MADE & set((element.get(TYPE) or "").split()))
    is_text = isinstance(element.tag, str) and element.tag != f"{H}head"
    return is_text and not is_page and not is_made


def _pictures(book: EpubUnderTest) -> Iterator[str]:
    """Yield each picture's bytes and words; a cover set in type says what its words say."""
    for page, picture in [*pictures(book), *_decorations(book)]:
        yield name_of(picture)
        yield str(is_decoration(picture))
        if is_cover(page) and not book.has_own_cover:
            continue
        source = picture.get("src")
        if source:
            name = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), source))
            yield _digest_of(book.files.get(name, b""))
        else:
            yield _digest_of(etree.tostring(picture, method="c14n", with_tail=False))
            yield from _shown_in(book, picture)

    for description in long_descriptions(book):
        yield words_of(description)


def _shown_in(book: EpubUnderTest, drawing: etree._Element) -> Iterator[str]:
    for image in drawing.iter("{http://www.w3.org/2000/svg}image"):
        href = image.get("{http://www.w3.org/1999/xlink}href") or image.get("href") or ""
        yield _digest_of(book.files.get(href, b""))


def _decorations(book: EpubUnderTest) -> Iterator[tuple[Page, etree._Element]]:
    return ((page, picture) for page, picture in book.elements(f"{H}img") if is_decoration(picture))


def _headings(book: EpubUnderTest) -> Iterator[str]:
    for _, heading in headings_of_the_text(book):
        yield f"{str(heading.tag)[-1]} {words_of(heading)}"


def _links(book: EpubUnderTest) -> Iterator[str]:
    for _, link in links_of_the_text(book):
        if "page-ref" not in (link.get("class") or "").split():
            yield f"{name_of(link)} {(link.get('href') or '').rpartition('#')[2]}"


def _tables(book: EpubUnderTest) -> Iterator[str]:
    for _, table in tables_without_headers(book):
        yield words_of(table)


def _styles(book: EpubUnderTest) -> Iterator[str]:
    for _, element, ink in coloured_texts(book):
        yield f"{ink.colour} {ink.ground} {words_of(element)}"


def _media(book: EpubUnderTest) -> Iterator[str]:
    for page, element in book.elements(*MEDIA, *FORMS, *FRAMES, f"{H}script"):
        yield page.path
        yield _digest_of(etree.tostring(element, method="c14n", with_tail=False))
    for data in moving_pictures(book).values():
        yield _digest_of(data)


ABOUT: dict[str, Callable[[EpubUnderTest], Iterable[str]]] = {
    "text": _text,
    "headings": _headings,
    "pictures": _pictures,
    "links": _links,
    "tables": _tables,
    "styles": _styles,
    "media": _media,
}
"""What an answer may be about: the words of `about` in criteria.toml."""


def _digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def digest(book: EpubUnderTest, about: Iterable[str]) -> str:
    """Return the digest of what an answer is about, of the text where nothing is said."""
    said = [f"{name}\n" + "\x1f".join(ABOUT[name](book)) for name in about or ("text",)]
    return _digest_of("\x1e".join(said).encode("utf-8", "surrogatepass"))[:LENGTH]
