"""One printing of the book as a reader holds it: its pages, their folios, their lines.

The PDF writer records it; the EPUB's page list, the errata sheet ("p. 34, line 12") and the
typographic report read it.
"""

from __future__ import annotations

from msgspec import Struct, field


class PrintedLine(Struct, frozen=True):
    """One line of a page's text.

    `block` is the id of the nearest element, at or above the line's first character, that has
    one; `start` counts the characters of that element's text before the line, as they stand in
    the XHTML part: white space as it is, notes held apart, generated words not counted.
    """

    number: int
    """Counts from 1 on its page as an editor counts: running head and folio left out."""
    block: str
    start: int
    text: str
    """As printed, with the hyphen at its end if there is one."""
    is_note: bool = False
    """Set in the notes at the foot of the page; then `start` counts within the note's body."""
    is_moved: bool = False
    """Set in a figure that waited for the head of a page: text before it stands behind it."""
    note: str = ""
    """The label of the note it is of, as printed; empty in running text, and where none is."""


class PrintedPage(Struct, frozen=True):
    """One page: the number a reader sees, and what is on it."""

    folio: str
    """Arabic or roman; given to every page, printed or not (Chicago 1.5-1.9)."""
    lines: tuple[PrintedLine, ...] = ()
    others: tuple[str, ...] = ()
    """What else is set on it and is none of the text's lines, such as numbers of a list's items.
    A printing's record does not keep it."""

    @property
    def start(self) -> PrintedLine | None:
        """Return the line of running text with which the page begins; None on a blank page."""
        flowing = (line for line in self.lines if not (line.is_note or line.is_moved))
        return next(flowing, None)


class Printing(Struct, frozen=True):
    """A printing under the name that errata sheets call it by, such as `1` or `2026-11`."""

    name: str
    pages: tuple[PrintedPage, ...] = ()
    folios: dict[str, str] = field(default_factory=dict)
    """The folio on which each element with an id begins."""
