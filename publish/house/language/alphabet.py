"""Under which letter of its alphabet a word stands, and where it is filed: alphabets.toml."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import tomli

_WITHOUT_LETTERS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")
"""Scripts whose words no dictionary orders by a first letter alone."""

_SPELT_OUT = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "ς": "σ"}
)
"""Letters without a decomposition, as languages file them whose own they aren't (Chicago 16.67)."""

_DOTTED = str.maketrans({"I": "ı", "İ": "i"})
_FIRST_BEHIND = 0x10FF00
"""The character that files a letter behind all words with the letter it follows."""


@cache
def _own_letters(language: str) -> dict[str, tuple[str, str]]:
    """Map each own letter in lower case, the longest first, to its capital and its key."""
    table = tomli.loads(Path(__file__).with_name("alphabets.toml").read_text("utf-8"))
    found: dict[str, tuple[str, str]] = {}
    follows = ""
    for number, written in enumerate(str(table.get(_primary(language), "")).split()):
        if written.endswith(":"):
            follows = _plain(_lower(written[:-1], language))
            continue
        letter = _lower(written, language)
        before = follows or _plain(letter)[0]
        found[letter] = written, before + chr(_FIRST_BEHIND + number)
    return {letter: found[letter] for letter in sorted(found, key=lambda own: (-len(own), own))}


def _primary(language: str) -> str:
    return language.lower().partition("-")[0]


def _lower(words: str, language: str) -> str:
    if _primary(language) in {"tr", "az"}:
        words = unicodedata.normalize("NFC", words).translate(_DOTTED)
    return unicodedata.normalize("NFC", words.casefold())


def _plain(folded: str) -> str:
    """Take accents off, and spell out what is two letters elsewhere."""
    return unicodedata.normalize("NFKD", folded.translate(_SPELT_OUT))


def letter_of(word: str, language: str) -> str:
    """Return the letter under which a dictionary lists a word; empty for one that has none.

    Signs before the first letter do not count: `-able`, `*akw-`.
    """
    start = next((i for i, character in enumerate(word) if character.isalpha()), None)
    if start is None:
        return ""
    folded = _lower(word[start : start + 4], language)
    for letter, (capital, _) in _own_letters(language).items():
        if folded.startswith(letter):
            return capital
    if unicodedata.name(folded[0], "").startswith(_WITHOUT_LETTERS):
        return ""
    return _plain(folded)[0].upper()[:1]


def filing_key(words: str, language: str) -> str:
    """Fold words for sorting, letter by letter as a language's alphabet has them (Chicago 16.59).

    Only letters and digits count, case and accents aside that make no letter of their own.
    """
    folded, own = _lower(words, language), _own_letters(language)
    pieces: list[str] = []
    place = 0
    while place < len(folded):
        letter = next((each for each in own if folded.startswith(each, place)), "")
        plain = own[letter][1] if letter else _plain(folded[place])
        pieces.append(plain if letter else "".join(c for c in plain if c.isalnum()))
        place += len(letter) or 1
    return "".join(pieces)
