"""The books on offer, read again whenever their files change."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from publish.load.catalogue.title import Title, read_title

Stamp = tuple[tuple[int, int], ...]


class Shelf:
    """Holds groups of files, each group the outputs of one edition; nothing else can be reached."""

    def __init__(self, groups: Sequence[Sequence[Path]]) -> None:
        self._groups = [tuple(group) for group in groups]
        self._known: dict[tuple[Path, ...], tuple[Stamp, Title | None]] = {}
        self._lock = threading.Lock()

    def titles(self) -> list[Title]:
        """List what is there now, by title."""
        with self._lock:
            found = [title for group in self._groups if (title := self._read(group)) is not None]
        return _with_own_keys(sorted(found, key=lambda title: (plain(title.title), title.key)))

    def newest(self) -> list[Title]:
        """List them by their editions' dates, the latest first."""
        return sorted(self.titles(), key=lambda title: title.modified, reverse=True)

    def find(self, key: str) -> Title | None:
        """Find one by its key."""
        return next((title for title in self.titles() if title.key == key), None)

    def search(self, words: str) -> list[Title]:
        """Find those that hold every word, in title, author, subject, series or description."""
        wanted = plain(words).split()
        return [title for title in self.titles() if all(word in _said(title) for word in wanted)]

    def _read(self, group: tuple[Path, ...]) -> Title | None:
        stamp = _stamp(group)
        known = self._known.get(group)
        if known is None or known[0] != stamp:
            known = self._known[group] = (stamp, _read_any(group))
        return known[1]


def _read_any(group: tuple[Path, ...]) -> Title | None:
    """Describe a book; whatever is wrong with one, the others are offered."""
    try:
        return read_title(group)
    except Exception:  # noqa: BLE001  a stranger's file may make any library raise anything
        return None


def _stamp(group: tuple[Path, ...]) -> Stamp:
    found = []
    for path in group:
        try:
            state = path.stat()
            found.append((state.st_mtime_ns, state.st_size))
        except OSError:
            found.append((0, -1))
    return tuple(found)


def _with_own_keys(titles: list[Title]) -> list[Title]:
    """Tell apart two builds of one book that lie in two places."""
    seen: dict[str, int] = {}
    distinct = []
    for title in titles:
        seen[title.key] = number = seen.get(title.key, 0) + 1
        distinct.append(title if number == 1 else replace(title, key=f"{title.key}-{number}"))
    return distinct


def plain(text: str) -> str:
    """Leave accents and case out, so that a search finds what a reader can type."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _said(title: Title) -> str:
    words = (title.title, *title.authors, *title.subjects, title.series, title.summary)
    return plain(" ".join(words))
