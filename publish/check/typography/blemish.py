"""What a report says: kinds of blemishes, each one's page and words, and how many there are."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field


class Kind(StrEnum):
    """What a typographer marks in page proofs."""

    WIDOW = "widow"
    """A paragraph's last line, alone at the head of a page (Chicago 2.116)."""
    ORPHAN = "orphan"
    """A paragraph's first line, alone at the foot of a page (Bringhurst 2.4.8)."""
    STUB = "stub line"
    """A last line of fewer than five letters (Chicago 2.116: at least four)."""
    HALF = "half a word as last line"
    """A last line that is the rest of a word (Chicago 2.112)."""
    LADDER = "ladder"
    """More than two line ends in a row with a hyphen."""
    SPLIT = "word over a page's end"
    """A word divided between facing pages or columns."""
    TURN = "word over a leaf's turn"
    """A word divided between a recto and the verso behind it (Bringhurst 2.4.9)."""
    UNEVEN = "uneven facing pages"
    """Facing pages of text whose last lines differ by more than a line (Chicago 2.115)."""
    END = "short last page"
    """A division's last page with fewer than five lines (Chicago 2.118)."""
    HEAD = "heading at a page's foot"
    """A heading, a caption or a speaker's name as the last line of a page (Chicago 2.116)."""
    VERSE = "verse alone"
    """A verse that a page's end parts from all others of its stanza."""
    NOTE = "note after its page"
    """A note that begins on the page behind that of its mark (Chicago 14.33)."""
    RIVER = "river"
    """Word spaces that stand below one another in five lines or more (Bringhurst 2.1.2)."""
    LOOSE = "loose line"
    """A justified line whose word spaces are, on average, over twice what they are when
    unjustified (Bringhurst 2.1.1: half an em at the most, where a fourth is normal)."""


class Blemish(Struct, frozen=True):
    """One place that is marked."""

    kind: Kind
    page: str
    """The page's label, as a reader's PDF viewer shows it."""
    words: str
    """The line's text."""


class Spacing(Struct, frozen=True):
    """How evenly the justified lines of the text are filled, the last of paragraphs left out."""

    lines: int = 0
    mean: float = 0.0
    """The width of a word space, in em; the deviation from it is that of lines, not of spaces."""
    deviation: float = 0.0
    over_1_6: float = 0.0
    """Percent of lines whose spaces are over 1.6 times as wide as natural ones."""
    over_2: float = 0.0
    under_0_8: float = 0.0
    hyphenated: float = 0.0
    """Percent of lines that end with a hyphen."""
    two_hyphens: int = 0
    """Places where two lines in a row do."""


class Report(Struct, frozen=True):
    """All that is marked in one PDF, in the order of its pages."""

    pages: int
    blemishes: tuple[Blemish, ...] = ()
    spacing: Spacing = field(default_factory=Spacing)

    def count(self, kind: Kind) -> int:
        """Count the blemishes of one kind."""
        return sum(blemish.kind is kind for blemish in self.blemishes)

    def per_thousand(self, kind: Kind) -> float:
        """Give their number for every 1,000 pages, so that books can be compared."""
        return round(1000 * self.count(kind) / self.pages, 1) if self.pages else 0.0
