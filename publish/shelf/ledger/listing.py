"""Enter a book among the titles of the catalogue: its place in every list, and its words."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from publish.house.language.tag import language_name
from publish.model.purpose import Purpose
from publish.model.title import key_of, plain
from publish.shelf.ledger.entry import Entry

MOST_WORDS = 4_000
"""Characters of a book's description that are searched."""


def titles_schema() -> str:
    """Return the tables, with the index of words where this SQLite has FTS5 (3.34 or later)."""
    tables = Path(__file__).with_name("titles.sql").read_text("utf-8")
    search = Path(__file__).with_name("search.sql").read_text("utf-8")
    with contextlib.closing(sqlite3.connect(":memory:")) as trial:
        try:
            trial.executescript(f"{tables};{search}")
        except sqlite3.OperationalError:  # then all words are looked through
            return tables
    return f"{tables};{search}"


def list_title(connection: sqlite3.Connection, run: int, entry: Entry) -> None:
    """Enter a book that can be read on screens; what stood there of it is struck out already."""
    if not any(Purpose(made.purpose).is_read_on_screens for made in entry.outputs):
        return
    about = entry.about
    sort = plain(about.title or entry.name)
    cursor = connection.execute(
        "INSERT INTO title (book, key, sort, run) VALUES (?, ?, ?, ?)",
        (entry.name, key_of(entry.name), sort, run),
    )
    title = int(cursor.lastrowid or 0)
    for kind, name, order in dict.fromkeys(_terms(entry)):
        connection.execute(
            "INSERT OR IGNORE INTO term (kind, name, sort) VALUES (?, ?, ?)",
            (kind, name, plain(order)),
        )
        connection.execute(
            "INSERT OR IGNORE INTO title_term (term, sort, title, run)"
            " SELECT term, ?, ?, ? FROM term WHERE kind = ? AND name = ?",
            (sort, title, run, kind, name),
        )
    subjects = (subject.term for subject in about.subjects)
    people = (person.name for person in about.contributors)
    described = about.description[:MOST_WORDS]
    said = (about.title, about.subtitle, *people, *subjects, about.series, described, entry.name)
    connection.execute(
        "INSERT INTO title_words (title, said) VALUES (?, ?)", (title, plain(" ".join(said)))
    )


def _terms(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Yield kind, name and order of all that a book is listed under."""
    about = entry.about
    for person in about.contributors:
        if person.role == "aut" and person.name:
            yield "author", person.name, person.file_as or person.name
    for subject in about.subjects:
        if subject.term:
            yield "subject", subject.term, subject.term
    if about.language:
        yield "language", about.language, language_name(about.language)
    if about.series:
        yield "series", about.series, about.series
