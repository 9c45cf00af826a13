"""Ligatures as a good setter has them: none over the seam of a German compound.

CSS knows ligatures on or off for whole elements (CSS Fonts 4 clause 6.4), and a joiner between the
letters of a compound would be in the text of who copies it. Pango takes features for single
letters: over the seam of a compound the feature is off.
"""

from __future__ import annotations

from weasyprint.text.ffi import ffi, pango
from weasyprint.text.line_break import Layout

from publish.engine.glyphs import TextLayout
from publish.house.language.ligatures import seams

PARTED, CLEAR = b"liga 0", b"liga 0, ss20 1"
"""No ligature; and an f that stands clear of an l besides: see fonts/adapt_eb_garamond.py."""

_set_text = Layout.set_text


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


def _attributes(layout: object) -> object:
    """Return the attributes of a Pango layout; a new list where it has none."""
    attributes: object = pango.pango_layout_get_attributes(layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    return attributes


def _bytes(text: str, at: int) -> int:
    return len(text[:at].encode())
