"""The fonts that drawings and the book's own styles ask for, and what stands for them here.

SVG 2 clause 11.5 leaves the font of lettering to the reader's machine; a PDF is to look the same
everywhere, so that every family asked for is one that ships (`fonts/fonts.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from publish.house.fonts import Family, families, generic_family, generic_of
from publish.house.stylesheets import OWN, read_stylesheets
from publish.model.edition import Edition
from publish.model.finding import Finding, notice, warning
from publish.model.publication import Image, Publication

SVG = "image/svg+xml"

_DECLARED = re.compile(r"font-family\s*:\s*([^;}!]+)", re.IGNORECASE)
_SHORTHAND = re.compile(r"\bfont\s*:[^;}]*?\d(?:px|pt|em|rem|mm|cm|%)(?:\s*/\s*\S+)?\s+([^;}!]+)")


def families_asked_for(publication: Publication, edition: Edition, theme: str) -> list[Family]:
    """List the families that drawings and styles need beside those of the text."""
    own = "\n".join([theme, publication.author_styles, *read_stylesheets(edition, OWN)])
    lists = [*_declared(own)]
    for image in _drawings(publication):
        lists += _lists_of(image)
    return [found for names in lists if (found := _stands_for(names)) is not None]


def report_lettering(publication: Publication) -> Iterator[Finding]:
    """Report which drawings ask for fonts that nothing here stands for: code WRI-162."""
    for image in _drawings(publication):
        for names in dict.fromkeys(_lists_of(image)):
            family, asked = _stands_for(names), ", ".join(names)
            said = f"{image.source.name} asks for the font {asked!r}"
            if family is None:
                hint = "name serif, sans-serif, monospace, or a font that ships: " + _known()
                message = f"{said}, which is not known; its lettering is set in the text's"
                yield warning("WRI-162", message, image.place, hint)
            elif not any(_is_exact(name) for name in names):
                message = f"{said}; its lettering is set in {family.name}"
                yield notice("WRI-162", message, image.place, "look whether the words still fit")


def _known() -> str:
    return ", ".join(each.name for each in families() if not each.name.startswith("Noto "))


def _drawings(publication: Publication) -> Iterator[Image]:
    return (image for image in publication.images.values() if image.media_type == SVG)


def _lists_of(image: Image) -> Iterator[tuple[str, ...]]:
    """Yield the lists of families that a drawing's attributes and styles name."""
    root = etree.fromstring(image.data, etree.XMLParser(huge_tree=True, resolve_entities=False))
    for element in root.iter(etree.Element):
        if element.get("font-family"):
            yield _names(str(element.get("font-family")))
        yield from _declared(str(element.get("style") or ""))
        if str(element.tag).endswith("}style"):
            yield from _declared(element.text or "")


def _declared(css: str) -> Iterator[tuple[str, ...]]:
    for pattern in (_DECLARED, _SHORTHAND):
        yield from (_names(value) for value in pattern.findall(css))


def _names(value: str) -> tuple[str, ...]:
    return tuple(name for part in value.split(",") if (name := part.strip().strip("'\"")))


def _is_exact(name: str) -> bool:
    """Return whether a name is a generic family's, or that of one that ships."""
    return generic_of(name) == name.lower() or _shipped(name) is not None


def _stands_for(names: Iterable[str]) -> Family | None:
    """Find the family that is used for a list of names."""
    for name in names:
        if name.lower() in {"inherit", "initial", "unset"}:
            return families()[0]
        if generic := generic_of(name):
            return _shipped(name) or generic_family(generic)
    return None


def _shipped(name: str) -> Family | None:
    return next((each for each in families() if each.name.lower() == name.lower()), None)
