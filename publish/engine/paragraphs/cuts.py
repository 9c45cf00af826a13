"""Where lines are cut out of a paragraph's boxes."""

from __future__ import annotations

from msgspec import Struct

from publish.engine import boxes

Place = tuple[int, int]
"""The id of a text box or an object, and a byte of its text."""


class Cut(Struct, frozen=True):
    """Where a line is to end."""

    leaf: boxes.Box | None
    """The text box; None at the paragraph's end."""
    byte: int
    hyphen: str
    """What is put there."""


Cuts = dict[Place, Cut | None]
"""Where lines end, by where they begin; None where none was chosen."""
