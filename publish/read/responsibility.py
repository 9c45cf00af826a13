"""The author's name that catalogues write into a title: `Hamlet / William Shakespeare`.

Authority: ISBD 1.4, the statement of responsibility behind ` / `; archives also put the heading
in front (`Goethe, Johann Wolfgang: Faust`).
"""

from __future__ import annotations

import re

BY = re.compile(r"\s+/\s+|,?\s+\b(?:by|von|par|de|di|por|av|af|przez)\s+(?=[^\W\da-z])")


def without_author(title: str, authors: list[str]) -> str:
    """Take the author's name out of a title, where the header names that author elsewhere."""
    names = [_name_words(author) for author in authors]
    head, colon, tail = title.partition(": ")
    if colon and tail and any(_name_words(head) and _name_words(head) <= name for name in names):
        return tail
    for found in BY.finditer(title):
        said = _name_words(title[found.end() :])
        if said and any(len(said & name) > 1 and said <= name for name in names):
            return title[: found.start()]
    return title


def _name_words(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]{2,}", words.casefold()))
