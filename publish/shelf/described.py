"""Titles of a catalogue as the ledger describes them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from publish.model.purpose import Purpose
from publish.model.title import Offer, Title, tidy_title

FORMS = {Purpose.EPUB: "epub", Purpose.KOBO: "kepub", Purpose.SCREEN: "pdf"}
"""What the catalogue calls the outputs that are read on screens."""

Rows = list[tuple[Any, ...]]


def describe(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[Title]:
    """Read what the ledger says of titles with these numbers, in this order."""
    marks = ", ".join("?" * len(numbers))
    rows = connection.execute(
        f"""SELECT title.title, key, book.name, book.title, language, publisher, date, identifier,
        description, rights, series, position, thumbnail, run.started
        FROM title JOIN book ON book.name = title.book JOIN run ON run.id = title.run
        WHERE title.title IN ({marks})""",
        tuple(numbers),
    ).fetchall()
    names = [row[2] for row in rows]
    # the plus keeps the planner from the index by role, in which all authors stand together
    authors = _belonging(connection, "contributor", "name", names, "+role = 'aut'")
    subjects = _belonging(connection, "subject", "term", names)
    outputs = _belonging(connection, "output", "purpose, name, sha256, size_bytes", names)
    found = {
        number: tidy_title(
            Title(
                key=key,
                title=title or name,
                authors=tuple(author for (author,) in authors[name]),
                language="" if language == "und" else language,
                publisher=publisher,
                issued=date,
                identifier=identifier or f"publish:shelf:{name}",
                summary=description,
                rights=rights,
                series=series,
                position=position,
                thumbnail=thumbnail,
                modified=instant(started),
                subjects=tuple(dict.fromkeys(term for (term,) in subjects[name])),
                offers=tuple(_offers(outputs[name])),
            )
        )
        for number, key, name, title, language, publisher, date, identifier, description, rights,
        series, position, thumbnail, started in rows
    }  # fmt: skip
    return [found[number] for number in numbers if number in found]


def instant(started: str) -> str:
    """Write a run's time as OPDS has it everywhere: UTC, with a Z (RFC 3339)."""
    return started.replace("+00:00", "Z")


def _belonging(
    connection: sqlite3.Connection, table: str, columns: str, names: list[str], which: str = "1"
) -> dict[str, Rows]:
    """Read the rows that belong to books, by the book, in their order."""
    found: dict[str, Rows] = {name: [] for name in names}
    order = "purpose" if table == "output" else "position"
    marks = ", ".join("?" * len(names))
    for book, *row in connection.execute(
        f"SELECT book, {columns} FROM {table} WHERE book IN ({marks}) AND {which}"
        f" ORDER BY book, {order}",
        names,
    ):
        found[book].append(tuple(row))
    return found


def _offers(outputs: Rows) -> Iterator[Offer]:
    for purpose, name, sha256, size_bytes in outputs:
        if form := FORMS.get(Purpose(purpose)):
            own = PurePosixPath(name).name
            yield Offer(own, form, size_bytes, f'"{sha256[:32]}"', name)
