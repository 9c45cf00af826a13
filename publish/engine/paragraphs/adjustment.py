"""How the spaces and letters of a line share the room that it has to fill, or lacks.

An adjustment ratio of 1 has word spaces two fifths wider than they are, and letters spaced by 2
percent of their width; one of -1 has spaces a fifth narrower, and letters 1 percent closer. Most
lines need no more. Up to 1.2, and down to -1.2, letters alone go on, to about 2 percent of an em,
and to -1; beyond these, spaces alone: at 1.45 they are half as wide again, at -1.87 two thirds. By
language letters give more than that, as `typography.toml` says.
"""

from __future__ import annotations

SPACE_STRETCH = 0.4
"""By so much of its width a word space may be wider: at the adjustment ratio 1."""

SPACE_SHRINK = 0.2
"""And narrower, at the ratio -1."""

LETTER_STRETCH = 0.02
"""By so much of a letter's width letters may stand wider apart."""

LETTER_SHRINK = 0.01

MORE = 1.2
"""By so much more of these letters go on, before a line is called loose or tight."""

STEP = 0.2
"""The ratio that this is worth."""

FIRST = 0.6
"""The share of the room that letters take, as far as they may: the spaces look the more even."""

TIGHTEST = -1.87
"""The ratio of a line at the least: its spaces are at two thirds of their width."""

NARROWEST = 0.153
"""The width of a space in em at the least: poppler, which many programs read PDFs with, takes a gap
of less than 0.15 for none (`minWordSpacing` in its TextOutputDev.cc)."""

WIDEST = 1.6
"""By how much wider than they are the spaces of a line should be at the most."""

MADE_WHOLE = "is_made_whole"
"""The attribute of a line that was set anew to end with a whole word, since a page ends behind it;
the lines above it were chosen for another end."""

_ENDLESS = 1e9
"""The ratio of a line that has nothing to adjust."""


def space_shrink(space: float, em: float, *, has_letters: bool) -> float:
    """Return by how much a space is narrower at the ratio -1, where letters give some or not."""
    at_most = (space - NARROWEST * em) / (-TIGHTEST - (STEP if has_letters else 0.0))
    return min(SPACE_SHRINK * space, max(0.0, at_most))


def ratio_of(room: float, spaces: float, letters: float) -> float:
    """Give the adjustment ratio at which spaces and letters that may give so much fill a room."""
    rest = room - spaces - letters
    if rest <= 0:
        return room / (spaces + letters) if room else 0.0
    more = MORE * letters
    if rest < more:
        return 1 + STEP * rest / more
    if not spaces:
        return _ENDLESS
    return 1 + (STEP if letters else 0.0) + (rest - more) / spaces


def letter_room(room: float, spaces: float, most: float) -> float:
    """Give what letters take of a room, below 0 if it lacks; `spaces` is the width of the spaces.

    They take up to `most`, and more where the spaces would go beyond their ratio of 1.
    """
    taken = min(most, FIRST * abs(room))
    rest = abs(room) - taken - (SPACE_STRETCH if room > 0 else SPACE_SHRINK) * spaces
    taken += min(max(0.0, rest), MORE * most)
    return taken if room > 0 else -taken
