"""Laid-out pages -> the PDF of one division, its fonts left out and listed instead.

Divisions are bound into one file later (`write/pdf/assemble/`), where each font is cut to the
glyphs of the whole book and stored once. WeasyPrint would subset it for every division.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

import pydyf
import uharfbuzz
from weasyprint.document import DocumentMetadata
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi

from publish.engine.combining_marks import Fonts, is_pointed, tell_pointed_letters
from publish.engine.drawn import DrawnDivision, FontShelf, FontUse
from publish.engine.hard_hyphens import tell_hard_hyphens
from publish.engine.layout import Laid, collect_messages
from publish.engine.line_tags import drop_line_tags
from publish.engine.patches.link_areas import drop_inner_links
from publish.engine.pydyf_types import Pdf, PdfStream
from publish.engine.turned_pages import turn_pages
from publish.run.roomy import roomy

STRUCTURES = frozenset(("/LI", "/Table", "/Figure", "/Formula", "/Note"))
"""The tags that the bound book mends or asks for (`write/pdf/assemble/tags/`)."""

LEVEL = 6
"""How hard content is compressed: harder, as pydyf would, takes half as long again and spares less
than a hundredth of its length."""


class _ExactWidths(dict[int, float]):
    """Advance widths as the font file has them, the same for every division and size.

    Pango's, which WeasyPrint would note, are rounded at the size in hand.
    """

    def __init__(self, data: bytes, index: int) -> None:
        super().__init__()
        self._font = _opened(data, index)
        self._count = self._font.face.glyph_count
        self._per_mille = 1000 / self._font.face.upem

    def __contains__(self, glyph: object) -> bool:
        return super().__contains__(glyph) or (isinstance(glyph, int) and 0 < glyph < self._count)

    def __missing__(self, glyph: int) -> float:
        width: int = round(self._font.get_glyph_h_advance(glyph) * self._per_mille)
        self[glyph] = width
        return width


@lru_cache(maxsize=64)
def _opened(data: bytes, index: int) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(data, index))


class _SharedFont(Font):  # type: ignore[misc]
    """A font that is cut when the book is bound; one that cannot wait is cut as usual."""

    widths: dict[int, float]

    def clean(self, to_unicode: dict[int, str], hinting: bool) -> None:
        if self.missing or not self.is_sharable:
            super().clean(to_unicode, hinting)
        else:
            self.file_content = b"\0\1\0\0"
        self.widths = dict(self.widths)


class _FontFile(NamedTuple):
    """A font file's bytes, and their hash."""

    data: bytes
    digest: bytes


class _Fonts(dict[int, _SharedFont]):
    """The fonts of a document being drawn; each joins as one that can be shared."""

    def __init__(self, files: dict[int, _FontFile]) -> None:
        """Begin with none; `files` are those of the book's fonts by the addresses of their faces.

        WeasyPrint copies a file for each document, and each copy would be hashed.
        """
        super().__init__()
        self._files = files

    def _file(self, font: _SharedFont) -> _FontFile:
        address = int(ffi.cast("uintptr_t", font.hb_face))
        if address not in self._files:
            data = font.file_content
            self._files[address] = _FontFile(data, hashlib.sha256(data).digest())
        return self._files[address]

    def __setitem__(self, key: int, font: _SharedFont) -> None:
        font.__class__ = _SharedFont
        font.is_sharable = not (
            font.bitmap or font.png or font.svg or font.colr or "fvar" in font.tables
        )
        font.whole, digest = self._file(font)
        font.file_content, font.digest = font.whole, digest.hex()
        font.hash = _key(font.name, digest)
        if font.is_sharable:
            font.widths = _ExactWidths(font.file_content, font.index)
        super().__setitem__(key, font)


def _key(name: bytes, file_digest: bytes) -> str:
    """Return a name that tells faces of one name apart by their files, as WeasyPrint does not."""
    digest = hashlib.sha256(name + file_digest).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


@roomy
def draw(
    laid: Laid, shelf: FontShelf, *, tagged: bool, link_targets: Iterable[str] = ()
) -> DrawnDivision:
    """Draw a division's pages.

    `link_targets` are the ids that its links point at in other divisions; their links become
    named destinations, which the binding resolves.
    """
    document = laid.document
    assert document is not None, "the boxes of these pages are gone"
    document.metadata = DocumentMetadata(lang="und")
    files = document.font_config.__dict__.setdefault("font_files", {})
    document.fonts = drawn_fonts = _Fonts(files)
    for target in link_targets:
        document.pages[-1].anchors.setdefault(target, (0, 0, 0, 0))
    for page in document.pages:
        tell_hard_hyphens(page._page_box)
        drop_inner_links(page)
    kinds: set[str] = set()

    def finish(_: object, pdf: Pdf) -> None:
        turn_pages(document.pages, pdf)
        drop_line_tags(pdf)
        for item in pdf.objects:
            if isinstance(item, pydyf.Stream) and item.compress:
                _compress(item)
        kinds.update(str(item.get("S")) for item in pdf.objects if isinstance(item, dict))

    with collect_messages() as messages:
        data = document.write_pdf(finisher=finish, pdf_tags=tagged, pdf_version="1.7")
    fonts = {font.hash: font for font in drawn_fonts.values()}
    if is_pointed(fonts):
        data = _point(data, fonts)
    uses = _uses(drawn_fonts, shelf)
    return DrawnDivision(
        data, laid.page_records, uses, bool(kinds & STRUCTURES), laid.messages + messages
    )


def _compress(stream: PdfStream) -> None:
    """Compress a stream (ISO 32000-1 clause 7.4.4), which pydyf then writes as it is."""
    content = b"\n".join(map(_written, stream.stream))
    stream.stream, stream.compress = [zlib.compress(content, LEVEL)], False
    stream.extra["Filter"] = "/FlateDecode"


def _written(piece: bytes | str | pydyf.Object) -> bytes:
    """Return a piece of a stream as pydyf writes it."""
    if isinstance(piece, bytes):
        return piece
    return piece.encode("ascii") if isinstance(piece, str) else piece.data


def _point(data: bytes, fonts: Fonts) -> bytes:
    from pikepdf import Pdf

    out = BytesIO()
    with Pdf.open(BytesIO(data)) as pdf:
        tell_pointed_letters(pdf, fonts)
        pdf.save(out)
    return out.getvalue()


def _uses(fonts: _Fonts, shelf: FontShelf) -> list[FontUse]:
    """List the shared fonts; several sizes or variants of one are listed together."""
    uses: dict[str, FontUse] = {}
    for font in fonts.values():
        if not font.is_sharable or font.missing:
            continue
        use = uses.get(font.hash)
        if use is None:
            use = uses[font.hash] = FontUse(
                font.hash,
                font.name.decode().lstrip("/"),
                font.family,
                shelf.put(font.whole, font.digest),
                font.index,
                font.flags,
                font.ascent,
                font.descent,
                {},
                {},
            )
        use.text_of.update(font.to_unicode)
        use.widths.update(font.widths)
    kept_apart = {font.hash for font in fonts.values() if font.missing}
    return [use for key, use in uses.items() if key not in kept_apart]
