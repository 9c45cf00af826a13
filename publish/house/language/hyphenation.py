"""Where words may be divided: pyphen's dictionaries, and TeX's for languages that it lacks.

The patterns (Liang 1983) of hyphens/ are those of the hyph-utf8 package; see its README.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyphen

PATTERNS = Path(__file__).with_name("hyphens")

NEVER_DIVIDED = frozenset(
    "am ar arc bo chr ckb dv dz fa he hi iw ja ji jv km ko ks lo lzh my nan ne ps sd si su syr ta "
    "te ti tlh ug ur vi yi yue zh bn gu kn ml mr or pa sa th und mul zxx mis".split()
)
"""Languages whose lines are filled without hyphens, or whose words are not known to part."""

_OF_MOST_BOOKS = frozenset("cs da de en es fr hu it la nl pl pt ro ru sv uk".split())
"""Languages with patterns, for which the list of all need not be read."""

_ALIKE = {"pi": "sa", "pra": "sa"}
"""Languages that are divided by the patterns of another: Pali and Prakrit (README of hyphens/)."""

REPEAT_HYPHENS = frozenset("pl cs sk hr sr bs sl pt hsb dsb".split())
"""Languages in which a compound's own hyphen at a line's end stands at the next line's head too."""


@cache
def add_patterns() -> None:
    """Add our patterns to pyphen's, before its own; calling it again changes nothing."""
    import pyphen  # and with it the list of its dictionaries

    dictionaries = [path for path in PATTERNS.iterdir() if path.suffix == ".dic"]
    paths = {path.stem.removeprefix("hyph_"): path for path in dictionaries}
    paths |= {alike: paths[name] for alike, name in _ALIKE.items()}
    for name, path in sorted(paths.items()):
        pyphen.LANGUAGES[name] = path
        pyphen.LANGUAGES_LOWERCASE.setdefault(name.lower(), name)


def dictionary_of(language: str) -> str | None:
    """Name the dictionary for a language tag, by which pyphen knows it."""
    import pyphen

    add_patterns()
    return pyphen.language_fallback(language) if language else None


def open_dictionary(name: str, left: int = 2, right: int = 2) -> pyphen.Pyphen:
    """Open a dictionary that leaves so many letters before and behind; it is read once."""
    import pyphen

    from publish.house.language.hyphen_patterns import read_patterns

    path = pyphen.LANGUAGES[name]
    if path not in pyphen.hdcache:
        pyphen.hdcache[path] = read_patterns(path)
    return pyphen.Pyphen(lang=name, left=left, right=right)


def lacks_patterns(language: str) -> bool:
    """Return whether a language's words are divided in print, and nothing here knows where."""
    primary = language.split("-")[0].lower()
    if not primary or primary in NEVER_DIVIDED or primary in _OF_MOST_BOOKS:
        return False
    return dictionary_of(language) is None
