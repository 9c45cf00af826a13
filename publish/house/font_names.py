"""The families that CSS asks for: `font-family`, `font`, and the `@font-face` of a book's own.

Authority: CSS Fonts Level 4, clauses 2.1, 2.7 and 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from publish.model.lazy_pattern import lazy_pattern

Names = tuple[str, ...]
"""A list of families, the one that is wanted most first."""

GENERIC = frozenset({"serif", "sans-serif", "monospace"})
NO_NAMES = frozenset({"inherit", "initial", "unset", "revert"})

_COMMENT = lazy_pattern(r"/\*.*?(?:\*/|$)", re.DOTALL)
_FAMILY = lazy_pattern(r"(?<![\w-])font-family\s*:\s*([^;}!]+)", re.IGNORECASE)
_FONT = lazy_pattern(
    r"(?<![\w-])font\s*:[^;}]*?\d(?:px|pt|em|rem|mm|cm|%)(?:\s*/\s*\S+)?\s+([^;}!]+)",
    re.IGNORECASE,
)
_FACE = lazy_pattern(r"@font-face\s*\{([^}]*)\}", re.IGNORECASE)
_DESCRIPTOR = lazy_pattern(r"([\w-]+)\s*:\s*((?:url\([^)]*\)|\"[^\"]*\"|'[^']*'|[^;\"'])+)")
_URL = lazy_pattern(r"url\(\s*[\"']?([^\"')]*?)[\"']?\s*\)", re.IGNORECASE)
_WEIGHTS = {"normal": 400, "bold": 700}


class DeclaredFace(Struct, frozen=True):
    """An `@font-face`: the name that a sheet gives to a file."""

    family: str
    addresses: tuple[str, ...]
    weight: int | None
    is_italic: bool | None
    at: int
    """Where the rule begins in the sheet."""


def names_in(value: str) -> Names:
    """Read the value of `font-family`."""
    return tuple(name for part in value.split(",") if (name := part.strip().strip("'\"")))


def asked_in(css: str) -> Iterator[tuple[Names, int]]:
    """Yield the lists of families that declarations ask for, and where each value begins."""
    plain = without_faces(_COMMENT.sub(_blank, css))
    for pattern in (_FAMILY, _FONT):
        for found in pattern.finditer(plain):
            if names := names_in(found[1]):
                yield names, found.start(1)


def faces_in(css: str) -> list[DeclaredFace]:
    """List the `@font-face` rules of a sheet."""
    plain = _COMMENT.sub(_blank, css)
    return [_declared(found[1], found.start()) for found in _FACE.finditer(plain)]


def without_faces(css: str) -> str:
    """Blank the `@font-face` rules of a sheet; lines and columns of the rest stay."""
    spans = [found.span() for found in _FACE.finditer(_COMMENT.sub(_blank, css))]
    for start, end in reversed(spans):
        css = css[:start] + _blanked(css[start:end]) + css[end:]
    return css


def _declared(inside: str, at: int) -> DeclaredFace:
    said = {name.lower(): value.strip() for name, value in _DESCRIPTOR.findall(inside)}
    weight = said.get("font-weight", "").lower()
    number = _WEIGHTS.get(weight, int(weight) if weight.isdigit() else None)
    style = said.get("font-style", "").lower()
    family = said.get("font-family", "").strip("'\"")
    is_italic = style.startswith(("italic", "oblique")) if style else None
    return DeclaredFace(family, tuple(_URL.findall(said.get("src", ""))), number, is_italic, at)


def _blank(found: re.Match[str]) -> str:
    return _blanked(found[0])


def _blanked(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
