"""Files that were named as what is on offer, read again whenever they change."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from publish.load.catalogue.title import read_title
from publish.model.title import Offer, Title, plain
from publish.model.titles import PAGE, Term, Wanted

Stamp = tuple[tuple[int, int], ...]


class OfferedFiles:
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

    has_terms = False

    def listed(self, wanted: Wanted) -> tuple[int, Sequence[Title]]:
        """Return a page of all titles, or of those that hold the words searched for."""
        titles = self.search(wanted.query) if wanted.query else self.titles()
        if wanted.is_newest_first:
            titles.sort(key=lambda title: title.modified, reverse=True)
        start = (wanted.number - 1) * PAGE
        return len(titles), titles[start : start + PAGE]

    def facets(self, wanted: Wanted) -> dict[str, Sequence[Term]]:
        """Offer none: so few titles are looked through."""
        return {}

    def terms(self, kind: str, number: int) -> tuple[int, Sequence[Term]]:
        """Offer none."""
        return 0, ()

    def state(self) -> None:
        """Say that it is not known: the files are looked at for each answer."""

    def modified(self) -> str:
        """Tell when the latest of them was changed."""
        return max((title.modified for title in self.titles()), default="")

    def file(self, offer: Offer) -> Path:
        """Return where the file lies."""
        return Path(offer.place)

    def thumbnail(self, title: Title) -> bytes:
        """Keep none."""
        return b""

    def find(self, key: str) -> Title | None:
        """Find one by its key."""
        return next((title for title in self.titles() if title.key == key), None)

    def search(self, words: str) -> list[Title]:
        """Find those that hold every word, in title, author, subject, series or description."""
        wanted = plain(words).split()
        return [title for title in self.titles() if all(word in title.said for word in wanted)]

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
