"""Regular expressions that are compiled when they are first used.

Some five hundred stand at the heads of modules, and one run uses a sixth of them; to compile all
that it imports took longer than to read the manuscript. (Django keeps its own so too:
`_lazy_re_compile` in `django/utils/regex_helper.py`.)
"""

from __future__ import annotations

import re
from typing import AnyStr, cast

_METHODS = "search match fullmatch finditer findall sub subn split".split()


class _LazyPattern:
    """Has the methods of a compiled pattern as soon as one of them is asked for."""

    search: object

    def __init__(self, written: str | bytes, flags: int) -> None:
        self._written, self._flags = written, flags

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # copying and pickling ask before anything else is there
            raise AttributeError(name)
        compiled = re.compile(self._written, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


_made: list[_LazyPattern] = []


def compile_patterns() -> None:
    """Compile all that there are, in a process from which others are forked that use them."""
    for pattern in _made:
        _ = pattern.search


def lazy_pattern(written: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern to keep for the module's life; the functions of `re` do not take it.

    One that is wrong raises `re.error` where it is first used: tests compile all there are.
    """
    pattern = _LazyPattern(written, flags)
    _made.append(pattern)
    return cast("re.Pattern[AnyStr]", pattern)
