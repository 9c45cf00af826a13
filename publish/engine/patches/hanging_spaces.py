"""A text that fits but for the space at its end is not broken.

A space at a line's end hangs (CSS Text 3 clause 4.1.2). Pango lets it, and finds that all of such a
text fits; WeasyPrint 70 measures it with the space, finds that nothing does, and divides the first
word that its dictionary can. The rest of the line stays empty: "seeing it as an in-/novation". It
asks so where a mark behind an inline element does not fit, and the last place to break in the text
before is looked for, by setting that text a pixel narrower each time (Kozea/WeasyPrint#1614).
"""

from __future__ import annotations

import math

from publish.engine.boxes import Context
from publish.engine.computed_style import Style
from publish.engine.patches.long_texts import LETTERS, FirstLine, split_within_reach

_COLLAPSES = ("normal", "nowrap", "pre-line")

_SPACES = " \u00a0"

A_LITTLE = 0.05
"""CSS pixels, less than any letter is wide."""


def split_with_space_hanging(
    text: str, style: Style, context: Context, width: float | None, *rest: object, **more: object
) -> FirstLine:
    """Split as WeasyPrint does; where only the space at the end is too wide, take it all.

    A no-break space does not hang: there the line ends before the last words.
    """
    found = split_within_reach(text, style, context, width, *rest, **more)
    words = text.rstrip(_SPACES)
    if found[2] is None or width is None or not math.isfinite(width) or words == text:
        return found
    if found[2] >= len(words.encode()) or len(words) * style["font_size"] > LETTERS * width:
        return found
    if style["white_space"] not in _COLLAPSES or "\n" in text:
        return found
    room = split_within_reach(words, style, context, None, *rest, **more)[3]
    if room > width:
        return found
    narrower = None if text.endswith(" ") else room - A_LITTLE
    return split_within_reach(text, style, context, narrower, *rest, **more)
