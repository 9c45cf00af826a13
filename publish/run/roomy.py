"""Room for calls within calls, of which layout makes many.

CPython keeps the frames of calls in chunks of 16 kB (`_PyThreadState_PushFrame` in its `pystate.c`,
3.11 to 3.13). A call that begins at a chunk's end asks the system for another chunk, and gives it
back when it returns; where the deepest loop of a layout comes to be there, it does so for each line
and each word. A frame that is larger than a chunk has one of twice its size made for it, in
whose other half there is room for all that is called from it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

ROOM = 33_000
"""Places of 8 bytes each: a little more than 256 kB, so that as much is left of a chunk of 512."""


def roomy(function: Callable[P, T]) -> Callable[P, T]:
    """Give a function a frame behind which there is room for those of what it calls."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        return function(*args, **kwargs)

    call.__code__ = call.__code__.replace(co_stacksize=ROOM)  # type: ignore[attr-defined]
    return call
