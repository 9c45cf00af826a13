"""No ligature over the seam of a German compound: the feature is off for the letter there.

CSS knows ligatures on or off for whole elements (CSS Fonts 4 clause 6.4), and a joiner between the
letters would stand in the text of who copies it. Pango takes features for single letters.
"""

from __future__ import annotations

from typing import Any

from weasyprint.text.ffi import ffi, pango
from weasyprint.text.line_break import Layout

from publish.house.language.ligatures import seams

PARTED, CLEAR = b"liga 0", b"liga 0, ss20 1"
"""No ligature; and an f that stands clear of an l besides: see fonts/adapt_eb_garamond.py."""

_set_text = Layout.set_text


def set_text(self: Any, text: str, justify: bool = False) -> None:
    """Set a layout's text as WeasyPrint does, its ligatures parted at seams."""
    _set_text(self, text, justify)
    language = self.style["lang"]
    places = list(seams(self.text, language)) if language else ()
    if not places:
        return
    attributes = pango.pango_layout_get_attributes(self.layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    for place in places:
        # Of "ff|l" the first two go together: the last stands alone. Of "f|fi" the first does.
        alone = place if self.text[place - 2 : place].lower() == "ff" else place - 1
        features = CLEAR if self.text[place : place + 1] == "l" else PARTED
        attribute = pango.pango_attr_font_features_new(features)
        attribute.start_index = len(self.text[:alone].encode())
        attribute.end_index = attribute.start_index + 1
        pango.pango_attr_list_insert(attributes, attribute)
    pango.pango_layout_set_attributes(self.layout, attributes)
