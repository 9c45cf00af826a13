"""The package: what ebooklib is handed, item by item, and how it is told what it cannot say.

Everything is finished before it comes here. ebooklib writes the package document and the
container; it makes no document of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ebooklib import epub
from lxml import etree

from publish.model.edition import Edition
from publish.model.publication import Image, Publication
from publish.write.digital_source import marked, schema_term, source_of, source_of_image
from publish.write.epub.cover import Cover, cover_document
from publish.write.epub.documents import serialize_document
from publish.write.epub.fonts import EmbeddedFont
from publish.write.epub.metadata import describe, meta

FOLDER = "EPUB"
XHTML_TYPE = "application/xhtml+xml"
_SCHEMA = "schema: http://schema.org/"
_MINING = "tdm: http://www.w3.org/ns/tdmrep#"
"""TDM Reservation Protocol (W3C community report of 10 May 2024), section on EPUB 3."""
_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_SVG = "{http://www.w3.org/2000/svg}svg"


def new_package(publication: Publication, edition: Edition) -> epub.EpubBook:
    """Make a package that says what the book is and holds nothing yet."""
    package = epub.EpubBook()
    describe(package, publication, edition)
    package.FOLDER_NAME = FOLDER
    if publication.direction == "rtl":
        package.set_direction("rtl")
    package.prefixes = [_SCHEMA, *([_MINING] if edition.book.tdm else [])]
    return package


def id_of(href: str) -> str:
    """Make a manifest id of a path: `text-chapter-01`; its folder keeps it from all others."""
    return re.sub(r"[^\w.\-]", "-", href.removesuffix(".xhtml"))


def add(
    package: epub.EpubBook,
    href: str,
    media_type: str,
    data: bytes,
    *properties: str,
    identifier: str = "",
) -> None:
    """Add a file by its path inside the package's folder."""
    item = epub.EpubItem(
        uid=identifier or id_of(href), file_name=href, media_type=media_type, content=data
    )
    item.properties = list(properties)
    package.add_item(item)


def add_document(package: epub.EpubBook, href: str, html: etree._Element, *properties: str) -> None:
    """Add a content document; what it holds decides its properties (EPUB 3.3 appendix D.2)."""
    held = [
        name
        for name, tag in (("mathml", _MATH), ("svg", _SVG))
        if next(html.iter(tag), None) is not None
    ]
    add(package, href, XHTML_TYPE, serialize_document(html), *properties, *held)


def add_fonts(package: epub.EpubBook, fonts: Iterable[EmbeddedFont]) -> None:
    """Add fonts, each with the licence that lies beside it."""
    licences = set()
    for font in fonts:
        add(package, font.name, font.media_type, font.data)
        if font.licence is not None and font.licence not in licences:
            licences.add(font.licence)
            name = f"fonts/{font.licence.parent.name}-{font.licence.name}"
            add(package, name, "text/plain", font.licence.read_bytes())


def add_images(package: epub.EpubBook, images: Iterable[Image], edition: Edition) -> None:
    """Add the pictures of the text, and say which of them a program made."""
    for number, image in enumerate(images, start=1):
        name, source = f"images/{image.name}", source_of_image(image, edition)
        data = marked(image.data, image.media_type, source)
        add(package, name, image.media_type, data, identifier=f"image-{number}")
        _tell_source(package, source, f"image-{number}")


def _tell_source(package: epub.EpubBook, source: str, identifier: str) -> None:
    if source:
        meta(package, "schema:digitalSourceType", schema_term(source), refines=identifier)


def add_cover(
    package: epub.EpubBook, cover: Cover, publication: Publication, edition: Edition
) -> None:
    """Add the cover and the page that shows it, and name it in EPUB 3's way and in EPUB 2's."""
    own = edition.cover.image
    source = source_of(own, cover.data, edition) if own else ""
    data = marked(cover.data, cover.media_type, source)
    add(package, cover.href, cover.media_type, data, "cover-image", identifier="cover-image")
    _tell_source(package, source, "cover-image")
    add_document(package, "cover.xhtml", cover_document(cover, publication))
    package.add_metadata("OPF", "cover", "", {"name": "cover", "content": "cover-image"})


def tell_access(package: epub.EpubBook, said: Iterable[tuple[str, str]], language: str) -> None:
    """Say what holds of access; sentences are in `language`."""
    for name, value in said:
        if name == "accessibilitySummary":
            meta(package, f"schema:{name}", value, lang=language)
        else:
            meta(package, f"schema:{name}", value)
