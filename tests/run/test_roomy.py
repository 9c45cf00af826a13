"""A function with room behind its frame does what it did without."""

from __future__ import annotations

import pytest

from publish.run.roomy import roomy


@roomy
def depth(levels: int, *, step: int = 1) -> int:
    """Count levels of calls."""
    return _below(levels, step)


def _below(levels: int, step: int) -> int:
    if levels < 0:
        raise ValueError(levels)
    return 0 if levels == 0 else 1 + _below(levels - step, step)


def test_calls_within_calls_give_what_they_gave() -> None:
    assert depth(600) == 600
    assert depth(600, step=2) == 300
    assert depth.__doc__ == "Count levels of calls."
    with pytest.raises(ValueError, match="-1"):
        depth(3, step=2)
