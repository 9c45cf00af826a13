"""A repair: what an editor wants of one paragraph's lines, so that pages end as they are to.

Print plans its pages by itself. Where an editor wants it otherwise, the wish stands in a file
beside the manuscript, so that the next run, and the next edition, breaks its pages alike.
"""

from __future__ import annotations

from msgspec import Struct

from publish.model.finding import Place


class Repair(Struct, frozen=True, kw_only=True):
    """What is wanted of one paragraph."""

    words: str = ""
    """How the paragraph begins: so many words that no other begins with them."""
    lines: int = 0
    """1 for a line more than it has, -1 for one less."""
    carry: int = 0
    """Lines that a page which ends in the paragraph leaves to the next; one is a short paragraph
    that goes over as a whole."""
    paragraph: str = ""
    """Of an earlier release, as are the next three: what the paragraph was known by."""
    letter_space: float = 0.0
    """Below 0 it stands for a line less, above 0 for a line more."""
    word_space: float = 0.0
    """The same."""
    fixed: bool = False
    """Whether it was set by hand; the others were found by trial, and are not heeded any more."""
    place: Place | None = None
    """Where it stands in its file."""

    @property
    def is_found(self) -> bool:
        """Return whether an earlier release has found it."""
        return bool(self.paragraph) and not self.fixed

    @property
    def more(self) -> int:
        """Return how many lines more the paragraph is to have."""
        spacing = self.letter_space or self.word_space
        return self.lines or (spacing > 0) - (spacing < 0)
