"""The pages of a first layout, and what was known where each of them begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import cast
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from publish.engine.boxes import Box, Context, PageBox
from publish.engine.pages.slots import PageSlots, slots_of


class NotesToCome(Struct, frozen=True):
    """The notes that are still to come where a page begins."""

    waiting: tuple[Box, ...]
    put_off: tuple[Box, ...]

    @classmethod
    def of(cls, context: Context) -> NotesToCome:
        """Return those that are to come now."""
        return cls(tuple(context.footnotes), tuple(context.reported_footnotes))

    def set(self, context: Context) -> None:
        """Go back to where a page begins."""
        context.footnotes = list(self.waiting)
        context.reported_footnotes = list(self.put_off)
        context.broken_out_of_flow = {}


class FirstLayout(Struct):
    """Pages as they were laid out first."""

    offset: int = 0
    """The number that layout has for the first of them."""
    is_end: bool = True
    """Whether the division ends with them."""
    pages: list[PageBox] = field(default_factory=list)
    slots: list[PageSlots] = field(default_factory=list)
    """Those of pages of notes alone, which stand at the end, are left out."""
    notes_to_come: list[NotesToCome] = field(default_factory=list)
    notes_alone: dict[Element, float] = field(default_factory=dict)
    """The heights of the notes on pages that hold no text."""
    is_simple: bool = True
    """Whether nothing goes on from one page to the next but text and notes."""

    @property
    def foot_margin(self) -> float:
        """Return how much is free below the text, in CSS pixels."""
        return float(self.pages[0].margin_bottom)

    def take(self, context: Context, pages: Iterable[PageBox]) -> None:
        """Take the pages as they are laid out."""
        self.notes_to_come.append(NotesToCome.of(context))
        for page in pages:
            self.pages.append(page)
            self.is_simple &= not context.broken_out_of_flow
            self.notes_to_come.append(NotesToCome.of(context))

    def end_with(self, count: int, *, is_end: bool) -> None:
        """Leave out the pages behind so many."""
        del self.pages[count:], self.notes_to_come[count + 1 :]
        self.is_end = is_end

    def read_slots(self) -> bool:
        """Read what stands on the pages; return whether they can be planned."""
        if not self.is_simple or len(self.pages) < 2:
            return False
        self.slots = list(map(slots_of, self.pages))
        for page, following in pairwise(self.slots):
            if page.heads & following.heads:  # a table's head comes once more
                page.is_plain = following.is_plain = False
        while self.slots and not self.slots[-1].slots:
            self.notes_alone |= self.slots.pop().note_heights
        return bool(self.slots) and all(page.slots for page in self.slots)

    def forced(self, context: Context) -> set[int]:
        """List the pages behind which a page ends in any case."""
        breaks = [state[1] for state in context.page_maker[self.offset + 1 :]]
        last = len(self.slots) - 1
        forced = {number for number in range(last) if _is_forced(breaks[number])}
        return forced | {last} if self.is_end else forced


def _is_forced(next_page: object) -> bool:
    """Tell what WeasyPrint says of a page's begin: a break that was asked for, or another name."""
    asked = cast("dict[str, str | None]", next_page)
    return asked["break"] != "any" or bool(asked["page"])


def count_of_notes_alone(pages: Sequence[PageBox]) -> int:
    """Count the pages at the end that hold notes and no text."""
    count = 0
    while count < len(pages) and not slots_of(pages[-1 - count]).slots:
        count += 1
    return count
