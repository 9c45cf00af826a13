"""What Pango makes of a text, and what the drawing of it leaves, as types.

The names are those of Pango's C structures, as WeasyPrint hands them on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from publish.engine.computed_style import Style


class TextLayout(Protocol):
    """A text that Pango lays out, in one style."""

    text: str
    style: Style
    layout: object
    """The pointer to Pango's own."""
    justification_spacing: float

    def set_text(self, text: str, justify: bool = False) -> None: ...
    def reactivate(self, style: Style) -> None: ...
    def get_first_line(self) -> tuple[GlyphLine, int | None]: ...


class GlyphLine(Protocol):
    """A line of Pango's (`PangoLayoutLine *`); its runs are linked, the last to NULL."""

    runs: Sequence[RunLink]


class RunLink(Protocol):
    """A link in the chain of a line's runs."""

    data: GlyphRun
    next: RunLink


class GlyphRun(Protocol):
    """Glyphs of one font and direction, and what they were made of (`PangoGlyphItem`)."""

    item: GlyphItem
    glyphs: GlyphString


class GlyphItem(Protocol):
    """A stretch of text, in bytes (`PangoItem`)."""

    offset: int
    length: int
    analysis: GlyphAnalysis


class GlyphAnalysis(Protocol):
    """The font and the direction of a stretch; odd levels run from right to left."""

    font: object
    level: int


class GlyphString(Protocol):
    """Glyphs in the order in which they are painted, and the byte at which each one's text is."""

    num_glyphs: int
    glyphs: Sequence[GlyphInfo]
    log_clusters: Sequence[int]


class GlyphInfo(Protocol):
    """A glyph, and the room it takes in Pango's units."""

    glyph: int
    geometry: GlyphGeometry


class GlyphGeometry(Protocol):
    """The advance, and by how much a glyph is painted aside and above."""

    width: int
    x_offset: int
    y_offset: int


class DrawnFont(Protocol):
    """A font as it is noted while a document is drawn."""

    hash: str
    to_unicode: dict[int, str]
    widths: Mapping[int, float]
    is_sharable: bool
    """Whether it is cut when the book is bound (`drawing.py`)."""


class DrawingStream(Protocol):
    """The content of a page as it is drawn (`pydyf.Stream`)."""

    stream: list[bytes]
    _fonts: Mapping[int, DrawnFont]
    _tags: dict[object, dict[str, object]] | None
    """What is marked on the page, by boxes; None of a file without tags."""

    def set_color(self, color: object) -> None: ...
    def begin_text(self) -> None: ...
    def end_text(self) -> None: ...
    def set_text_matrix(
        self, a: float, b: float, c: float, d: float, e: float, f: float
    ) -> None: ...
    def set_font_size(self, font: str, size: float) -> None: ...
    def show_text(self, text: str) -> None: ...
    def add_font(self, font: object) -> tuple[DrawnFont, float]: ...
    def begin_marked_content(self, tag: str, property_list: object = None) -> None: ...
    def end_marked_content(self) -> None: ...
