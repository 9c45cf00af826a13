"""The TEI elements that a book is made of, as elements.toml has them.

From this one table come the check of a manuscript, the RELAX NG for editors of XML, and the
manual's page on each element.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Required, TypedDict

import tomli
from msgspec import Struct


class Element(Struct, frozen=True):
    """What one TEI element is called, what it may hold, and what becomes of it in a book."""

    name: str
    title: str
    chapter: str
    """Where the TEI P5 Guidelines treat it; empty where they only have a reference page."""
    text: bool
    """Words may stand in it directly."""
    holds: frozenset[str]
    shown: str
    """How the EPUB and the PDF show it; empty where what is inside is shown as it would be."""


class _Row(TypedDict, total=False):
    """An element, as elements.toml has it."""

    name: Required[str]
    chapter: Required[str]
    text: bool
    holds: str
    shown: str


class _Table(TypedDict):
    elements: dict[str, _Row]
    sets: dict[str, str]
    data: dict[str, str]


@cache
def _table() -> _Table:
    table: _Table = tomli.loads(Path(__file__).with_name("elements.toml").read_text("utf-8"))  # type: ignore[assignment]
    return table


@cache
def elements() -> dict[str, Element]:
    """Return the elements by name."""
    return {name: _element(name, row) for name, row in _table()["elements"].items()}


@cache
def sets() -> dict[str, frozenset[str]]:
    """Name the sets of elements that stand in the same places, as `phrase`."""
    return {name: frozenset(words.split()) for name, words in _table()["sets"].items()}


def _element(name: str, row: _Row) -> Element:
    return Element(
        name,
        row["name"],
        row["chapter"],
        row.get("text", False),
        _unfold(row.get("holds", "")),
        row.get("shown", ""),
    )


def _unfold(words: str) -> frozenset[str]:
    """Put the names of a set in the place of `+set`."""
    names: set[str] = set()
    for word in words.split():
        names.update(sets()[word[1:]] if word[0] == "+" else [word])
    return frozenset(names)


@cache
def data_elements() -> frozenset[str]:
    """Name the elements that hold data about the text; what is inside them is not checked."""
    return frozenset(_table()["data"]["names"].split())
