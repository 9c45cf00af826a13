"""The PDF under examination, and how its parts are reached."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import pikepdf
from msgspec import Struct, field
from pikepdf import Array, Dictionary, Pdf

from publish.engine.layout_inputs import IMAGES
from publish.house.covers import LOGO, PICTURE
from publish.house.page.reading_variants import ReadingVariant, reading_variant
from publish.model.document import Document
from publish.model.edition import Edition
from publish.model.finding import Place
from publish.model.printing import PrintedPage
from publish.model.publication import Image
from publish.model.purpose import Purpose

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""


class PdfUnderTest(Struct, frozen=True, dict=True):
    """A finished PDF, what it is for, and the edition it was made from."""

    pdf: Pdf
    purpose: Purpose
    edition: Edition
    pictures: Mapping[str, Image] = field(default_factory=dict)
    printed: Sequence[PrintedPage] = ()
    """Its pages as they were laid out."""
    document: Document | None = None
    """The manuscript."""
    faultless: frozenset[int] = frozenset()
    """Pages, counted from 0, in which an earlier run has found no fault."""

    @cached_property
    def variant(self) -> ReadingVariant | None:
        """What a tagged file is to be; None where its purpose has no tags."""
        return reading_variant(self.edition, self.purpose)

    def picture(self, name: str) -> Image | None:
        """Find which picture of the book a page's resources call by this name."""
        for image in self.pictures.values():
            address = hashlib.md5(f"{IMAGES}{image.name}".encode(), usedforsecurity=False)
            if address.hexdigest() in name:
                return image
        return None

    def cover_picture(self, name: str) -> tuple[str, Place | None] | None:
        """Tell which picture of the edition's cover the sheet's resources call by this name."""
        cover = self.edition.cover
        for image, key, file in ((PICTURE, "image", cover.image), (LOGO, "logo", cover.logo)):
            address = hashlib.md5(f"{IMAGES}{image}".encode(), usedforsecurity=False)
            if file and address.hexdigest() in name:
                return file, self.edition.place("cover", key)
        return None

    def pages(self) -> Iterator[tuple[str, pikepdf.Page]]:
        """Yield each page with the words that name it."""
        for number, page in enumerate(self.pdf.pages, start=1):
            yield f"page {number}", page

    @cached_property
    def drawn_pages(self) -> list[tuple[str, pikepdf.Page, bytes]]:
        """List the pages with their names and content; one that has no content is left out."""
        return self._drawn(range(len(self.pdf.pages)))

    @cached_property
    def unread_pages(self) -> list[tuple[str, pikepdf.Page, bytes]]:
        """List those in which something may be at fault."""
        numbers = range(len(self.pdf.pages))
        return self._drawn([number for number in numbers if number not in self.faultless])

    def _drawn(self, numbers: Iterable[int]) -> list[tuple[str, pikepdf.Page, bytes]]:
        pages = list(self.pages())
        return [
            (name, page, content_of(page.obj))
            for name, page in (pages[number] for number in numbers)
            if page.obj.get("/Contents") is not None
        ]

    @cached_property
    def metadata(self) -> str:
        """Read the packet of metadata; empty where there is none."""
        held = self.pdf.Root.get("/Metadata")
        if not isinstance(held, pikepdf.Stream):
            return ""
        return held.read_bytes().decode("utf-8", "replace")

    @cached_property
    def tags(self) -> list[Tag]:
        """List the structure elements in reading order."""
        return read_tags(self.pdf.Root.get("/StructTreeRoot"))

    def tags_of(self, *kinds: str) -> list[Tag]:
        """List those of some kinds."""
        return [tag for tag in self.tags if tag.kind in kinds]

    def drawings(self) -> Iterator[tuple[str, bytes]]:
        """Yield all content: of pages, of forms, of patterns."""
        for name, _, drawing in self.drawn_pages:
            yield name, drawing
        for item in self.pdf.objects:
            if isinstance(item, pikepdf.Stream) and (
                item.get("/Subtype") == "/Form" or item.get("/PatternType") == 1
            ):
                yield f"object {item.objgen[0]}", item.read_bytes()

    def images(self) -> Iterator[pikepdf.Stream]:
        """Yield all image streams."""
        for item in self.pdf.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image":
                yield item

    def fonts(self) -> Iterator[pikepdf.Object]:
        """Yield all fonts that text is shown in, without their descendants."""
        for item in self.pdf.objects:
            is_font = isinstance(item, Dictionary) and item.get("/Type") == "/Font"
            if is_font and str(item.get("/Subtype", "")) not in ("/CIDFontType0", "/CIDFontType2"):
                yield item


def content_of(page: pikepdf.Object) -> bytes:
    """Read what is drawn on a page."""
    return b"\n".join(part.read_bytes() for part in streams_of(page))


def streams_of(page: pikepdf.Object) -> list[pikepdf.Object]:
    """List the streams in which a page's content stands."""
    contents = page.get("/Contents", Array())
    return list(contents) if isinstance(contents, Array) else [contents]


class Tag(Struct):
    """One structure element: its kind, such as `/P`, and what it holds."""

    kind: str
    element: pikepdf.Object
    inside: list[str] = field(default_factory=list)
    """The kinds of the elements directly in it."""


def read_tags(root: pikepdf.Object | None) -> list[Tag]:
    """List the elements below the root of a tag tree (ISO 32000-1 clause 14.7) in reading order."""
    tags: list[Tag] = []
    pending = [] if root is None else [Tag("", root)]
    while pending:
        tag = pending.pop()
        tags.append(tag)
        held = tag.element.get("/K")
        kids = list(held) if isinstance(held, Array) else [held]
        elements = [(kid.get("/S"), kid) for kid in kids if isinstance(kid, Dictionary)]
        found = [Tag(str(kind), kid) for kind, kid in elements if kind is not None]
        tag.inside = [one.kind for one in found]
        pending += reversed(found)
    return tags[1:]


def box_of(page: pikepdf.Page, key: str) -> Box | None:
    """Read one of a page's boxes; None where it has none."""
    box = page.obj.get(key)
    if box is None:
        return None
    left, bottom, right, top = (float(side) for side in box)
    return left, bottom, right, top
