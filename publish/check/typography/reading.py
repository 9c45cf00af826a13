"""PDF bytes -> the lines of each page: letters, places, sizes; in points from the lower left."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
from msgspec import Struct, field
from msgspec.structs import replace

HYPHEN = "-"
_HYPHENS = {"\x02", "\xad", "\ufffe", "\uffff", "\u2010", "\u2011"}
"""What pdfium makes of a hyphen at a line's end, and the hyphens of Unicode."""

THIN = 0.11
"""A gap of more than this share of a letter's height parts words, drawn as a space or not."""

LEVEL = 0.12
"""Letters this share of their height apart are on one line."""

APART = 2.2
"""Letters this many heights apart are in two columns."""

TURNED = 0.7
"""The sine of the angle from which on letters run up or down the page: those of turned tables."""


class Glyph(Struct, frozen=True):
    """A visible letter: where it begins and ends, its baseline, its font's height."""

    text: str
    left: float
    right: float
    base: float
    height: float
    is_behind_space: bool = False
    """Whether a space was drawn before it."""


class Line(Struct):
    """Letters on one baseline, in the order of the page from left to right."""

    glyphs: list[Glyph]
    base: float
    height: float

    @property
    def left(self) -> float:
        """Tell where the line begins."""
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        """Tell where it ends."""
        return max(glyph.right for glyph in self.glyphs[-3:])

    @property
    def spaces(self) -> list[tuple[float, float]]:
        """List where the word spaces begin and end."""
        return [
            (before.right, after.left)
            for before, after in pairwise(self.glyphs)
            if self._is_parted(before, after)
        ]

    @property
    def gaps(self) -> list[float]:
        """List the widths of the word spaces."""
        return [right - left for left, right in self.spaces]

    @property
    def first_word(self) -> list[Glyph]:
        """Give the letters up to the first word space."""
        for place, (before, after) in enumerate(pairwise(self.glyphs), start=1):
            if self._is_parted(before, after):
                return self.glyphs[:place]
        return self.glyphs

    @property
    def letters(self) -> str:
        """Give the letters and points without spaces."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def text(self) -> str:
        """Give the words."""
        words = [self.glyphs[0].text]
        for before, after in pairwise(self.glyphs):
            words.append(" " * self._is_parted(before, after) + after.text)
        return "".join(words)

    def _is_parted(self, before: Glyph, after: Glyph) -> bool:
        return after.is_behind_space or after.left - before.right > THIN * self.height

    @property
    def is_hyphenated(self) -> bool:
        """Tell whether the line ends within a word: in a hyphen behind a letter."""
        letters = self.letters
        return letters.endswith(HYPHEN) and letters[-2:-1].isalpha()


class Page(Struct):
    """One page as it stands in the PDF."""

    label: str
    lines: list[Line] = field(default_factory=list)
    """From the top down; those side by side from the left."""
    pictures: list[float] = field(default_factory=list)
    """The lower edges of its pictures."""
    sizes: dict[float, float] = field(default_factory=dict)
    """The size of the type, by the height of its letters as the font says it."""


def read_pages(data: bytes) -> list[Page]:
    """Read all pages; those of a book that is read from the right are mirrored.

    So a line begins at its `left` in every script.
    """
    pages: list[tuple[str, list[Glyph], list[float]]] = []
    sizes: dict[float, float] = {}
    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(document)):
            label = document.get_page_label(number) or str(number + 1)
            page = document[number]
            glyphs = _read_glyphs(page, sizes)
            pictures = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])
            edges = [picture.get_bounds()[1] for picture in pictures]
            pages.append((label, glyphs, edges))
            page.close()
    finally:
        document.close()
    if _is_rtl(glyph for _, glyphs, _ in pages for glyph in glyphs):
        pages = [(label, [*map(_mirror, glyphs)], edges) for label, glyphs, edges in pages]
    return [Page(label, lines_of(glyphs), edges, sizes) for label, glyphs, edges in pages]


def _is_rtl(glyphs: Iterable[Glyph]) -> bool:
    """Tell whether most letters are written from right to left."""
    kinds = Counter(unicodedata.bidirectional(glyph.text[:1]) for glyph in glyphs)
    return kinds["R"] + kinds["AL"] > kinds["L"]


def _mirror(glyph: Glyph) -> Glyph:
    return replace(glyph, left=-glyph.right, right=-glyph.left)


def _read_glyphs(page: pypdfium2.PdfPage, sizes: dict[float, float]) -> list[Glyph]:
    """Read the visible letters in the order in which they were drawn, none of turned lines.

    The sizes of type that are met first are noted.
    """
    textpage = page.get_textpage()
    raw = textpage.raw
    x, base, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    glyphs: list[Glyph] = []
    is_behind_space = False
    for place in range(pdfium.FPDFText_CountChars(raw)):
        text = chr(pdfium.FPDFText_GetUnicode(raw, place))
        text = HYPHEN if text in _HYPHENS else text
        if text.isspace() or text < " " or pdfium.FPDFText_IsGenerated(raw, place) == 1:
            is_behind_space = text.isspace()
            continue
        if abs(math.sin(pdfium.FPDFText_GetCharAngle(raw, place))) > TURNED:
            continue
        pdfium.FPDFText_GetCharOrigin(raw, place, x, base)
        pdfium.FPDFText_GetLooseCharBox(raw, place, box)
        height = box.top - box.bottom
        if round(height, 1) not in sizes:
            sizes[round(height, 1)] = _size(raw, place)
        glyphs.append(Glyph(text, box.left, box.right, base.value, height, is_behind_space))
        is_behind_space = False
    textpage.close()
    return glyphs


def _size(raw: object, place: int) -> float:
    """Return the size of a letter's type on the page."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(raw, place, matrix)
    return float(pdfium.FPDFText_GetFontSize(raw, place) * math.hypot(matrix.a, matrix.b))


def lines_of(glyphs: list[Glyph]) -> list[Line]:
    """Group letters by their baselines, and cut where columns part."""
    levels: list[list[Glyph]] = []
    for glyph in glyphs:
        reach = LEVEL * glyph.height
        level = next((lv for lv in reversed(levels) if abs(lv[0].base - glyph.base) <= reach), None)
        if level is None:
            levels.append([glyph])
        else:
            level.append(glyph)
    lines = [_line(piece) for level in levels for piece in _columns(level)]
    lines.sort(key=lambda line: (-round(line.base), line.left))
    return _join_raised(lines)


def _line(glyphs: list[Glyph]) -> Line:
    height = Counter(round(glyph.height, 1) for glyph in glyphs).most_common(1)[0][0]
    return Line(glyphs, glyphs[0].base, height)


def _columns(level: list[Glyph]) -> list[list[Glyph]]:
    level.sort(key=lambda glyph: glyph.left)
    pieces = [[level[0]]]
    for glyph in level[1:]:
        if glyph.left - pieces[-1][-1].right > APART * glyph.height:
            pieces.append([])
        pieces[-1].append(glyph)
    return pieces


def _join_raised(lines: list[Line]) -> list[Line]:
    """Put marks of notes, exponents and indices into the lines that they belong to."""
    kept: list[Line] = []
    for line in lines:
        host = next((other for other in lines if _is_beside(line, other)), None)
        if host is None:
            kept.append(line)
        else:
            host.glyphs.extend(line.glyphs)
            host.glyphs.sort(key=lambda glyph: glyph.left)
    return kept


def _is_beside(raised: Line, host: Line) -> bool:
    size = host.height
    return (
        raised.height < 0.85 * size
        and len(raised.glyphs) < len(host.glyphs)
        and -0.3 * size < raised.base - host.base < 0.6 * size
        and raised.left < host.right + 0.5 * size
        and raised.right > host.left - 0.5 * size
    )
