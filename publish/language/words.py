"""The words that a book says of itself, in its own language: words.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def word(name: str, language: str) -> str:
    """Give a word in a language, or in English where the table has none; empty if unknown."""
    own = _table().get(language.lower().split("-")[0], {})
    return own.get(name) or _table()["en"].get(name, "")


def language_of_word(name: str, language: str) -> str:
    """Tell in which language `word` answers: the one asked for, or English."""
    return language if name in _table().get(language.lower().split("-")[0], {}) else "en"
