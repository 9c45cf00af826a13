"""What a PDF is for; everything that differs between a screen and a press follows from it."""

from __future__ import annotations

from enum import StrEnum


class Purpose(StrEnum):
    """`screen` is tagged and linked, `press` goes to a printer, `booklet` is folded by hand."""

    SCREEN = "screen"
    PRESS = "press"
    BOOKLET = "booklet"
    COVER = "cover"

    @property
    def is_paper(self) -> bool:
        """Tell whether pages are printed: mirrored margins, blank pages at the end, no links."""
        return self is not Purpose.SCREEN
