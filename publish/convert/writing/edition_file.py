"""edition.toml of what the source told, with the commonest other keys to fill in."""

from __future__ import annotations

from collections.abc import Mapping

import tomlkit
from tomlkit.items import Table

from publish.convert.meta import Meta

HEAD = "What this edition decides; all keys: docs/edition.md of the manual."


def write_edition(meta: Meta, manuscript: str, slug: str, defaults: Mapping[str, str]) -> str:
    """Write the file; what neither the source nor the `defaults` tell stands there empty."""
    document = tomlkit.document()
    document.add(tomlkit.comment(HEAD))
    document.add(tomlkit.nl())
    document.add("manuscript", manuscript)
    document.add("slug", slug)
    document.add(tomlkit.nl())
    document.add("book", _book(meta, defaults))
    if meta.cover:
        cover = tomlkit.table()
        cover.add("image", f"manuscript/{meta.cover}")
        document.add("cover", cover)
    if defaults.get("supplier"):
        onix = tomlkit.table()
        onix.add("supplier", defaults["supplier"])
        document.add("onix", onix)
    return tomlkit.dumps(document)


def _book(meta: Meta, defaults: Mapping[str, str]) -> Table:
    book = tomlkit.table()
    book.add("title", meta.title)
    for key in ("subtitle", "language", "publisher", "date"):
        value = getattr(meta, key) or defaults.get(key, "")
        if value or key != "subtitle":
            book.add(key, value)
        if key == "publisher" and defaults.get("publisher_place"):
            book.add("publisher_place", defaults["publisher_place"])
    if meta.isbn:
        book.add("isbn_epub", meta.isbn)
    for key in ("rights", "licence", "source", "description"):
        value = getattr(meta, key)
        if value or key == "source":
            book.add(key, value)
    if meta.series:
        series = tomlkit.inline_table()
        series.add("name", meta.series)
        if meta.position:
            series.add("position", meta.position)
        book.add("series", series)
    _add_rows(book, meta)
    return book


def _add_rows(book: Table, meta: Meta) -> None:
    people = tomlkit.aot()
    for person in meta.people:
        row = tomlkit.table()
        row.add("name", person.name)
        row.add("role", person.role)
        if person.file_as:
            row.add("file_as", person.file_as)
        people.append(row)
    if meta.people:
        book.add("contributors", people)
    subjects = tomlkit.aot()
    for subject in meta.subjects:
        row = tomlkit.table()
        row.add("term", subject)
        subjects.append(row)
    if meta.subjects:
        book.add("subjects", subjects)
