"""What a back-of-book index lists: each term of an `index` element, with its anchor in the text."""

from __future__ import annotations

from msgspec import Struct

from publish.model.finding import Place


class IndexTerm(Struct, frozen=True):
    """One place that the index names (TEI chapter 3.9.2): main term, subterms, anchor."""

    levels: tuple[str, ...]
    """The main term and the terms below it, as plain text."""
    target: str
    """The id of the anchor left in the text; empty for a mere cross-reference."""
    index_name: str = ""
    """Which index, where a book has several (`index/@indexName`)."""
    sort_keys: tuple[str, ...] = ()
    see: str = ""
    see_also: str = ""
    end: str = ""
    """The id of what a passage ends with that the entry is about (`index/@spanTo`)."""
    place: Place | None = None
    """Where the manuscript has it, for a term that refers to another."""
