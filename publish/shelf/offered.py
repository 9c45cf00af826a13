"""The books of a shelf as the titles of a catalogue: every list is a query, none is kept.

Each thread asks over a connection of its own; what a run enters meanwhile is seen at once.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from publish.model.title import Offer, Title
from publish.model.titles import FACETS_SHOWN, KINDS, PAGE, Term, Wanted
from publish.shelf.described import describe, instant
from publish.shelf.ledger import Ledger
from publish.shelf.matching import Matching, matching

MOST_COUNTED = 500
"""Lists whose facets are remembered until a book is entered."""

BROAD = 5_000
"""A search that finds more titles than this is narrowed by more words, not by facets: to count all
their terms would take longer than all the rest of the page."""

Counts = dict[str, Sequence[Term]]
T = TypeVar("T")


class ShelfTitles:
    """Answers for a catalogue out of a ledger; `fetch` finds a file of the shelf by its name."""

    has_terms = True

    def __init__(self, path: Path, fetch: Callable[[str], Path | BinaryIO]) -> None:
        """Raises UsageError SHE-001 where there is no ledger."""
        self._path, self._fetch = path, fetch
        self._local = threading.local()
        self._counted: dict[Wanted, tuple[object, Counts]] = {}
        self._totals: dict[Wanted, tuple[object, int]] = {}
        Ledger.read(path).connection.close()

    def listed(self, wanted: Wanted) -> tuple[int, Sequence[Title]]:
        """Count what matches, and describe one page of it."""
        found = matching(self._connection, wanted)
        order = "x.run DESC, x.sort, x.title" if wanted.is_newest_first else "x.sort, x.title"
        page = self._ask(
            f"SELECT x.title {found.rows} ORDER BY {order} LIMIT ? OFFSET ?",
            (*found.given, PAGE, (wanted.number - 1) * PAGE),
        )
        return self._total(wanted), self._describe([title for (title,) in page])

    def facets(self, wanted: Wanted) -> Counts:
        """Count the terms of what matches; of all titles the ledger has counted them already."""
        found = matching(self._connection, wanted)
        if found.is_all:
            return {kind: self._most(kind) for kind in KINDS}
        if wanted.query and self._total(wanted) > BROAD:
            return {}
        return self._remembered(self._counted, wanted, lambda: self._count(found))

    def terms(self, kind: str, number: int) -> tuple[int, Sequence[Term]]:
        """Count all terms of a kind, and return one page of them."""
        (total,) = self._ask("SELECT count(*) FROM term WHERE kind = ? AND titles > 0", (kind,))[0]
        rows = self._ask(
            "SELECT name, titles FROM term WHERE kind = ? AND titles > 0"
            " ORDER BY sort, name LIMIT ? OFFSET ?",
            (kind, PAGE, (number - 1) * PAGE),
        )
        return total, [Term(name, count) for name, count in rows]

    def find(self, key: str) -> Title | None:
        """Find one title by its key."""
        found = self._ask("SELECT title FROM title WHERE key = ?", (key,))
        return self._describe([found[0][0]])[0] if found else None

    def state(self) -> tuple[object, ...]:
        """Tell one state of the titles from another: each has a number that none has had before."""
        (state,) = self._ask(
            "SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'title'),"
            " (SELECT count(*) FROM title)"
        )
        return tuple(state)

    def modified(self) -> str:
        """Tell when the run began that has made the latest title."""
        rows = self._ask("SELECT started FROM run WHERE id = (SELECT max(run) FROM title)")
        return instant(str(rows[0][0])) if rows else ""

    def file(self, offer: Offer) -> Path | BinaryIO:
        """Find a file of the shelf."""
        return self._fetch(offer.place)

    def thumbnail(self, title: Title) -> bytes:
        """Read the small cover that was made with the book."""
        if not title.thumbnail:
            return b""
        try:
            kept = self._fetch(title.thumbnail)
            if isinstance(kept, Path):
                return kept.read_bytes()
            with kept:
                return kept.read()
        except OSError:  # the storage does not answer: a plain one will do
            return b""

    def _total(self, wanted: Wanted) -> int:
        def count() -> int:
            found = matching(self._connection, wanted)
            return int(self._ask(f"SELECT count(*) {found.rows}", found.given)[0][0])

        return self._remembered(self._totals, wanted, count)

    def _remembered(
        self, known: dict[Wanted, tuple[object, T]], wanted: Wanted, count: Callable[[], T]
    ) -> T:
        """Count once for all pages and both orders of a list, until a book is entered."""
        asked, state = Wanted(wanted.query, wanted.facets), self.state()
        remembered = known.get(asked)
        if remembered is None or remembered[0] != state:
            if len(known) >= MOST_COUNTED:
                known.clear()
            remembered = known[asked] = (state, count())
        return remembered[1]

    def _most(self, kind: str) -> Sequence[Term]:
        rows = self._ask(
            "SELECT name, titles FROM term WHERE kind = ? AND titles > 0"
            " ORDER BY titles DESC, sort LIMIT ?",
            (kind, FACETS_SHOWN),
        )
        return [Term(name, count) for name, count in rows]

    def _count(self, found: Matching) -> Counts:
        rows = self._ask(
            f"""WITH own AS MATERIALIZED (SELECT x.title {found.rows}),
            counted AS (SELECT term, count(*) AS n FROM own JOIN title_term USING (title)
                GROUP BY term),
            ranked AS (SELECT kind, name, n, row_number() OVER (
                PARTITION BY kind ORDER BY n DESC, sort) AS place
                FROM counted JOIN term USING (term))
            SELECT kind, name, n FROM ranked WHERE place <= ? ORDER BY place""",
            (*found.given, FACETS_SHOWN),
        )
        return {kind: [Term(name, n) for each, name, n in rows if each == kind] for kind in KINDS}

    def _describe(self, titles: Sequence[int]) -> list[Title]:
        return describe(self._connection, titles)

    @property
    def _connection(self) -> sqlite3.Connection:
        """The connection of this thread."""
        if not hasattr(self._local, "ledger"):
            self._local.ledger = Ledger.read(self._path)
        ledger: Ledger = self._local.ledger
        return ledger.connection

    def _ask(self, query: str, given: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, tuple(given)).fetchall()
