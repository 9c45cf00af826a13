"""What the programme weighs, and how much; the names are those of Knuth and Plass (1981)."""

from __future__ import annotations

from msgspec import Struct

from publish.engine.paragraphs.adjustment import TIGHTEST
from publish.engine.paragraphs.items import FORBIDDEN

HYPHEN = 600.0
"""The penalty of a line that ends within a word."""

OWN_HYPHEN = 120.0
"""And of one that ends at a compound's own hyphen."""

COMPOUND = 400.0
"""And of one that ends elsewhere in such a compound (Chicago 7.40)."""

DASH = 50.0
"""And of one that ends at a dash or another sign without a space."""

ANYWHERE = 5_000.0
"""And of one that ends within a word that has no place for it."""

STUB = 20_000.0
"""And of one before a last line of a few letters, or of the rest of a word."""


class Demerits(Struct, frozen=True):
    """What counts against a line, besides its own badness and penalty."""

    line: float = 1.0
    """Added to each line's badness, so that fewer lines are better."""
    double_hyphen: float = 20_000.0
    """Alpha: a second hyphen in a row."""
    third_hyphen: float = 1e10
    """Each further one: more than any line that its limits allow."""
    fitness: float = 20_000.0
    """Gamma: a tight line beside a loose one, which is seen at once."""
    power: int = 3
    """How fast the badness of a line grows with its ratio."""


class Limits(Struct, frozen=True):
    """What one pass of the programme may do to a line; `adjustment.py` says what a ratio is."""

    has_hyphens: bool
    """Whether words may be divided."""
    loosest: float
    """The adjustment ratio of a line at the most."""
    tightest: float
    """And at the least, below 0."""
    worst: float = FORBIDDEN
    """Penalties from this one on are no places to end a line at."""
    has_ladders: bool = True
    """Whether more than two lines in a row may end with a hyphen."""
    emergency: float = 0.0
    """Stretch that each line is thought to have besides its own, as a share of its width."""


RAGGED = Demerits(line=0.0, fitness=0.0, power=1)
"""Of lines that end where they may: the sum of the squares of what they are short of."""

RAGGED_PASSES = (
    Limits(has_hyphens=False, loosest=1.0, tightest=0.0, worst=STUB, emergency=1.0),
    Limits(has_hyphens=False, loosest=1.0, tightest=0.0, emergency=1.0),
)
"""The passes for these: a ratio is the share of a line that is left empty."""

PASSES = (
    Limits(has_hyphens=False, loosest=1.75, tightest=TIGHTEST, worst=STUB),
    Limits(has_hyphens=True, loosest=1.9, tightest=TIGHTEST, worst=STUB, has_ladders=False),
    Limits(has_hyphens=True, loosest=2.5, tightest=TIGHTEST, worst=STUB, has_ladders=False),
    Limits(has_hyphens=True, loosest=4.0, tightest=TIGHTEST, worst=STUB, has_ladders=False),
    Limits(has_hyphens=True, loosest=10.0, tightest=TIGHTEST, emergency=0.1),
    Limits(has_hyphens=True, loosest=1e6, tightest=TIGHTEST, emergency=0.1),
)
"""The passes, each taken where the one before finds no lines: the first is for spaces up to 1.62 of
their width, the fourth for 2.5."""
