"""The book-keeping of the first law: every text node of the manuscript is said once, or told of.

The walk enters here what it says and what it leaves out, and why (`render.py`); `guard.py` draws
up the account when the walk is done.
"""

from __future__ import annotations

from enum import Enum

from lxml import etree
from msgspec import Struct, field


class Reason(Enum):
    """Why words of the manuscript are not set where they stand."""

    OTHER_READING = "another reading of the same words is set, as the view asks"
    ELSEWHERE = "they are set in another place: a note at its mark, a term in the index"
    OTHER_FORM = "they are set in another form: a formula, an example of markup, a label made anew"
    DESCRIBED = "they describe a picture or a gap to those who do not see it"
    SOURCE_PAGE = "they belong to the source's pages: running heads, signatures, its own contents"
    STRUCK_OUT = "the writer struck them out"
    UNTIED = "they are a note in standOff that belongs to nothing, which is told as TYP-022"
    DATA = "they are data for machines"


TOLD = frozenset({Reason.STRUCK_OUT, Reason.DATA})
"""Reasons that are told (`left_out.py`): no reader finds such words anywhere in the book."""


class Ledger(Struct):
    """What became of the text nodes of one book."""

    whole: set[etree._Element] = field(default_factory=set)
    """Elements of which all was said: their text, and what stands behind each child."""
    texts: set[etree._Element] = field(default_factory=set)
    """Elements whose own first text was said, by a rule that goes through them by hand."""
    tails: set[etree._Element] = field(default_factory=set)
    """Elements behind which the text was said, by such a rule."""
    left_out: dict[etree._Element, Reason] = field(default_factory=dict)
    """Elements that a rule has left out with all that is in them."""
    twice: dict[etree._Element, None] = field(default_factory=dict)
    """Elements of which words were said more than once."""
    spoken: list[str] = field(default_factory=list)
    """All that was said, words of the book's own included."""
    unsaid: list[str] = field(default_factory=list)
    """What was taken back of it: the hyphen of a word that is joined, the number of a note."""

    def enter_whole(self, element: etree._Element) -> None:
        """Enter that all of an element's own words are being said."""
        if element in self.whole or element in self.texts:
            self.twice[element] = None
        self.whole.add(element)

    def enter_text(self, element: etree._Element) -> None:
        """Enter that an element's first text is said."""
        if element in self.texts or element in self.whole:
            self.twice[element] = None
        self.texts.add(element)

    def enter_tail(self, element: etree._Element) -> None:
        """Enter that the text behind an element is said."""
        if element in self.tails:
            self.twice[element] = None
        self.tails.add(element)
