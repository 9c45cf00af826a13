"""The cover: the edition's own picture, or a design of styles/covers/ with the book's words."""

from __future__ import annotations

import io

from lxml import etree
from msgspec import Struct
from PIL import Image

from publish.house.covers import picture_path, read_design, read_ground, read_picture
from publish.house.fonts import Family
from publish.house.own_fonts import read_own_fonts
from publish.model.edition import Edition
from publish.model.finding import Finding, MachineError, PublishError, say_path, warning
from publish.model.publication import Publication
from publish.run.cache import Cache, key_of
from publish.write.epub.content import EPUB_TYPE
from publish.write.epub.cover_design import (
    HEIGHT,
    WIDTH,
    Design,
    Wording,
    design_of,
    paint_cover,
    wording_of,
)
from publish.write.epub.documents import new_document

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
MOST_BYTES = 1_000_000
LEAST_PIXELS = 1000
"""The longer side that Amazon and Kobo take at the least (Kindle Publishing Guidelines 4.1)."""

_LARGEST_SIDE = 2560
_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}


class Cover(Struct, frozen=True):
    """A cover picture, the words that stand for it, and its size in pixels."""

    data: bytes
    media_type: str
    alt: str
    width: int
    height: int

    @property
    def href(self) -> str:
        """Return its path inside the package's folder, where no picture of the text can be."""
        return "cover.png" if self.media_type == "image/png" else "cover.jpg"


def make_cover(
    publication: Publication, edition: Edition, cache: Cache
) -> tuple[Cover | None, list[Finding]]:
    """Take the edition's picture, or set the cover in type.

    Codes: WRI-005 the picture cannot be used, WRI-006 no such design, WRI-007 no such colour,
    WRI-008 the picture is smaller than shops take. Raises MachineError CLI-003 where WeasyPrint is
    not the one that it needs.
    """
    alt = edition.cover.alt or _words(publication, edition)
    try:
        if edition.cover.image:
            return _own_cover(edition, alt)
        return _cover_in_type(publication, edition, alt, cache), []
    except MachineError:  # which no other cover in the book would help
        raise
    except PublishError as problem:
        return None, problem.findings


def cover_document(cover: Cover, publication: Publication) -> etree._Element:
    """Make the page that shows the cover; a drawing as its frame fits every screen unstretched.

    `preserveAspectRatio` does what CSS cannot do for old readers: fill the screen, keep the shape.
    """
    lang = publication.lang or "und"
    html, body = new_document(publication.title, lang, publication.direction, ["book"], up="")
    body.set("class", "cover")
    body.set(EPUB_TYPE, "cover")
    drawing = etree.SubElement(
        body,
        f"{{{SVG}}}svg",
        nsmap={None: SVG, "xlink": XLINK},  # type: ignore[dict-item]
    )
    drawing.attrib.update(
        {
            "version": "1.1",
            "width": "100%",
            "height": "100%",
            "viewBox": f"0 0 {cover.width} {cover.height}",
            "preserveAspectRatio": "xMidYMid meet",
            "role": "img",
            "aria-label": cover.alt,
        }
    )
    image = etree.SubElement(drawing, f"{{{SVG}}}image")
    image.attrib.update({"width": str(cover.width), "height": str(cover.height)})
    image.set(f"{{{XLINK}}}href", cover.href)
    return html


def _cover_in_type(publication: Publication, edition: Edition, alt: str, cache: Cache) -> Cover:
    design = design_of(read_design(edition))
    wording = wording_of(publication, edition, read_ground(edition))
    own = read_own_fonts(edition).chosen(edition.epub.font)
    return Cover(_painted(design, wording, own, cache), "image/jpeg", alt, WIDTH, HEIGHT)


def _painted(design: Design, wording: Wording, own: Family | None, cache: Cache) -> bytes:
    """Return the JPEG of a cover in type; an edition's is the same from one build to the next."""
    family = (own.name, own.digest) if own is not None else ()
    key = key_of(("cover", repr(design), repr(wording), repr(family)))
    data = cache.get(key)
    if data is None:
        data = _jpeg(paint_cover(design, wording, own))
        cache.put(key, data)
    return data


def _words(publication: Publication, edition: Edition) -> str:
    """Say what a cover in type says."""
    parts = (publication.title, edition.book.subtitle, ", ".join(edition.authors()))
    return ". ".join(part.rstrip(".") for part in parts if part)


def _own_cover(edition: Edition, alt: str) -> tuple[Cover, list[Finding]]:
    data, _ = read_picture(edition)
    with Image.open(io.BytesIO(data)) as picture:
        cover = _fit_for_shops(picture, data, alt)
    if max(cover.width, cover.height) < LEAST_PIXELS:
        name = say_path(picture_path(edition))
        message = f"the cover {name} has {cover.width} x {cover.height} pixels"
        hint = f"shops want {LEAST_PIXELS} on the longer side at the least, 1600 x 2560 at best"
        return cover, [warning("WRI-008", message, hint=hint)]
    return cover, []


def _fit_for_shops(picture: Image.Image, data: bytes, alt: str) -> Cover:
    """Keep a file that is fit as it is; make a JPEG of any other."""
    is_fit = len(data) <= MOST_BYTES and max(picture.size) <= _LARGEST_SIDE * 2
    if picture.format in _TYPES and picture.mode in {"RGB", "L", "P"} and is_fit:
        return Cover(data, _TYPES[picture.format], alt, *picture.size)
    flat = picture.convert("RGBA")
    ground = Image.new("RGBA", flat.size, "white")
    whole = Image.alpha_composite(ground, flat).convert("RGB")
    whole.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE), Image.Resampling.LANCZOS)
    return Cover(_jpeg(whole), "image/jpeg", alt, *whole.size)


def _jpeg(picture: Image.Image) -> bytes:
    """Write a JPEG of less than a megabyte."""
    out = io.BytesIO()
    for quality in (92, 85, 75, 60, 45):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True, subsampling=0)
        if out.tell() < MOST_BYTES:
            break
    return out.getvalue()
