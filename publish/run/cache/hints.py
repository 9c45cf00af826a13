"""What a run may be about, so that it gets ready before the book is read.

The last run was about something, and the next one may be about the same.

A hint that is wrong costs nothing but the time that it would have saved, so that it is kept
whatever the toolchain.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from publish.model.lazy_pattern import lazy_pattern
from publish.run.cache.store import Cache

_LANGUAGE = "last-language"

_HEAD = 4096
"""Bytes of a file in which it mostly names its language, if it does."""

_NAMED = lazy_pattern(rb"xml:lang=[\"']([A-Za-z0-9-]+)[\"']")


def likely_language(cache: Cache, book: Path) -> str:
    """Return the language that a file names first, or that of the book that was laid out last."""
    with contextlib.suppress(OSError):
        if book.is_file():
            with book.open("rb") as file:
                named = _NAMED.search(file.read(_HEAD))
            if named:
                return named[1].decode("ascii")
    return last_language(cache)


def last_language(cache: Cache) -> str:
    """Return the language of the book that was laid out last; nothing where that is unknown."""
    return (cache.get(_LANGUAGE) or b"").decode("utf-8", "replace")


def keep_language(cache: Cache, lang: str) -> None:
    """Keep the language of a book that is laid out."""
    if lang != last_language(cache):
        cache.put(_LANGUAGE, lang.encode("utf-8"))
