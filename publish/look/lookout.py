"""Notice that an author has saved: the dates and sizes of the files that a book is made of."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

Stamps = dict[Path, tuple[int, int]]

PAUSE_SECONDS = 0.05
"""Between two looks at the files, and how long they rest: an editor may write several for a save.

Looking at dates goes for discs of a network too, which tell nobody of what others have changed.
"""
LEISURE = 30
"""How much longer than a look the pause after it is: with a thousand scans a look takes time."""


class Lookout:
    """Remembers how files were when a build began."""

    def __init__(self) -> None:
        self._roots: frozenset[Path] = frozenset()
        self._seen: Stamps = {}

    def note(self, roots: Iterable[Path]) -> None:
        """Remember these files, and all files below these folders, as they are now."""
        self._roots = frozenset(roots)
        self._seen = _stamps(self._roots)

    def wait(self, roots: Iterable[Path], or_else: Callable[[], bool] = lambda: False) -> None:
        """Return when a file has changed, come or gone since `note`, and all of them rest.

        Or as soon as there is another reason to build.

        Files that `note` was not told of count from now on: a build tells what it has read.
        """
        added = frozenset(roots) - self._roots
        watched = self._roots | added
        self._seen = _stamps(added) | self._seen
        begun = time.monotonic()
        while (now := _stamps(watched)) == self._seen:
            if or_else():
                return
            time.sleep(max(PAUSE_SECONDS, LEISURE * (time.monotonic() - begun)))
            begun = time.monotonic()
        self._rest(watched, now)

    @staticmethod
    def _rest(roots: Iterable[Path], before: Stamps) -> None:
        while True:
            time.sleep(PAUSE_SECONDS)
            now = _stamps(roots)
            if now == before:
                return
            before = now


def _stamps(roots: Iterable[Path]) -> Stamps:
    found: Stamps = {}
    for root in roots:
        for path in (root, *root.rglob("*")) if root.is_dir() else (root,):
            try:
                state = path.stat()
            except OSError:
                continue
            if not path.is_dir():
                found[path] = (state.st_mtime_ns, state.st_size)
    return found
