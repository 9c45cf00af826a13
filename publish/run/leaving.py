"""What a command is done with and leaves to the system, which takes all back when it ends.

Python lets go of each piece of a tree or a file by itself: a twentieth of the time of a short run.
"""

from __future__ import annotations

_left: dict[str, tuple[object, ...]] = {}
_is_ending = False


def end_soon() -> None:
    """Say that the command makes its outputs and ends; others let go of what they are done with."""
    global _is_ending
    _is_ending = True


def leave(kind: str, *done_with: object) -> None:
    """Leave to the system what is not needed any more; what was left of its kind is let go."""
    _left.pop(kind, None)
    if _is_ending and done_with:
        _left[kind] = done_with
