"""Tell of words that were typeset and are not in what was written of them."""

from __future__ import annotations

from publish.house.words_kept import quoted
from publish.model.finding import Finding, Place, error
from publish.model.publication import Publication

HINT = "this is a fault of publish, not of the manuscript: please report it"


def words_lost(
    code: str, output: str, words: str, publication: Publication, place: Place | None = None
) -> Finding:
    """Make the error: the words, and where they stand in the manuscript, else `place`."""
    document = publication.document
    found = document.place_of_words(words) if document is not None else None
    return error(code, f"the {output} would lose words: {quoted(words)}", found or place, HINT)
