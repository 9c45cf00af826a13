"""A page as OCR sees it: regions of lines of words, each with its box in the picture."""

from __future__ import annotations

from msgspec import Struct, field

SURE = 0.6
"""The least likelihood of a word that is not told as uncertain."""


class Box(Struct):
    """A rectangle of the picture; the units are the file's own, for only shares are asked for."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0

    @property
    def height(self) -> float:
        """Return how high it is."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Return the middle between its left and its right."""
        return (self.left + self.right) / 2


class Doubtful(Struct, frozen=True):
    """A word that the OCR was not sure of."""

    word: str
    likelihood: float
    other: str = ""
    """Another reading, if the file has one."""


class Line(Struct):
    """A line of print."""

    text: str
    box: Box = field(default_factory=Box)
    doubtful: list[Doubtful] = field(default_factory=list)


class Region(Struct):
    """Lines that belong together, and what the OCR takes them for."""

    lines: list[Line]
    kind: str = ""
    """`paragraph`, `heading`, `header`, `footer`, `page-number`, `caption`, `footnote` ..."""
    box: Box = field(default_factory=Box)


class ScanPage(Struct):
    """One page with its picture."""

    picture: str
    box: Box
    regions: list[Region] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """List all lines in their order."""
        return [line for region in self.regions for line in region.lines]


def around(boxes: list[Box]) -> Box:
    """Return the box round several."""
    if not boxes:
        return Box()
    return Box(
        min(box.left for box in boxes), min(box.top for box in boxes),
        max(box.right for box in boxes), max(box.bottom for box in boxes),
    )  # fmt: skip


def number_of(said: str | None) -> float:
    """Read a number of a file; 0 where it is none."""
    try:
        return float(said) if said else 0.0
    except ValueError:
        return 0.0
