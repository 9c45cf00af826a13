"""Look for the next word in the words that come next, and not in all that follow.

WeasyPrint asks Pango for the properties of the whole rest of a paragraph to find the end of one
word, and does so for each word of a line that cannot be broken.
"""

from __future__ import annotations

from collections.abc import Callable

from weasyprint.text import line_break

_STRETCH = 500
"""Characters; only a word that is cut off by their end needs more."""

Boundaries = tuple[int, int] | None

_of_all: Callable[[str, str | None], Boundaries] = line_break.get_next_word_boundaries


def look_for_words_nearby() -> None:
    """Teach WeasyPrint to look nearby."""
    line_break.get_next_word_boundaries = _nearby


def _nearby(text: str, lang: str | None) -> Boundaries:
    if len(text) > 2 * _STRETCH:
        found = _of_all(text[:_STRETCH], lang)
        if found is not None and found[1] < _STRETCH - 1:
            return found
    return _of_all(text, lang)
