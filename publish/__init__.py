"""Publish TEI manuscripts as EPUB 3 and press-ready PDF.

Programs may use what `publish.api` names, which is to be had from here: `publish.build(...)`.

Imports go down only: from `cli` to `pipeline`, which tells how a book is made; to the rooms
(`read`, `revise`, `style`, `typeset`, `write`, `check`, `load`, `look`), none of which knows
another; and to what serves them all: `engine` (the only door to WeasyPrint), `house` (what the
press owns and knows), `run` (files, processes, the cache) and `model` (what all speak of).
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publish.api import (
        Book,
        BuildResult,
        Document,
        Edition,
        Erratum,
        Finding,
        MachineError,
        Output,
        Place,
        PrintedPage,
        Printing,
        Progress,
        PublishError,
        Purpose,
        Severity,
        UsageError,
        build,
        check_book,
        error,
        notice,
        read_book,
        warning,
    )

__all__ = [
    "Book",
    "BuildResult",
    "Document",
    "Edition",
    "Erratum",
    "Finding",
    "MachineError",
    "Output",
    "Place",
    "PrintedPage",
    "Printing",
    "Progress",
    "PublishError",
    "Purpose",
    "Severity",
    "UsageError",
    "build",
    "check_book",
    "error",
    "notice",
    "read_book",
    "warning",
]

__version__ = "0.6.0.dev0"

FRAMES = 5_000
"""How many calls may wait for one another: the page engine and our own walks call themselves some
dozen times for each element that stands in another, and Python's 1,000 end before the reader's
bound of nested elements (`read/parse.py`) does."""

sys.setrecursionlimit(max(sys.getrecursionlimit(), FRAMES))


def __getattr__(name: str) -> object:
    """Return what the library offers; only who asks for it imports all that makes books."""
    if name not in __all__:
        raise AttributeError(f"module 'publish' has no attribute {name!r}")
    found: object = getattr(import_module("publish.api"), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
