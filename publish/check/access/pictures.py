"""Pictures and formulas: words for who does not see them (WCAG 2.2, 1.1.1)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from publish.check.access.book import (
    MATH,
    SVG,
    EpubUnderTest,
    H,
    Page,
    is_cover,
    is_decoration,
    name_of,
)
from publish.model.access import Fault
from publish.model.lazy_pattern import lazy_pattern

_FILE = lazy_pattern(r"\S+\.(?:jpe?g|png|gif|svg|webp|avif|tiff?|jxl|bmp)", re.I)
_CAMERA = lazy_pattern(r"(?:img|dsc[nf]?|p|image|scan|fig|photo)[_-]?\d+", re.I)
_SAYS_NOTHING = frozenset(
    "image picture photo photograph figure graphic illustration img alt bild abbildung foto figur "
    "grafik illustration image photo figure imagen figura immagine figura imagem afbeelding".split()
)
"""Words that only say that there is a picture."""


def pictures(book: EpubUnderTest) -> Iterator[tuple[Page, etree._Element]]:
    """Yield what is shown as a picture, the outermost where one lies in another."""
    for page, picture in book.elements(f"{H}img", f"{SVG}svg"):
        if not is_decoration(picture) and not _is_inside_picture(picture):
            yield page, picture


def own_pictures(book: EpubUnderTest) -> Iterator[tuple[Page, etree._Element]]:
    """Yield the pictures of the book's own: all but a cover that the house sets in type."""
    for page, picture in pictures(book):
        if book.has_own_cover or not is_cover(page):
            yield page, picture


def _is_inside_picture(picture: etree._Element) -> bool:
    return any(
        around.tag == f"{SVG}svg" or around.get("role") in {"img", "math"}
        for around in picture.iterancestors()
    )


def pictures_have_words(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand a name of every picture that is not marked as decoration."""
    for page, picture in pictures(book):
        if not name_of(picture):
            source = picture.get("src")
            shown = posixpath.basename(source) if source else "a drawing"
            yield page.fault(f"{shown} has no alternative text", picture)


def words_are_no_file_names(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse alternative texts that name a file, or only say that there is a picture (F30)."""
    for page, picture in pictures(book):
        words = name_of(picture)
        stem = posixpath.splitext(posixpath.basename(picture.get("src") or ""))[0]
        is_file = _FILE.fullmatch(words) or _CAMERA.fullmatch(words)
        if is_file or words.casefold() in {stem.casefold() or "-", *_SAYS_NOTHING}:
            yield page.fault(f"the alternative text {words!r} does not say what is shown", picture)


def details_are_there(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand what a picture names as its details: a long description, or a link to one."""
    for page, picture in pictures(book):
        details = picture.get("aria-details")
        if details is None:
            continue
        named = page.ids.get(details)
        link = named if named is None or named.get("href") else next(named.iter(f"{H}a"), None)
        if named is None:
            yield page.fault(f"the details {details!r} of a picture are not there", picture)
        elif link is not None and book.place_of(page, link.get("href") or "") is None:
            yield page.fault("the link to a picture's details leads nowhere", link)


def long_descriptions(book: EpubUnderTest) -> Iterator[etree._Element]:
    """Yield the long descriptions of pictures, as typesetting sets them apart."""
    for _, section in book.elements(f"{H}section"):
        if "picture-description" in (section.get("class") or "").split():
            yield section


def formulas_can_be_read(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand something to read of every formula."""
    for page, formula in book.elements(f"{MATH}math"):
        if not "".join(map(str, formula.itertext())).strip():
            yield page.fault("a formula is empty", formula)
        elif formula.get("alttext") is not None and not str(formula.get("alttext")).strip():
            yield page.fault("a formula has an empty alternative text", formula)
