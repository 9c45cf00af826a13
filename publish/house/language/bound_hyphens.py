"""Hyphens at which a language lets no line end, though they are its own: typography.toml."""

from __future__ import annotations

from publish.house.language.typography import typography_of
from publish.model.lazy_pattern import lazy_pattern

_LETTERS = lazy_pattern(r"[^\W\d_]*")


def binds(before: str, behind: str, language: str | None) -> bool:
    """Tell whether a text ends with a hyphen that binds what is behind it."""
    typography = typography_of(language or "")
    if not (typography.bound_hyphens or typography.bound_enclitics):
        return False
    before = before.casefold().replace("\u2010", "-")
    if not before.endswith("-"):
        return False
    enclitic = _LETTERS.match(behind.casefold())
    if enclitic is not None and enclitic[0] in typography.bound_enclitics:
        return True
    return any(
        before.endswith(part) and (part[0] == "-" or not before[: -len(part)][-1:].isalpha())
        for part in typography.bound_hyphens
    )
