"""Libraries that WeasyPrint imports and hardly ever calls, imported when it does.

fontTools' subsetter and instancer take a fifth of the time in which WeasyPrint is imported. It
calls them for variable fonts, and for others where HarfBuzz cannot cut fonts.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

DEFERRED = ("fontTools.subset", "fontTools.varLib.instancer")


class _Deferred(ModuleType):
    """Stands for a module whose functions and classes are looked up when they are called."""

    def __getattr__(self, name: str) -> Callable[..., object]:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *given, **named: getattr(import_module(self.__name__), name)(*given, **named)


@contextmanager
def deferred() -> Iterator[None]:
    """Defer them for what is imported meanwhile; what is imported already stays."""
    names = [name for name in DEFERRED if name not in sys.modules]
    for name in names:
        sys.modules[name] = _Deferred(name)
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]
