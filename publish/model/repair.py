"""A repair: a paragraph set a little closer or wider, or a line of it carried to the next page.

A line more or less in one paragraph ends pages well that would not (Bringhurst 2.4.8-2.4.11). Where
that is not to be had, both pages of a spread may run a line short (Chicago 2.115). Which paragraphs
it is done to stands in a file beside the manuscript, so that the next run, and the next edition,
breaks its pages alike.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from publish.model.finding import Place

LIMIT = 2.0
"""The most that letters and words may be spaced, in percent: beyond it the eye sees it."""

LETTER = 0.45
"""The width of a letter in em, of which a letter space is a share: that of text on average."""

SPACE = 0.25
"""The width of a word space in em, of which a word space is a share (Bringhurst 2.1.1)."""

SHOWN = 48
"""Characters of a paragraph that its entry quotes for a reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """How one paragraph is spaced."""

    paragraph: str
    """The key of the paragraph: a hash of its words and of the page's measures."""
    letter_space: float = 0.0
    """Hundredths of a letter's width between letters: below 0 closer, above 0 wider."""
    word_space: float = 0.0
    """Hundredths of a word space, added to each."""
    carry: int = 0
    """Lines that a page which ends in the paragraph leaves to the next; one is a short paragraph
    that goes over as a whole."""
    words: str = ""
    """How the paragraph begins, for who reads the file."""
    fixed: bool = False
    """Set by hand: `publish pdf --repair` keeps it as it is."""
    place: Place | None = None
    """Where it stands in its file."""


def key_of_paragraph(words: str, measures: str) -> str:
    """Make a paragraph's key; it holds until these words are edited or the page is."""
    folded = " ".join(words.split())
    return hashlib.sha256(f"{measures}\n{folded}".encode()).hexdigest()[:12]
