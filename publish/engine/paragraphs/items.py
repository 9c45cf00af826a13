"""A paragraph to the programme: boxes, glue and penalties (Knuth and Plass 1981, page 1121).

All widths have one unit, CSS pixels in use. Items are shared between paragraphs: one that counts
otherwise in one of them is replaced there, never changed.
"""

from __future__ import annotations

from typing import final

from msgspec import Struct

LETTER = 0.45
"""The width of a letter in em, of which a letter space is a share: that of text on average."""

FORBIDDEN = 1e7
"""The cost of a break that may not be."""

FORCED = -1e7
"""The cost of a break that must be."""


@final
class Box(Struct):
    """A word or part of one; no line ends in it."""

    width: float
    stretch: float = 0.0
    """By how much its letters may be spaced wider."""
    shrink: float = 0.0
    hang_before: float = 0.0
    """By how much it stands out over the edge where it begins a line."""
    hang_after: float = 0.0
    """The same where it ends one."""
    letters: int = 0


@final
class Glue(Struct):
    """A space; behind a box a line may end at it, and it is dropped there."""

    width: float
    stretch: float
    shrink: float
    cost: float = 0.0
    """The penalty of a line's end here."""


@final
class Penalty(Struct):
    """A place between or in words where a line may end."""

    cost: float
    width: float = 0.0
    """What a line that ends here gets at its end: a hyphen."""
    is_hyphen: bool = False
    """Whether the line then ends with a hyphen."""
    after: float = 0.0
    """What the next line gets at its head."""
    hang_after: float = 0.0
    """By how much the hyphen stands out over the edge."""
    is_printed: bool = False
    """Whether the hyphen is put there, and not the text's own."""


Item = Box | Glue | Penalty
