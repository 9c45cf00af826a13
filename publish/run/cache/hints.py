"""What the last run was about: the next one may be about the same, and get ready for it.

A hint that is wrong costs nothing but the time that it would have saved, so that it is kept
whatever the toolchain.
"""

from __future__ import annotations

from publish.run.cache.store import Cache

_LANGUAGE = "last-language"


def last_language(cache: Cache) -> str:
    """Return the language of the book that was laid out last; nothing where that is unknown."""
    return (cache.get(_LANGUAGE) or b"").decode("utf-8", "replace")


def keep_language(cache: Cache, lang: str) -> None:
    """Keep the language of a book that is laid out."""
    if lang != last_language(cache):
        cache.put(_LANGUAGE, lang.encode("utf-8"))
