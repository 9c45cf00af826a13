"""Chinese and Japanese have no spaces between words: white space there is the file's layout.

A file is broken into lines and indented to be read as a file; between two letters that becomes a
space, and between two characters of these scripts it must become nothing (CSS Text 4, 4.1.3
`segment break transformation` leaves it to the renderer, and most do not).
"""

from __future__ import annotations

import re

_CHARACTERS = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_WIDE = f"[{_CHARACTERS}]"
_SPACES = f"[ \\t\\r\\n]+(?=[{_CHARACTERS}])|(?<=[{_CHARACTERS}])[ \\t\\r\\n]+"

UNSPACED = ("ja", "zh", "yue", "lzh", "wuu", "nan")
"""Languages written so; Korean has spaces."""


def is_wide(character: str) -> bool:
    """Return whether a character is an ideograph, kana or their punctuation."""
    return re.match(_WIDE, character) is not None


def is_unspaced(language: str) -> bool:
    """Return whether a language is written without spaces between words."""
    return language.lower().split("-")[0] in UNSPACED


def without_layout(text: str, before: str = "") -> str:
    """Take out white space beside characters that have none around them.

    `before` is what was said before a text that is white space only.
    """
    if text.isspace() and (not before or is_wide(before[-1]) or before[-1] in "“‘"):
        return ""
    return re.sub(_SPACES, "", text)
