"""What is kept of a book that fails: the outputs that it had, and what it said of itself."""

from __future__ import annotations

import sqlite3

from msgspec.structs import replace

from publish.model.edition import Contributor, Subject
from publish.shelf.ledger.entry import ABOUT_COLUMNS, About, Entry, Made, State


def with_last_good(connection: sqlite3.Connection, entry: Entry) -> Entry:
    """Let a failed book keep its outputs, which are still on the shelf, and its title.

    A file that is no XML any more does not say what it is called.
    """
    if entry.state is State.MADE:
        return entry
    rows = connection.execute(
        "SELECT purpose, output.name, sha256, size_bytes, thumbnail FROM output"
        " JOIN book ON book.name = book WHERE book = ? ORDER BY purpose",
        (entry.name,),
    ).fetchall()
    kept = tuple(
        Made(purpose=purpose, name=name, sha256=digest, size_bytes=size)
        for purpose, name, digest, size, _ in rows
    )
    about = entry.about if entry.about.title else _about(connection, entry.name) or entry.about
    thumbnail = rows[0][-1] if rows else entry.thumbnail
    return replace(entry, outputs=kept, thumbnail=thumbnail, about=about)


def _about(connection: sqlite3.Connection, name: str) -> About | None:
    query = f"SELECT {', '.join(ABOUT_COLUMNS)} FROM book WHERE name = ?"
    row = connection.execute(query, (name,)).fetchone()
    if row is None:
        return None
    people = connection.execute(
        "SELECT name, role, file_as FROM contributor WHERE book = ? ORDER BY position", (name,)
    )
    subjects = connection.execute(
        "SELECT term, scheme, code FROM subject WHERE book = ? ORDER BY position", (name,)
    )
    return About(
        **dict(zip(ABOUT_COLUMNS, row, strict=True)),
        contributors=tuple(
            Contributor(name=who, role=role, file_as=file_as) for who, role, file_as in people
        ),
        subjects=tuple(
            Subject(term=term, scheme=scheme, code=code) for term, scheme, code in subjects
        ),
    )
