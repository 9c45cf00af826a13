"""Regular expressions compiled when they are first used, not where a module declares them.

To compile the patterns of all modules that a book may need takes longer than to read the book; of
four hundred a book uses a hundred.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class _Late:
    """Stands for a pattern until something is asked of it."""

    def __init__(self, make: Callable[[], re.Pattern[str] | re.Pattern[bytes]]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> object:
        """Compile it, and have what patterns have at hand from now on."""
        if name.startswith("__"):
            raise AttributeError(name)
        made = self._make()
        self.__dict__.update(
            {each: getattr(made, each) for each in dir(made) if not each.startswith("_")}
        )
        return self.__dict__[name]


@contextmanager
def compiled_late() -> Iterator[None]:
    """Put off the patterns of modules that are imported meanwhile."""
    compile_now = re.compile

    def put_off(pattern: Any, flags: Any = 0) -> Any:
        return _Late(lambda: compile_now(pattern, flags))

    re.compile = put_off
    try:
        yield
    finally:
        re.compile = compile_now
