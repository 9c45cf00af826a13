"""A Publication -> an EPUB 3: content files, links, pages, fonts, package. Read this first."""

from __future__ import annotations

import re

from ebooklib import epub
from lxml import etree

from publish.edition import Edition
from publish.finding import Finding, has_errors
from publish.printing import Printing
from publish.publication import Medium, PageBreak, Publication
from publish.stylesheets import COMMON, OWN, read_stylesheets
from publish.words import word
from publish.write.characters import report_missing
from publish.write.epub.accessibility import MATH, accessibility_of
from publish.write.epub.archive import pack
from publish.write.epub.content import EPUB_TYPE, ContentFile, content_files
from publish.write.epub.cover import Cover, cover_document, make_cover
from publish.write.epub.documents import document_of, serialize_document
from publish.write.epub.fonts import EmbeddedFont, embedded_fonts
from publish.write.epub.kobo import add_spans
from publish.write.epub.links import aim_links, href_of, places_of_ids
from publish.write.epub.metadata import check_isbns, describe, identifier_of, meta
from publish.write.epub.navigation import navigation_document, ncx_document
from publish.write.epub.page_list import page_list

FOLDER = "EPUB"
XHTML_TYPE = "application/xhtml+xml"
SVG = "{http://www.w3.org/2000/svg}svg"
SCHEMA = "schema: http://schema.org/"


def write_epub(
    publication: Publication,
    edition: Edition,
    *,
    printing: Printing | None = None,
    for_kobo: bool = False,
) -> tuple[bytes, list[Finding]]:
    """Write an EPUB; `printing` is the PDF of the same run, for the page list.

    The publication is left as it was. Codes: WRI-004 a wrong ISBN, WRI-005 a cover that cannot
    be used, WRI-053 a character that no font has.
    """
    findings = [*check_isbns(edition), *report_missing(publication, Medium.EPUB)]
    files = content_files(publication, edition.epub.max_part_kb)
    pages, page_source = page_list(publication, edition, files, printing)
    places = places_of_ids(files)
    aim_links(files, places)
    names = _style_names(edition)
    documents = {file.href: document_of(file, names) for file in files}
    cover, heard = make_cover(publication, edition)
    findings += heard
    if cover is None or has_errors(findings):
        return b"", findings
    package = _package(publication, edition)
    _add_styles(package, publication, edition, list(documents.values()))
    _add_documents(package, documents, for_kobo=for_kobo)
    _add_images(package, publication)
    _add_cover(package, cover, publication)
    _add_navigation(package, publication, edition, files, pages)
    _claim(package, list(documents.values()), pages, page_source)
    package.spine = _spine(files)
    return pack(package, edition), findings


def _package(publication: Publication, edition: Edition) -> epub.EpubBook:
    package = epub.EpubBook()
    describe(package, publication, edition)
    package.FOLDER_NAME = FOLDER
    if publication.direction == "rtl":
        package.set_direction("rtl")
    package.prefixes = [SCHEMA]
    return package


def _id_of(href: str) -> str:
    """Make a manifest id of a path: `text-chapter-01`; its folder keeps it from all others."""
    return re.sub(r"[^\w.\-]", "-", href.removesuffix(".xhtml"))


def _add(
    package: epub.EpubBook,
    href: str,
    media_type: str,
    data: bytes,
    *properties: str,
    identifier: str = "",
) -> None:
    item = epub.EpubItem(
        uid=identifier or _id_of(href), file_name=href, media_type=media_type, content=data
    )
    item.properties = list(properties)
    package.add_item(item)


def _style_names(edition: Edition) -> list[str]:
    names = ["fonts"] if edition.epub.embed_fonts else []
    return [*names, "book"]


def _add_styles(
    package: epub.EpubBook,
    publication: Publication,
    edition: Edition,
    documents: list[etree._Element],
) -> None:
    sheets = read_stylesheets(edition, *COMMON, "epub", f"themes/{edition.epub.theme}", OWN)
    book = "\n".join([*sheets, publication.author_styles])
    _add(package, "css/book.css", "text/css", book.encode(), identifier="style-book")
    if edition.epub.embed_fonts:
        fonts, sheet = embedded_fonts(documents)
        _add(package, "css/fonts.css", "text/css", sheet.encode(), identifier="style-fonts")
        _add_fonts(package, fonts)


def _add_fonts(package: epub.EpubBook, fonts: list[EmbeddedFont]) -> None:
    licences = set()
    for font in fonts:
        _add(package, font.name, "font/ttf", font.data, identifier=f"font-{font.face.file.stem}")
        if font.licence not in licences:
            licences.add(font.licence)
            name = f"fonts/{font.licence.parent.name}-{font.licence.name}"
            _add(package, name, "text/plain", font.licence.read_bytes())


def _add_documents(
    package: epub.EpubBook, documents: dict[str, etree._Element], *, for_kobo: bool
) -> None:
    for href, html in documents.items():
        if for_kobo:
            add_spans(html)
        properties = [
            name
            for name, tag in (("mathml", MATH), ("svg", SVG))
            if next(html.iter(tag), None) is not None
        ]
        _add(package, href, XHTML_TYPE, serialize_document(html), *properties)


def _add_images(package: epub.EpubBook, publication: Publication) -> None:
    for number, image in enumerate(publication.images.values(), start=1):
        name = f"images/{image.name}"
        _add(package, name, image.media_type, image.data, identifier=f"image-{number}")


def _add_cover(package: epub.EpubBook, cover: Cover, publication: Publication) -> None:
    _add(package, cover.href, cover.media_type, cover.data, "cover-image", identifier="cover-image")
    page = serialize_document(cover_document(cover, publication))
    _add(package, "cover.xhtml", XHTML_TYPE, page, "svg", identifier="cover")
    package.add_metadata("OPF", "cover", "", {"name": "cover", "content": "cover-image"})


def _add_navigation(
    package: epub.EpubBook,
    publication: Publication,
    edition: Edition,
    files: list[ContentFile],
    pages: list[PageBreak],
) -> None:
    places = places_of_ids(files)

    def href(identifier: str) -> str:
        return href_of(identifier, places, files)

    lang = publication.lang
    words = {name: word(name, lang) for name in ("contents", "landmarks", "pages")}
    depth = max(1, edition.contents.depth)
    nav = navigation_document(publication, href, pages, depth, words, _style_names(edition))
    _add(package, "nav.xhtml", XHTML_TYPE, nav, "nav", identifier="nav")
    ncx = ncx_document(publication, identifier_of(publication, edition), href, pages, depth)
    _add(package, "toc.ncx", "application/x-dtbncx+xml", ncx, identifier="ncx")


def _spine(files: list[ContentFile]) -> list[str]:
    """Order the files: the cover, the title page, the contents, all the rest."""
    order = [_id_of(file.href) for file in files]
    titles = [n for n, file in enumerate(files) if "titlepage" in (file.body.get(EPUB_TYPE) or "")]
    place = titles[0] + 1 if titles and titles[0] < 3 else 0
    return ["cover", *order[:place], "nav", *order[place:]]


def _claim(
    package: epub.EpubBook,
    documents: list[etree._Element],
    pages: list[PageBreak],
    page_source: str,
) -> None:
    """Say what holds of access, and whose pages the page list has."""
    said = accessibility_of(documents, has_pages=bool(pages), has_contents=True)
    for name, value in said:
        meta(package, f"schema:{name}", value)
    if pages:
        meta(package, "pageBreakSource", page_source)
