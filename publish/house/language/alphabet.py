"""Under which letter of its alphabet a word stands: alphabets.toml."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from pathlib import Path

_WITHOUT_LETTERS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")
"""Scripts whose words no dictionary orders by a first letter alone."""


@cache
def _own_letters(language: str) -> tuple[str, ...]:
    """List the letters of a language that have headings of their own, the longest first."""
    table = tomllib.loads(Path(__file__).with_name("alphabets.toml").read_text("utf-8"))
    letters = str(table.get(language.lower().partition("-")[0], "")).split()
    return tuple(sorted(letters, key=lambda letter: (-len(letter), letter)))


def letter_of(word: str, language: str) -> str:
    """Return the letter under which a dictionary lists a word; empty for one that has none.

    Signs before the first letter do not count: `-able`, `*akw-`.
    """
    start = next((i for i, character in enumerate(word) if character.isalpha()), None)
    if start is None:
        return ""
    begun = unicodedata.normalize("NFC", word[start : start + 3])
    folded = begun.casefold()
    for letter in _own_letters(language):
        if folded.startswith(letter.casefold()):
            return letter
    if unicodedata.name(begun[0], "").startswith(_WITHOUT_LETTERS):
        return ""
    plain = unicodedata.normalize("NFKD", begun)[0]
    return {"ς": "Σ", "ß": "S"}.get(plain) or plain.upper()[:1]
