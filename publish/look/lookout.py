"""Notice that an author has saved: the dates and sizes of the files that a book is made of."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

Stamps = dict[Path, tuple[int, int]]

PAUSE_SECONDS = 0.4
REST_SECONDS = 0.15
"""An editor may write one file several times, or several files, for one save."""


class Lookout:
    """Remembers how files were when a build began."""

    def __init__(self) -> None:
        self._roots: frozenset[Path] = frozenset()
        self._seen: Stamps = {}

    def note(self, roots: Iterable[Path]) -> None:
        """Remember these files, and all files below these folders, as they are now."""
        self._roots = frozenset(roots)
        self._seen = _stamps(self._roots)

    def wait(self, roots: Iterable[Path]) -> None:
        """Return when a file has changed, come or gone since `note`, and all of them rest.

        Files that `note` was not told of count from now on: a build tells what it has read.
        """
        added = frozenset(roots) - self._roots
        watched = self._roots | added
        self._seen = _stamps(added) | self._seen
        while (now := _stamps(watched)) == self._seen:
            time.sleep(PAUSE_SECONDS)
        self._rest(watched, now)

    @staticmethod
    def _rest(roots: Iterable[Path], before: Stamps) -> None:
        while True:
            time.sleep(REST_SECONDS)
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
