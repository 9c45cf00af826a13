"""What the programme weighs, and how much; the names are those of Knuth and Plass (1981)."""

from __future__ import annotations

from dataclasses import dataclass

from publish.engine.paragraphs.items import FORBIDDEN

HYPHEN = 160.0
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


@dataclass(frozen=True, slots=True)
class Demerits:
    """What counts against a line, besides its own badness and penalty."""

    line: float = 1.0
    """Added to each line's badness, so that fewer lines are better."""
    double_hyphen: float = 20_000.0
    """Alpha: a second hyphen in a row."""
    third_hyphen: float = 1e10
    """Each further one: more than any line that its limits allow."""
    fitness: float = 3_000.0
    """Gamma: a tight line beside a loose one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one pass of the programme may do to a line.

    An adjustment ratio of 1 has word spaces half as wide again as they are, and letters spaced by
    2 percent of their width; one of -1 has spaces a fifth narrower, and letters 1 percent closer.
    Beyond these, letters stay so and spaces go on: at -1.67 they are at two thirds.
    """

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


PASSES = (
    Limits(has_hyphens=False, loosest=1.1, tightest=-1.67, worst=STUB),
    Limits(has_hyphens=True, loosest=1.5, tightest=-1.67, worst=STUB, has_ladders=False),
    Limits(has_hyphens=True, loosest=3.0, tightest=-1.67, worst=STUB, has_ladders=False),
    Limits(has_hyphens=True, loosest=8.0, tightest=-1.67, emergency=0.1),
    Limits(has_hyphens=True, loosest=1e6, tightest=-1.67, emergency=0.1),
)
"""The passes, each taken where the one before finds no lines."""
