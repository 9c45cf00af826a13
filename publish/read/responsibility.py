"""The author's name that catalogues write into a title: `Hamlet / William Shakespeare`.

Authority: ISBD 1.4, the statement of responsibility behind ` / `; archives also put the heading
in front (`Goethe, Johann Wolfgang: Faust`).
"""

from __future__ import annotations

import re

from publish.model.lazy_pattern import lazy_pattern

BY = lazy_pattern(r"\s+/\s+|,?\s+\b(?:by|von|par|de|di|por|av|af|przez)\s+(?=[^\W\da-z])")


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


STATEMENT = lazy_pattern(
    r"\[?(?:by|written|edited|ed\.|translated|trans\.|compiled|selected|told|adapted|illustrated|"
    r"with (?:an? )?(?:introduction|notes|illustrations)|von|herausgegeben|hrsg|hg\.|übersetzt|"
    r"verfasst|bearbeitet|par|publi[ée]e?s?|traduite?s?|por|editad[ao]|traducid[ao]|di|a cura|"
    r"tradotto|door|vertaald|av|af|przez|написал|сост\.|под ред|пер\.|auctore|ab|edidit)(?!\w)",
    re.IGNORECASE,
)
"""How a statement of responsibility begins, where it does not begin with a name."""


def part_statement(title: str, people: list[str]) -> tuple[str, str]:
    """Part a title at ` / ` from the statement of responsibility behind it (ISBD 1.4).

    `people` are those whom the header names. What names none of them and does not say who did
    what is a part of the title: `Either / Or`.
    """
    names = frozenset[str]().union(*map(_name_words, people))
    for found in re.finditer(r"\s+/\s+", title):
        said = title[found.end() :]
        if STATEMENT.match(said) or names & {w for w in _name_words(said) if len(w) > 3}:
            return title[: found.start()], said
    return title, ""


def _name_words(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]{2,}", words.casefold()))
