"""Words without end may break anywhere, so that no line runs off the page, or takes for ever.

A row of hundreds of letters, signs or no-break spaces has no place to break at. The engine looks
for one in all that follows, again for each line, and then sets what it has beyond the paper's edge.
A zero-width space shows nothing and is a place to break (Unicode, UAX 14, class ZW). Scripts that
break by other rules than at spaces are left alone.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from publish.model.lazy_pattern import lazy_pattern

LONGEST = 300
"""Characters without a space: the longest words that books have stay below 200."""

_EACH = 40
_BREAK = "\u200b"
_ENDLESS = lazy_pattern(
    rf"[!-\u00ac\u00ae-\u0dff\u1e00-\u1fff\u2010-\u2027\u202f-\u205f\u2070-\u2e7f]{{{LONGEST},}}"
)
_PIECE = lazy_pattern(
    rf".{{{_EACH}}}(?<![\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u200d])"
    r"(?=[\w!-~\u00a1-\u00bf\u2010-\u2027\u2030-\u205e\u2190-\u2e7f])",
    re.DOTALL,
)
"""So much, and more up to a sign that stands for itself: not before a mark, nor behind a joiner."""


def part_endless_words(section: Element) -> None:
    """Let the endless words of a division break."""
    for element in section.iter():
        element.text = _parted(element.text)
        element.tail = _parted(element.tail)


def _parted(text: str | None) -> str | None:
    if text is None or len(text) < LONGEST or _has_spaces(text):
        return text
    return _ENDLESS.sub(lambda found: _PIECE.sub(rf"\g<0>{_BREAK}", found[0]), text)


def _has_spaces(text: str) -> bool:
    """Tell at once that no word is endless: such a word fills a half of its length without any."""
    half = LONGEST // 2
    ends = range(half, len(text) + 1, half)
    return all(text.find(" ", end - half, end) >= 0 for end in ends)
