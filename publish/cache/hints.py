"""What the last run was about: the next one may be about the same, and get ready for it.

A hint that is wrong costs nothing but the time that it would have saved.
"""

from __future__ import annotations

from publish.cache.store import Cache, key_of


def last_language(cache: Cache) -> str:
    """Give the language of the book that was laid out last; nothing where that is unknown."""
    return (cache.get(_key()) or b"").decode("utf-8", "replace") if cache else ""


def keep_language(cache: Cache, lang: str) -> None:
    """Keep the language of a book that is laid out."""
    if cache and lang != last_language(cache):
        cache.put(_key(), lang.encode("utf-8"))


def _key() -> str:
    return key_of(("last language",))
