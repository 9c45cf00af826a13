"""Words of Indic scripts, and characters set wide, told as text to who reads or copies a PDF.

A syllable of Devanagari or Khmer is drawn by glyphs that stand in another order than its letters,
and that mean different letters in different syllables, so that no map from glyphs to letters can
tell them. WeasyPrint draws each line of text on its own: where it holds such letters, the line is
told as a whole (`ActualText`, ISO 32000-1 clause 14.9.4).

So is a line whose characters justifying has set so wide that readers would think of words.
"""

from __future__ import annotations

import re
from typing import Any

from weasyprint.draw import text

from publish.engine.patches.cjk_justification import is_wide
from publish.engine.patches.mark_texts import draw_line

_draw_line = draw_line
_COMPLEX = re.compile(
    "[\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff\u1900-\u1aaf\u1b00-\u1c4f\ua800-\ua82f\ua840-\ua9df"
    "\uaa00-\uaa5f\uabc0-\uabff\U00011000-\U00011fff]"
)
"""From Devanagari to Sinhala, Tibetan, Myanmar, Khmer, and their kin in Asia."""


def _draw_and_tell(stream: Any, textbox: Any, *rest: Any) -> Any:
    """Draw a line as WeasyPrint does, and say what its letters are."""
    if not _COMPLEX.search(textbox.text) and not is_wide(textbox.pango_layout):
        return _draw_line(stream, textbox, *rest)
    letters = textbox.text.encode("utf-16-be").hex()
    stream.stream.append(b"/Span <</ActualText <feff%s>>> BDC" % letters.encode())
    emojis = _draw_line(stream, textbox, *rest)
    stream.stream.append(b"EMC")
    return emojis


def tell_complex_scripts() -> None:
    """Have WeasyPrint tell such lines; calling it again changes nothing."""
    text.draw_first_line = _draw_and_tell
