"""What is known of a text's words when it has been laid out, for its next layout.

After an edit a chapter has most of the words that it had. How wide each is in a style, where it may
be divided and which glyphs draw it follows from the word, the style and its fonts.
"""

from __future__ import annotations

from msgspec import Raw, Struct, field
from msgspec.msgpack import Encoder

KeptDivision = tuple[int, float, float, float, bool, bool, bool]
"""The fields of a `Division` (`paragraphs/words.py`)."""

FEW = 0.05
"""The share of a text's words that may be new to it before all are kept anew."""


class KeptDrawing(Struct, frozen=True, array_like=True):
    """A word as it is drawn (`DrawnWord` in `paragraphs/drawn_words.py`)."""

    face: int
    """The number of its face among those of the style."""
    glyphs: str
    behind: float
    ends_with_space: bool
    letters: tuple[tuple[int, str], ...]


class KeptStyle(Struct):
    """The words of one style."""

    sizes: dict[str, tuple[float, int]] = field(default_factory=dict)
    divisions: dict[str, tuple[KeptDivision, ...]] = field(default_factory=dict)
    drawings: dict[str, KeptDrawing] = field(default_factory=dict)
    faces: list[str] = field(default_factory=list)
    """A word that is set in each face."""


class KeptLine(Struct, frozen=True, array_like=True):
    """A line of a paragraph (`paragraphs/cuts.py`): where it begins, and where it ends."""

    text: int
    """The number of the text that it begins in, among those of the paragraph."""
    byte: int
    last_text: int
    last_byte: int
    hyphen: str


class KeptLines(Struct, frozen=True, array_like=True):
    """All lines of a paragraph, and which of them end with a hyphen."""

    lines: tuple[KeptLine, ...]
    hyphens: tuple[bool, ...]


class KeptWords(Struct):
    """The words of a text, by the styles that they are set in, and the lines that they make."""

    styles: dict[str, KeptStyle] = field(default_factory=dict)
    lines: dict[str, KeptLines] = field(default_factory=dict)
    """By what they follow from (`paragraphs/kept_lines.py`)."""

    def has_most(self, text: str) -> bool:
        """Return whether few of a text's words are not known."""
        words = set(text.split())
        unknown = words.difference(*(kept.sizes for kept in self.styles.values()))
        return len(unknown) <= FEW * len(words)


class WrittenStyle(Struct):
    """A `KeptStyle` on its way into the cache: a word's records are written once for all texts."""

    sizes: dict[str, tuple[float, int]] = field(default_factory=dict)
    divisions: dict[str, Raw] = field(default_factory=dict)
    drawings: dict[str, Raw] = field(default_factory=dict)
    faces: list[str] = field(default_factory=list)


class WrittenWords(Struct):
    """The same of `KeptWords`."""

    styles: dict[str, WrittenStyle] = field(default_factory=dict)
    lines: dict[str, KeptLines] = field(default_factory=dict)


_encoder = Encoder()


def written(record: object) -> Raw:
    """Write a word's record."""
    return Raw(_encoder.encode(record))


def words_of_text(text: str) -> set[str]:
    """List what is worth keeping of a text: words, signs, and spaces between two of the same."""
    signs = set(text)
    spaces = (f"{sign}{space}{sign}" for sign in signs for space in " \u00a0")
    return {*text.split(), *signs, *spaces}
