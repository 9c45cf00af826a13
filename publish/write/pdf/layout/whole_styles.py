"""Which style sheets ask for more of a division than a window of it knows.

A window counts nothing but a list's items, does not know how many siblings stand before what it
begins with, and puts nothing in the margins of its pages. A book's own sheet may ask for all of
these, and then its divisions are laid out whole, however long they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from publish.model.lazy_pattern import lazy_pattern

ASKS = lazy_pattern(
    r"""
    \bcounters?[-(]          # counts of the book's own (CSS Lists 3, section 4)
    | \btarget-(counter|text)
    | @(top|bottom|left|right)-   # margin boxes (CSS Paged Media 3, section 4)
    | \bstring-set\b | \brunning\(   # what margins say (CSS Generated Content for Paged Media)
    | \bposition\s*:\s*fixed\b
    | :(nth-|only-of-type|has\()   # places among all siblings (Selectors 4, section 14.3)
    | \b(open|close)-quote\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
COMMENT = lazy_pattern(r"/\*.*?\*/", re.DOTALL)


class Asked(Struct, frozen=True):
    """What a sheet says that only the whole division tells, and where, counted from 1."""

    words: str
    line: int
    column: int


def find_ask(sheet: str) -> Asked | None:
    """Find the first words of a sheet that ask for the whole division."""
    found = ASKS.search(COMMENT.sub(_blank, sheet))
    if found is None:
        return None
    before = sheet[: found.start()]
    words = sheet[found.start() :].splitlines()[0]
    line, column = before.count("\n") + 1, found.start() - before.rfind("\n")
    return Asked(re.split(r"[;{}]", words)[0].strip(), line, column)


def _blank(comment: re.Match[str]) -> str:
    """Leave everything behind a comment where it stands."""
    return re.sub(r"[^\n]", " ", comment.group())


def ask_for_the_whole(sheets: Iterable[str]) -> bool:
    """Return whether a sheet names what only the whole division tells."""
    return any(find_ask(sheet) for sheet in sheets)
