"""The different words of a text, and which of them hold given letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

PATIENCE = 300
"""After so many searches through all words, an index of their runs of three letters pays."""

RUN = 3


class Vocabulary:
    """Finds letters inside words; many searches cost no more than the words themselves."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = list(words)
        self._joined = "\n".join(["", *self._words, ""])
        self._by_run: dict[str, list[str]] = {}
        self._searches = 0

    def holding(self, letters: str) -> Iterator[tuple[str, int]]:
        """Yield each word that has the letters, and where in it they begin."""
        self._searches += 1
        if len(letters) < RUN or self._searches < PATIENCE:
            yield from self._scan(letters)
            return
        runs = self._runs()
        rarest = min(
            (runs.get(letters[at : at + RUN], []) for at in range(len(letters) - RUN + 1)), key=len
        )
        for word in rarest:
            at = word.find(letters)
            while at >= 0:
                yield word, at
                at = word.find(letters, at + 1)

    def _scan(self, letters: str) -> Iterator[tuple[str, int]]:
        joined = self._joined
        at = joined.find(letters)
        while at >= 0:
            begin = joined.rfind("\n", 0, at) + 1
            yield joined[begin : joined.find("\n", at)], at - begin
            at = joined.find(letters, at + 1)

    def _runs(self) -> dict[str, list[str]]:
        if not self._by_run:
            found: dict[str, list[str]] = defaultdict(list)
            for word in self._words:
                for run in {word[at : at + RUN] for at in range(len(word) - RUN + 1)}:
                    found[run].append(word)
            self._by_run = dict(found)
        return self._by_run
