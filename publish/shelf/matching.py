"""Which titles match: facets are read off an index, words are found by any three letters."""

from __future__ import annotations

import sqlite3

from msgspec import Struct

from publish.model.title import plain
from publish.model.titles import Wanted

SHORTEST_INDEXED = 3
"""Letters of the shortest word that the index of trigrams can find."""

MOST_SEARCHED = 20
"""Words of a search that are looked for."""


class Matching(Struct, frozen=True):
    """The rest of a query from FROM on: rows `x` with the columns title, sort and run."""

    rows: str
    given: tuple[str, ...]
    is_all: bool


def matching(connection: sqlite3.Connection, wanted: Wanted) -> Matching:
    """Write the query for titles with all the facets and all the words."""
    tables, where, given = [], [], []
    for number, (kind, name) in enumerate(wanted.facets):
        alias = "x" if number == 0 else f"x{number}"
        on = f" ON {alias}.title = x.title" if number else ""
        tables.append(f"title_term AS {alias}{on}")
        where.append(f"{alias}.term = (SELECT term FROM term WHERE kind = ? AND name = ?)")
        given += [kind, name]
    words = list(dict.fromkeys(plain(wanted.query).split()))[:MOST_SEARCHED]
    indexed = [word for word in words if len(word) >= SHORTEST_INDEXED and _has_index(connection)]
    if indexed:
        phrases = " ".join('"{}"'.format(word.replace('"', '""')) for word in indexed)
        where.append("x.title IN (SELECT rowid FROM title_search WHERE title_search MATCH ?)")
        given.append(phrases)
    for word in words:
        if word not in indexed:
            where.append("x.title IN (SELECT title FROM title_words WHERE instr(said, ?) > 0)")
            given.append(word)
    rows = "FROM " + " JOIN ".join(tables or ["title AS x"])
    if where:
        rows += " WHERE " + " AND ".join(where)
    return Matching(rows, tuple(given), is_all=not where)


def _has_index(connection: sqlite3.Connection) -> bool:
    found = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'title_search'")
    return found.fetchone() is not None
