"""Where a line of a title or of names may end: titles are broken by sense (Bringhurst 2.4.9).

An initial keeps to the name, an article or preposition to its noun, `and` to what it adds, a
number to what it counts in `Part 2`, a day to its month. No-break spaces that are there stay.
"""

from __future__ import annotations

from itertools import pairwise

from publish.house.language.typography import typography_of
from publish.house.language.words import months_behind_days
from publish.model.lazy_pattern import lazy_pattern

NO_BREAK = "\u00a0"

_INITIAL = lazy_pattern(r"(?:[^\W\d_]\.[-–]?)+|[^\W\d_]{1,4}\.-[^\W\d_]\.")
_INSIDE_NAME = lazy_pattern(
    r"(?:Mr|Mrs|Ms|Dr|St|Ste|Prof|Sir|Lady|Mme|Mlle|M|Fr|Hr|Frh|No|Nr|Vol)\.?"
)
_DAY = lazy_pattern(r"[12]?\d\.?|3[01]\.?|1er|1º|[123]?\d(?:st|nd|rd|th)")
_SPACES = lazy_pattern(r"[^\S\u00a0\u202f]+")
_MARKS = "“”‘’„‚«»‹›\"'([¿¡"


def leads_on(word: str, following: str = "", language: str = "") -> bool:
    """Return whether a word belongs to the one behind it, so that no line ends between them."""
    bare = word.strip(_MARKS)
    if not bare or bare[-1] in ",;:!?—–…":
        return False
    if _INITIAL.fullmatch(bare) or _INSIDE_NAME.fullmatch(bare):
        return bare[0].isupper() and following[:1].isupper()
    if bare == "&" or bare.casefold() in typography_of(language).leads:
        return True
    if bare[:1].isdigit():
        months = map(str.casefold, months_behind_days(language))
        return bool(_DAY.fullmatch(bare)) and following.strip(".,:;)]").casefold() in months
    return following[:1].isdigit() and following.strip(".,:;)").isdigit() and bare.isalpha()


def words_between_spaces(text: str) -> list[str]:
    """Part a text at its spaces, and not at those at which no line ends."""
    return _SPACES.sub(" ", text).strip(" ").split(" ") if text.strip() else []


def bind_by_sense(text: str, language: str = "") -> str:
    """Bind with no-break spaces the words of a title or of names that belong together."""
    words = words_between_spaces(text)
    bound = words[0] if words else ""
    for word, following in pairwise(words):
        bound += (NO_BREAK if leads_on(word, following, language) else " ") + following
    return bound
