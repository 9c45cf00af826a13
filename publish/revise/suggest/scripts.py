"""Letters of another script, and digits, inside words: they look right and are not found."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

from publish.model.lazy_pattern import lazy_pattern
from publish.revise.suggest.candidate import Candidate
from publish.revise.suggest.hunspell import Speller
from publish.revise.suggest.lexicon import is_known
from publish.revise.suggest.tokens import LETTER, Text

LOOKALIKES = {
    "CYRILLIC": dict(zip("aceopxyiABCEHKMOPTXs", "асеорхуіАВСЕНКМОРТХѕ", strict=True)),
    "LATIN": dict(zip("асеорхуіАВСЕНКМОРТХѕοανιρ", "aceopxyiABCEHKMOPTXsoavip", strict=True)),
    "GREEK": dict(zip("oavipABEHIKMNOPTXYZ", "οανιρΑΒΕΗΙΚΜΝΟΡΤΧΥΖ", strict=True)),
}
"""What a letter of another script is read as, by the script of the word it stands in."""

DIGITS = [str.maketrans({"1": one, "0": "o", "5": "s"}) for one in "liI"]
"""What the digits in a word may stand for; the first known word is taken."""

WITH_DIGIT = lazy_pattern(rf"(?<![\w.,-])(?=\w*{LETTER}{LETTER})\w*[015]\w*(?![\w])")


@cache
def script(letter: str) -> str:
    """Name the script of a letter by the first word of its Unicode name; empty for any other."""
    return unicodedata.name(letter, "").split(" ")[0] if letter.isalpha() else ""


def mixed_scripts(text: Text, spell: Speller) -> Iterator[Candidate]:
    """Find words in two scripts, and words in which a digit stands for a letter."""
    for word, tokens in text.places.items():
        right = "" if word.isascii() else _in_one_script(word)
        if right:
            reason = "letters of two scripts in one word"
            for token in tokens:
                yield Candidate("script", token.start, token.end, right, 0.97, reason)
    for match in WITH_DIGIT.finditer(text.index.text):
        read = [match[0].translate(digits) for digits in DIGITS]
        right = next((word for word in read if word.isalpha() and is_known(word, spell)), "")
        if right:
            reason = "a digit for a letter"
            yield Candidate("script", match.start(), match.end(), right, 0.9, reason)


def _in_one_script(word: str) -> str:
    """Write a mixed word in the script of most of its letters; empty where that cannot be."""
    scripts = [found for found in map(script, word) if found]
    if len(set(scripts)) < 2:
        return ""
    most = max(sorted(set(scripts)), key=scripts.count)
    table = LOOKALIKES.get(most, {})
    right = "".join(table.get(c, c) if script(c) not in {most, ""} else c for c in word)
    return right if len({found for found in map(script, right) if found}) == 1 else ""
