"""A Publication -> an EPUB 3: pages, files, links, documents, package. Read this first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ebooklib import epub
from lxml import etree
from msgspec import Struct, structs

from publish.house.isbn import check_isbn
from publish.house.language.words import language_of_word
from publish.house.own_fonts import read_own_fonts
from publish.model.access import Claim
from publish.model.annotation import Annotation
from publish.model.edition import Edition
from publish.model.finding import Finding, has_errors
from publish.model.printing import Printing
from publish.model.publication import Entry, Image, Medium, Part, Publication
from publish.run.cache import Cache
from publish.write.characters import characters_of, report_missing
from publish.write.digital_source import check_named_pictures
from publish.write.epub.access_page import access_page, fill
from publish.write.epub.accessibility import accessibility_of
from publish.write.epub.annotations import PLACE, annotation_set
from publish.write.epub.apparatus import apparatus_part
from publish.write.epub.archive import pack
from publish.write.epub.conformance import tell_conformance
from publish.write.epub.content import EPUB_TYPE, ContentFile, content_files, copied_parts
from publish.write.epub.cover import Cover, make_cover
from publish.write.epub.dictionary import add_search_keys, name_entries
from publish.write.epub.documents import document_of
from publish.write.epub.fonts import embedded_fonts
from publish.write.epub.images import fit_images, shown_images
from publish.write.epub.kobo import add_spans
from publish.write.epub.linked_chapters import link_chapters
from publish.write.epub.links import aim_links, href_of, places_of_ids
from publish.write.epub.lost_words import check_words
from publish.write.epub.metadata import meta
from publish.write.epub.navigation import Href, navigation_document, ncx_document
from publish.write.epub.package import (
    add,
    add_cover,
    add_document,
    add_fonts,
    add_images,
    id_of,
    new_package,
    tell_access,
)
from publish.write.epub.page_list import PageList, page_list
from publish.write.epub.screen_pictures import SVG, add_ground, for_screens
from publish.write.epub.sheets import FONTS, fonts_of, style_sheets
from publish.write.epub.word_joiners import join_words
from publish.write.identifier import identifier_of
from publish.write.lettering import report_on_screens
from publish.write.own_styles import report_values


class Documents(Struct):
    """The finished documents: contents for new readers and for old, and the text by path."""

    nav: etree._Element
    ncx: bytes
    texts: dict[str, etree._Element]
    spine: list[str]


def write_epub(
    publication: Publication,
    edition: Edition,
    *,
    printing: Printing | None = None,
    for_kobo: bool = False,
    cache: Cache | None = None,
    claim: Claim | None = None,
    annotations: Sequence[Annotation] = (),
) -> tuple[bytes, list[Finding]]:
    """Write an EPUB; `printing` is the PDF of the same run, for the page list.

    `cache` holds covers that earlier runs made; `claim` is what is proved of its accessibility;
    `annotations` are notes of a proof, which the container brings along.

    The publication is left as it was; where a finding is an error, there are no bytes. Codes:
    WRI-004 a wrong ISBN, WRI-005 to WRI-008 the cover, WRI-010 no pages to list, WRI-011 no such
    theme, WRI-053 a character that no font has, WRI-086 a picture that is not shown, WRI-130
    pictures in printing inks, WRI-140 words that would be lost.
    """
    cache = cache or Cache()
    parts = link_chapters(copied_parts(publication), edition.epub.translation)
    name_entries(parts, edition)
    pages, about_pages = page_list(publication, edition, parts, printing)
    sheets, about_theme = style_sheets(publication, edition)
    cover, about_cover = make_cover(publication, edition, cache)
    findings = [
        *check_isbn(edition.book.isbn_epub, "book.isbn_epub"),
        *check_isbn(edition.book.isbn_print, "book.isbn_print"),
        *report_missing(characters_of(publication, Medium.EPUB), fonts_of(edition)[0]),
        *about_pages,
        *about_theme,
        *about_cover,
        *report_on_screens(publication, read_own_fonts(edition)),
        *report_values(edition),
        *check_named_pictures(publication, edition),
    ]
    if cover is None or has_errors(findings):
        return b"", findings
    apparatus = apparatus_part(parts, publication)
    if apparatus is not None:
        is_last = parts[-1].epub_type != "colophon"
        parts.insert(len(parts) - (not is_last), apparatus)
        publication = _listed(publication, apparatus)
    about = access_page(publication, edition, claim)
    if about is not None:
        parts.append(about)
        publication = _listed(publication, about)
    files = content_files(parts, publication, edition.epub.max_part_kb)
    for file in files:
        for tree in file.trees():
            join_words(tree, file.lang)
    places = places_of_ids(files)
    aim_links(files, places)
    href = partial(href_of, places=places, files=files)
    documents = _documents(publication, edition, files, href, pages, list(sheets))
    if for_kobo:
        for html in documents.texts.values():
            add_spans(html)
    images, about_images = _pictures(publication, documents)
    findings += about_images
    package = _package(publication, edition, documents, about, sheets, cover, images)
    add_search_keys(package, files, href, publication, edition)
    tell_conformance(package, claim, edition)
    if pages.pages:
        meta(package, "pageBreakSource", pages.source)
    beside = {}
    if annotations:  # only a proof has any; to look for their places reads the whole text
        beside[PLACE] = annotation_set(annotations, documents.texts, publication, edition)
    data = pack(package, edition, beside)
    return data, findings + check_words(data, publication, files)


def _listed(publication: Publication, part: Part) -> Publication:
    """Have the contents lead, behind all else, to a chapter that only the EPUB has."""
    contents = [*publication.contents, Entry(part.title, str(part.body.get("id")))]
    return structs.replace(publication, contents=contents)


def _pictures(publication: Publication, documents: Documents) -> tuple[list[Image], list[Finding]]:
    """Have all pictures and drawings seen on a screen, by day and by night."""
    for html in documents.texts.values():
        for drawing in html.iter(f"{SVG}svg"):
            add_ground(drawing)
    images = shown_images(publication.images.values(), documents.texts.values())
    return for_screens(images)


def _documents(
    publication: Publication,
    edition: Edition,
    files: list[ContentFile],
    href: Href,
    pages: PageList,
    sheet_names: list[str],
) -> Documents:
    depth = max(1, edition.contents.depth)
    identifier = identifier_of(publication, edition)
    return Documents(
        navigation_document(publication, href, pages.pages, depth, sheet_names),
        ncx_document(publication, identifier, href, pages.pages, depth),
        {file.href: document_of(file, sheet_names) for file in files},
        _spine(files),
    )


def _spine(files: Sequence[ContentFile]) -> list[str]:
    """Order the files: the cover, the title page, the contents, all the rest.

    Where the manuscript gives the contents a place, they are not shown a second time.
    """
    order = [id_of(file.href) for file in files]
    if any(file.body.get(EPUB_TYPE) == "toc" for file in files):
        return ["cover", *order]
    titles = [n for n, file in enumerate(files) if "titlepage" in (file.body.get(EPUB_TYPE) or "")]
    place = titles[0] + 1 if titles and titles[0] < 3 else 0
    return ["cover", *order[:place], "nav", *order[place:]]


def _package(
    publication: Publication,
    edition: Edition,
    documents: Documents,
    about: Part | None,
    sheets: dict[str, str],
    cover: Cover,
    pictures: list[Image],
) -> epub.EpubBook:
    package = new_package(publication, edition)
    texts = list(documents.texts.values())
    images = fit_images(pictures, texts, edition)
    style = "\n".join(sheets.values())
    said = accessibility_of(documents.texts, documents.nav, images, style, publication.lang)
    if about is not None:
        fill(about, dict(said)["accessibilitySummary"])
    add_cover(package, cover, publication, edition)
    add_document(package, "nav.xhtml", documents.nav, "nav")
    add(package, "toc.ncx", "application/x-dtbncx+xml", documents.ncx, identifier="ncx")
    for path, html in documents.texts.items():
        add_document(package, path, html)
    if FONTS in sheets:
        face, asked_for = fonts_of(edition)
        fonts, sheets[FONTS] = embedded_fonts([documents.nav, *texts], sheets, face, asked_for)
        add_fonts(package, fonts)
    for name, sheet in sheets.items():
        add(package, f"css/{name}.css", "text/css", sheet.encode())
    add_images(package, images, edition)
    tell_access(package, said, language_of_word("access_text", publication.lang))
    package.spine = documents.spine
    return package
