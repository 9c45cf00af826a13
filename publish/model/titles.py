"""What a catalogue can be asked for, and who answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from msgspec import Struct
from msgspec.structs import replace

from publish.model.title import Offer, Title

PAGE = 50
"""Titles on a page: e-readers have little memory."""

KINDS = {"author": "Author", "language": "Language", "subject": "Subject", "series": "Series"}
"""The facets, by the names that they have in addresses, with their heads."""

FACETS_SHOWN = 20
"""Of each kind; the others stand in the list of all authors, all subjects."""


class Wanted(Struct, frozen=True):
    """Which titles a list holds, in which order, and which page of it; pages count from 1."""

    query: str = ""
    facets: tuple[tuple[str, str], ...] = ()
    """Kind and name, of each kind one at most."""
    is_newest_first: bool = False
    number: int = 1

    def chosen(self, kind: str) -> str:
        """Return the facet of a kind that is chosen; empty where none is."""
        return dict(self.facets).get(kind, "")

    def choosing(self, kind: str, name: str) -> Wanted:
        """Return the first page of the list with another facet of this kind, or without one."""
        others = dict(self.facets)
        others.pop(kind, None)
        if name:
            others[kind] = name
        facets = tuple((each, others[each]) for each in KINDS if each in others)
        return replace(self, facets=facets, number=1)


class Term(Struct, frozen=True):
    """An author, a language, a subject or a series, and how many titles have it."""

    name: str
    count: int


class Titles(Protocol):
    """What is on offer. Two things answer so: files that were named, and a shelf's ledger."""

    has_terms: bool
    """Whether it can be browsed by author, language, subject and series."""

    def listed(self, wanted: Wanted) -> tuple[int, Sequence[Title]]:
        """Count what a list holds, and return one page of it; one past the end is empty."""
        ...

    def facets(self, wanted: Wanted) -> dict[str, Sequence[Term]]:
        """Count the most frequent terms of what a list holds, by kind."""
        ...

    def terms(self, kind: str, number: int) -> tuple[int, Sequence[Term]]:
        """Count all terms of a kind, and return one page of them in alphabetical order."""
        ...

    def find(self, key: str) -> Title | None:
        """Find one title by its key."""
        ...

    def state(self) -> object:
        """Tell one state of all titles from another; None where that is not known."""
        ...

    def modified(self) -> str:
        """Tell when the latest title was changed; empty where there is none."""
        ...

    def file(self, offer: Offer) -> Path | BinaryIO:
        """Return where a file lies, or open one that is not on this disk. Raises OSError."""
        ...

    def thumbnail(self, title: Title) -> bytes:
        """Return the small cover that is kept, as JPEG; empty where none is."""
        ...
