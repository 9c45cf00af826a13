"""What records need and an edition does not say: who misses it, and the line to add."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from publish.model.edition import Edition
from publish.model.finding import Finding, Place

Severe = Callable[[str, str, Place | None, str], Finding]
"""`error` or `warning`."""

WANTED = {
    "doi": ("DOI to register", 'doi = "10.5555/storm"', "book"),
    "publisher": ("publisher", 'publisher = "..."', "book"),
    "title": ("title", 'title = "..."', "book"),
    "language": ("language", 'language = "en"', "book"),
    "date": ("publication date", 'date = "2026-11-24"', "book"),
    "url": ("page that the DOI leads to", 'url = "https://press.example/storm"', "book"),
    "email": ("e-mail address", 'email = "trade@press.example"', "onix"),
}
"""What a record may lack, by key: what it is, the line to add, and its table."""


def untold(
    edition: Edition, missed_by: str, said: Mapping[str, object], code: str, severe: Severe
) -> Iterator[Finding]:
    """Report the keys for which nothing is said; `missed_by` is such as `the shop is`."""
    for key, value in said.items():
        if not value:
            what, *line = WANTED[key]
            yield severe(code, f"{missed_by} told no {what}", *to_add(edition, *line))


def to_add(edition: Edition, line: str, table: str = "book") -> tuple[Place | None, str]:
    """Return the place of what lacks a line, and the hint to add it."""
    key = line.partition(" ")[0]
    return edition.place(table, key), f"add {line} to [{table}] in edition.toml"
