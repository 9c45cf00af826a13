"""Where a ligature must not be set: over the seam of a German compound.

DIN 5008 and the Duden ("Typografie, Ligaturen") set a ligature inside a part of a word and none
where two parts meet: `finden`, `Waffe`, but `Auf|lage`, `höf|lich`, `Schiff|fahrt`. A place where
the word may be divided is such a seam, but for endings that begin with the last letter of a stem
(`zweif-le`) and for a doubled f (`hof-fen`), which is one only behind a long vowel or another
consonant (`Brief|freund`, `Dorf|fest`) and behind `auf`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from publish.house.language.hyphenation import open_dictionary
from publish.model.lazy_pattern import lazy_pattern

_AT_RISK = lazy_pattern(r"f[fil]", re.IGNORECASE)
_WORD = lazy_pattern(r"[^\W\d_]*f[fil][^\W\d_]*", re.IGNORECASE)
_ENDINGS = lazy_pattern(
    r"l(?:e[nrst]?|er[ns]|on|erin(?:nen)?|es?t|te[nt]?|ig\w{0,2}|ung(?:en)?|ern)"
)
_LONG = lazy_pattern(r"(?:au|äu|ei|ai|ie|eu|aa|ee|oo|[bcdghklmnpqrstvwxzß])f$")
_SECOND = lazy_pattern(
    r"i(?:nsel|dee|nner|ndustr|nhab|nhalt|nteress|nform|mport|mmobil|nstitut|rr)"
)
_AUF = lazy_pattern(r"(?:(?:her|hin|dar|wor|un|be|ver|vor)?auf)$")


def seams(text: str, language: str) -> Iterator[int]:
    """Yield the places in a text before whose character no ligature may be set."""
    if not language.lower().startswith("de") or not _AT_RISK.search(text):
        return
    for word in _WORD.finditer(text):
        yield from (word.start() + place for place in _seams_of(word[0].lower()))


@lru_cache(maxsize=10_000)
def _seams_of(word: str) -> tuple[int, ...]:
    divided = frozenset(int(at) for at in open_dictionary("de_DE").positions(word))
    places = (match.start() + 1 for match in re.finditer(r"f(?=[fil])", word))
    return tuple(at for at in places if _is_seam(word[:at], word[at:], at in divided))


def _is_seam(before: str, after: str, may_divide: bool) -> bool:
    """Return whether a compound's parts meet here; `before` ends with the f."""
    if _AUF.search(before):
        return True
    if after.startswith("i"):
        return bool(_SECOND.match(after))
    if after.startswith("l"):
        return may_divide and not _ENDINGS.fullmatch(after)
    if before.endswith("ff"):
        return True
    return bool(_LONG.search(before)) and not after.startswith("ft")
