"""Ligatures as a good setter has them: none over a German seam, and kept in spaced letters.

CSS knows ligatures on or off for whole elements (CSS Fonts 4 clause 6.4), and a joiner between the
letters of a compound would be in the text of who copies it. Pango takes features for single
letters: over the seam of a compound the feature is off.

Pango sets no ligature where letters are spaced, as becomes letters set wide apart (CSS Text 3
clause 8.2). Spaced by a hundredth of an em, a parted "fi" is all that one would see; so such
letters are spaced around the ligatures here (for justified lines: Kozea/WeasyPrint#1469).

WeasyPrint 70 adds a letter's space to the width of a line. Pango leaves out the one at the line's
end, which makes lines set closer wider than where it broke them, and the sum right; of lines set
wider it is left out here. A line that just fits would be thought too long, and be broken behind its
first word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast

from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

from publish.engine.computed_style import Style
from publish.engine.glyphs import GlyphLine, TextLayout
from publish.house.language.ligatures import seams
from publish.model.repair import LETTER, LIMIT

PARTED, CLEAR = b"liga 0", b"liga 0, ss20 1"
"""No ligature; and an f that stands clear of an l besides: see fonts/adapt_eb_garamond.py."""

SLIGHT = 1.01 * LETTER * LIMIT / 100
"""Letter spaces of more em than this are the author's or the design's."""

_LIGATURE = re.compile(r"f+[ijlbhkt]|ff")
_set_text = Layout.set_text
_line_size = line_break.line_size


def set_text_parted(self: TextLayout, text: str, justify: bool = False) -> None:
    """Set a layout's text as WeasyPrint does, its ligatures parted at the seams of compounds."""
    _set_text(self, text, justify)
    language = self.style["lang"]
    places = list(seams(self.text, language)) if language else ()
    if not places:
        return
    attributes = _attributes(self.layout)
    for place in places:
        # Of "ff|l" the first two go together: the last stands alone. Of "f|fi" the first does.
        alone = place if self.text[place - 2 : place].lower() == "ff" else place - 1
        features = CLEAR if self.text[place : place + 1] == "l" else PARTED
        attribute = pango.pango_attr_font_features_new(features)
        attribute.start_index = _bytes(self.text, alone)
        attribute.end_index = attribute.start_index + 1
        pango.pango_attr_list_insert(attributes, attribute)
    pango.pango_layout_set_attributes(self.layout, attributes)


def set_text_with_ligatures(self: TextLayout, text: str, justify: bool = False) -> None:
    """Set a layout's text with its ligatures, where its letters are spaced a little."""
    style = self.style
    spacing = _slight_spacing(style)
    if not spacing:
        set_text_parted(self, text, justify)
        return
    self.style = cast("Style", _Unspaced(style, spacing))
    try:
        set_text_parted(self, text, justify)
    finally:
        self.style = style
    attributes = _attributes(self.layout)
    for start, end in _runs(self.text):
        attribute = pango.pango_attr_letter_spacing_new(int(spacing * TO_UNITS))
        attribute.start_index, attribute.end_index = start, end
        pango.pango_attr_list_change(attributes, attribute)
    pango.pango_layout_set_attributes(self.layout, attributes)


def line_size_as_measured(line: GlyphLine, style: Style) -> tuple[float, float]:
    """Measure a line as WeasyPrint does, without the letter space behind its last letter."""
    width, height = _line_size(line, style)
    return width - max(0.0, _slight_spacing(style)), height


class _Unspaced:
    """A style whose letter space is counted into its word space."""

    def __init__(self, style: Style, spacing: float) -> None:
        self._style = cast("Mapping[str, object]", style)
        self._own: dict[str, object] = {
            "letter_spacing": "normal",
            "word_spacing": style["word_spacing"] + spacing,
        }

    def __getitem__(self, name: str) -> object:
        return self._own[name] if name in self._own else self._style[name]


def _attributes(layout: object) -> object:
    """Return the attributes of a Pango layout; a new list where it has none."""
    attributes: object = pango.pango_layout_get_attributes(layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    return attributes


def _slight_spacing(style: Style) -> float:
    """Return a style's letter space where it is a repair's, else 0."""
    spacing = style["letter_spacing"]
    if spacing == "normal" or abs(spacing) > SLIGHT * style["font_size"]:
        return 0.0
    return float(spacing)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the bytes from and to which letters are spaced: neither in spaces nor in ligatures."""
    for word in re.finditer(r"[^ \u00a0\n]+", text):
        at = word.start()
        for ligature in _LIGATURE.finditer(word[0]):
            if word.start() + ligature.start() > at:
                yield _bytes(text, at), _bytes(text, word.start() + ligature.start())
            at = word.start() + ligature.end()
        if word.end() > at:
            yield _bytes(text, at), _bytes(text, word.end())


def _bytes(text: str, at: int) -> int:
    return len(text[:at].encode())
