"""Words of a book on their way into a mail's headers: one line, and nothing that acts as a header.

A title or a file's name is a stranger's. A line end in it would begin a header of its own; so would
one that an encoded word (RFC 2047) holds, where Python's `email` decodes it and writes it out again
(CVE-2024-6923, before 3.11.10 and 3.12.5). Neither gets there, whatever Python it is.
"""

from __future__ import annotations

import re
import unicodedata

from publish.model.lazy_pattern import lazy_pattern

LONGEST = 200
"""Characters of a subject or a file's name; longer ones are cut."""

_BREAKS = frozenset(["Cc", "Zl", "Zp"])
_UNSEEN = frozenset(["Cf", "Cs"])
"""Categories of what ends a line or controls, and of what directs or means nothing by itself."""
_KEPT = frozenset("\u200c\u200d\u200e\u200f")
"""Joiners of letters and marks of direction, which names in some scripts need."""
_ENCODED = lazy_pattern(r"=(?=\?)")


def clean_words(words: str) -> str:
    """Return a title as one line of visible characters, in which nobody finds an encoded word."""
    seen = "".join(_seen(character) for character in words[: 10 * LONGEST])
    line = _ENCODED.sub("= ", " ".join(seen.split()))
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def clean_name(name: str) -> str:
    """Return a file's name so that every system can store it; its ending stays."""
    stem, point, ending = name.rpartition(".")
    ending = clean_words(ending)[:20]
    stem = clean_words(re.sub(r'[/\\:*?"<>|]', "_", stem if point else name)).strip(" .")
    return f"{stem[: LONGEST - 50] or 'book'}{point}{ending}" if point else stem or "book"


def _seen(character: str) -> str:
    category = unicodedata.category(character)
    if category in _BREAKS:
        return " "
    return "" if category in _UNSEEN and character not in _KEPT else character
