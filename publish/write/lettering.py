"""The fonts that drawings and the book's own styles ask for, and what stands for them here.

SVG 2 clause 11.5 leaves the font of lettering to the reader's machine; a PDF is to look the same
everywhere, so that every family asked for is one that ships (`fonts/fonts.toml`) or the book's own.
In an EPUB a drawing is a picture, which sees no font of the book (SVG 2 clause 2.2, static mode).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from publish.house.font_names import Names, asked_in, names_in
from publish.house.fonts import Family
from publish.house.own_fonts import OwnFonts
from publish.house.stylesheets import OWN, read_stylesheets
from publish.model.edition import Edition
from publish.model.finding import Finding, notice, warning
from publish.model.publication import Image, Publication

SVG = "image/svg+xml"


def families_asked_for(
    publication: Publication, edition: Edition, theme: str, fonts: OwnFonts
) -> list[Family]:
    """List the families that drawings and styles need beside those of the text."""
    own = "\n".join([theme, publication.author_styles, *read_stylesheets(edition, OWN)])
    lists = [names for names, _ in asked_in(own)]
    for image in _drawings(publication):
        lists += _lists_of(image)
    return [found for names in lists if (found := fonts.stands_for(names)) is not None]


def report_on_screens(publication: Publication, fonts: OwnFonts) -> Iterator[Finding]:
    """Report which drawings ask for fonts that an EPUB cannot show them in: code WRI-162."""
    for image in _drawings(publication):
        for names in dict.fromkeys(_lists_of(image)):
            own = fonts.find(names[0])
            if own is not None and own.digest:
                message = f"{image.source.name} asks for {own.name!r}, which no reading system has"
                hint = "have the drawing program turn the lettering into outlines"
                yield warning("WRI-162", message, image.place, hint)
            elif fonts.stands_for(names) is None:
                yield _unknown(image, names, fonts)


def _unknown(image: Image, names: Names, fonts: OwnFonts) -> Finding:
    said = f"{image.source.name} asks for the font {', '.join(names)!r}, which is not known"
    hint = "name serif, sans-serif, monospace, or a font of the book: " + fonts.known()
    return warning("WRI-162", f"{said}; its lettering is set in another", image.place, hint)


def report_lettering(publication: Publication, fonts: OwnFonts) -> Iterator[Finding]:
    """Report which drawings ask for fonts that nothing here stands for: code WRI-162."""
    for image in _drawings(publication):
        for names in dict.fromkeys(_lists_of(image)):
            family = fonts.stands_for(names)
            if family is None:
                yield _unknown(image, names, fonts)
            elif not any(fonts.is_exact(name) for name in names):
                said = f"{image.source.name} asks for the font {', '.join(names)!r}"
                message = f"{said}; its lettering is set in {family.name}"
                yield notice("WRI-162", message, image.place, "look whether the words still fit")


def _drawings(publication: Publication) -> Iterator[Image]:
    return (image for image in publication.images.values() if image.media_type == SVG)


def _lists_of(image: Image) -> Iterator[tuple[str, ...]]:
    """Yield the lists of families that a drawing's attributes and styles name."""
    root = etree.fromstring(image.data, etree.XMLParser(huge_tree=True, resolve_entities=False))
    for element in root.iter(etree.Element):
        if names := names_in(str(element.get("font-family") or "")):
            yield names
        css = str(element.get("style") or "")
        css += (element.text or "") if str(element.tag).endswith("}style") else ""
        yield from (names for names, _ in asked_in(css))
