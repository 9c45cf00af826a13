"""A line whose last words are moved down breaks before these, not inside its first word.

Where a mark behind an inline element does not fit, WeasyPrint 70 looks for the last place to break
in the text before, by setting that text a pixel narrower each time. As long as only the space at
its end is too wide, Pango finds that all of it fits, and WeasyPrint that none does: it would divide
the first word of the line, and leave the rest of the line empty. That boxes in a line are taken for
words is Kozea/WeasyPrint#1614.
"""

from __future__ import annotations

import math

from publish.engine.boxes import Context
from publish.engine.computed_style import Style
from publish.engine.patches.long_texts import FirstLine, split_within_reach

WIDEST_SPACE = 0.5
"""The width of a space, in em, at the most."""


def split_before_last_words(
    text: str, style: Style, context: Context, width: float | None, *rest: object, **more: object
) -> FirstLine:
    """Split as WeasyPrint does; where that divides a first word, look for a later break."""
    found = split_within_reach(text, style, context, width, *rest, **more)
    resume_at = found[2]
    if resume_at is None or width is None or not text.endswith(" "):
        return found
    first_word = len(text.lstrip(" ").partition(" ")[0].encode())
    if resume_at >= first_word or not math.isfinite(width):
        return found
    for narrower in range(1, math.ceil(WIDEST_SPACE * style["font_size"]) + 1):
        later = split_within_reach(text, style, context, width - narrower, *rest, **more)
        fits = later[3] <= width
        if fits and later[2] is not None and later[2] > first_word:
            return later
    return found
