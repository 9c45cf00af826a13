"""Series of note marks beside numbers: letters, and signs in the order that printers take them.

Of signs the order is * † ‡ § ‖ ¶, then each doubled (Chicago 14.25, in older books); letters go
on doubled as well. What the manuscript itself has written is kept where it tells notes apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

NUMBERS, LETTERS, SYMBOLS = "numbers", "letters", "symbols"
SERIES = {LETTERS: "abcdefghijklmnopqrstuvwxyz", SYMBOLS: "*†‡§‖¶"}
KINDS = (NUMBERS, LETTERS, SYMBOLS)

OF_HEADING = "tit."
"""What stands for a number where an entry of an apparatus is on a heading (titulus)."""


def count_signs(written: Sequence[str], kind: str) -> list[str]:
    """Label notes: a sign written once is kept, the others get the next that is free."""
    kept = {sign for sign in written if sign and written.count(sign) == 1}
    free = (sign for sign in _all(kind) if sign not in kept)
    return [sign if sign in kept else next(free) for sign in written]


def _all(kind: str) -> Iterator[str]:
    signs = SERIES[kind]
    for times in count(1):
        for sign in signs:
            yield sign * times


def read_series(entry: str) -> tuple[str, str]:
    """Read `authorial: symbols`: the type or hand of notes, and their series; raises ValueError."""
    name, _, kind = (part.strip() for part in entry.rpartition(":"))
    if not name or kind not in KINDS:
        raise ValueError(entry)
    return name.removeprefix("#").casefold(), kind


def series_of(names: str, entries: Sequence[str]) -> str:
    """Find the series for the words of a note's `@type` and `@resp`; empty where none is named."""
    words = {name.removeprefix("#").casefold() for name in names.split()}
    return next((kind for name, kind in map(read_series, entries) if name in words), "")
