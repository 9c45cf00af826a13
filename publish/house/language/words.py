"""The words that a book says of itself, in its own language: labels/.

A table has a file for each language, and one for Chinese in traditional characters. In some words
stands where a name or number goes: `{name}`. A word that a table lacks is taken from English.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import tomli

from publish.house.language.chinese import TRADITIONAL, chinese_of

NEXT_BEST = {"half_title": "title_page", "foreword": "preface"}
"""Words that stand for another where a language makes no difference."""

TABLES = {
    "nb": "no",
    "nn": "no",
    "iw": "he",
    "ji": "yi",
}
"""Languages that use the table of another."""

_LABELS = Path(__file__).with_name("labels")


@cache
def _table(name: str) -> dict[str, str]:
    file = _LABELS / f"{name}.toml"
    return tomli.loads(file.read_text("utf-8")) if file.is_file() else {}


def _name_of(language: str) -> str:
    chinese = chinese_of(language)
    if chinese:
        return "zh-hant" if chinese == TRADITIONAL else "zh"
    first = language.lower().split("-")[0]
    return TABLES.get(first, first)


def _own(name: str, language: str) -> str:
    table = _table(_name_of(language))
    return table.get(name) or table.get(NEXT_BEST.get(name, ""), "")


def word(name: str, language: str) -> str:
    """Return a word in a language, or in English where the table has none; empty if unknown."""
    return _own(name, language) or _table("en").get(name, "")


def language_of_word(name: str, language: str) -> str:
    """Tell in which language `word` answers: the one asked for, or English."""
    return language if _own(name, language) else "en"


def named(name: str, language: str, said: str) -> str:
    """Put a name, or names, into a word that has a place for it: `Edited by {name}`."""
    return word(name, language).format(name=said)


def numbered(name: str, language: str, number: str) -> str:
    """Count a division: `Chapter 3`, `3. fejezet`, `第3章`."""
    pattern = _own(f"{name}_n", language)
    return pattern.format(number=number) if pattern else f"{word(name, language)} {number}".strip()


@cache
def months_behind_days(language: str) -> tuple[str, ...]:
    """List the names of a language's months; none where it writes no day before them."""
    if "{day}{month}" in word("date_day", language):
        return ()
    return tuple(name for name in word("months", language).split("|") if name[:1].isalpha())
