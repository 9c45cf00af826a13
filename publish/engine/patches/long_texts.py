"""Keep WeasyPrint from reading the rest of a long text for every line and word in it.

To find the first line of a text, WeasyPrint 70 lays out a little of it, and all of it where that
little fits; so it does in narrow columns, and where it asks how narrow a column may be. It asks
line by line, each time for what remains: a cell of some pages takes minutes. Here it is given as
much text as a line can hold and some words more, and again four times as much while that all fits.

To find the end of one word it asks Pango for the properties of all that follows in the paragraph,
for each word of a line that cannot be broken. Here it is given what comes next.

What long documents take there is measured in Kozea/WeasyPrint#578.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import TypeAlias

from weasyprint.text import line_break
from weasyprint.text.line_break import split_first_line

from publish.engine.boxes import Context
from publish.engine.computed_style import Style
from publish.engine.glyphs import TextLayout

LETTERS = 6
"""Letters in an em of a line's width, at the most."""

BEYOND = 160
"""Characters that are looked at beyond the line's width."""

ENOUGH = 100
"""Bytes behind the first line that hold its next break for certain."""

STRETCH = 500
"""Characters in which a word is looked for; only one that is cut off by their end needs more."""

FirstLine: TypeAlias = "tuple[TextLayout, int, int | None, float, float, float]"
"""A line: its layout, length, where the text goes on, its width, height and baseline.

Length and place are in bytes.
"""

Boundaries = tuple[int, int] | None

_word_boundaries: Callable[[str, str | None], Boundaries] = line_break.get_next_word_boundaries


def split_within_reach(
    text: str, style: Style, context: Context, width: float | None, *rest: object, **more: object
) -> FirstLine:
    """Do as WeasyPrint does, with the beginning of a long text."""
    reach = _reach(style, width)
    while reach < len(text):
        beginning = text[:reach]
        found: FirstLine = split_first_line(beginning, style, context, width, *rest, **more)
        if found[2] is not None and len(beginning.encode()) - found[2] > ENOUGH:
            return found
        reach *= 4
    all_of_it: FirstLine = split_first_line(text, style, context, width, *rest, **more)
    return all_of_it


def _reach(style: Style, width: float | None) -> int:
    """Choose how many characters are enough; where lines may not end, all of them."""
    if width is None or not isfinite(width) or not style["font_size"]:
        return 1 << 40
    if style["white_space"] in ("nowrap", "pre"):
        return 1 << 40
    return int(LETTERS * max(0.0, width) / style["font_size"]) + BEYOND


def word_boundaries_nearby(text: str, lang: str | None) -> Boundaries:
    """Do as WeasyPrint does, with the words that come next."""
    if len(text) > 2 * STRETCH:
        found = _word_boundaries(text[:STRETCH], lang)
        if found is not None and found[1] < STRETCH - 1:
            return found
    return _word_boundaries(text, lang)
