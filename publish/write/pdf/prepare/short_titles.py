"""Titles cut to the room there is: in a running head, on a spine (Chicago 1.12)."""

from __future__ import annotations

import re
import unicodedata

from publish.model.lazy_pattern import lazy_pattern

_STOP = lazy_pattern(r"(?<=\w{4})\.(?=\s|$)|[;:](?=\s|$)| [–—] ")
"""A point behind fewer letters is that of an abbreviation."""

_COLON = lazy_pattern(r":(?=\s|$)")
"""Before it stands a title, behind it a subtitle that would be cut."""

_LEAST, _LEAST_BEFORE_COLON = 0.4, 0.2
"""What has to stand before a stop, of what there is room for."""

_COMMA = lazy_pattern(r",(?=\s|$)")

_SMALL_WORDS = lazy_pattern(r"(?<=\w)(\s+(?:[^\W\d_A-Z]{1,4}|[^\W\d_]{1,3}\.|&))+$")
"""Articles, prepositions and the like of "Mr." that a cut title would end in."""

_OPENED = lazy_pattern(r"\s[(\[][^)\]]*$")
"""A bracket that the cut title would not close."""


def shorten(title: str, room: float) -> str:
    """Shorten a title to so many letters: at a stop where there is one, else at a word.

    Nothing says that it is cut: a running head is a name for the page, not a quotation.
    """
    text = " ".join(title.split())
    if letters(text) <= room:
        return text.rstrip(".")
    kept = ""
    for word in text.split():
        if kept and letters(f"{kept} {word}") > room:
            break
        kept = f"{kept} {word}".strip()
    for ending, least in ((_STOP, _LEAST), (_COLON, _LEAST_BEFORE_COLON), (_COMMA, _LEAST)):
        stop = max((match.start() for match in ending.finditer(kept)), default=0)
        if stop > least * len(kept):
            return kept[:stop].rstrip(" ,;:.")
    bracket = _OPENED.search(kept)
    if bracket is not None and bracket.start() > 0.4 * len(kept):
        kept = kept[: bracket.start()]
    kept = _SMALL_WORDS.sub("", kept)
    while letters(kept) > room:
        kept = kept[:-1]
    return kept.rstrip(" ,;:.–—")


def without_stop(title: str) -> str:
    """Leave out the point behind a title, where dots follow; not an abbreviation's."""
    stop = re.search(r"(?:\w{4}|\d|\b[IVXLC]+)\W*?(\.)$", title)
    return title[: stop.start(1)] if stop and not title.endswith("..") else title


def letters(text: str) -> int:
    """Count letters, East Asian ones as two: they are as wide."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
