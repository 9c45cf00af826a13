"""One mark of a reader's: words that were highlighted, and what was written to them."""

from __future__ import annotations

import datetime
import re

from msgspec import Struct

from publish.model.finding import Place


class Mark(Struct, frozen=True, kw_only=True):
    """A highlight or note as a device keeps it."""

    words: str
    """What was highlighted, as the device shows it."""
    note: str = ""
    """What the reader wrote to it."""
    lead: str = ""
    """What stands before the words."""
    trail: str = ""
    device: str = ""
    """The device or program, such as `Kobo`."""
    title: str = ""
    """The book's title on the device; empty where the file is of one book."""
    chapter: str = ""
    date: datetime.date | None = None
    order: tuple[float, ...] = ()
    """Sorts the marks of a book by where they stand; empty where the device does not say."""
    locations: tuple[int, int] | None = None
    """Where the words begin and end, as a Kindle counts from 1."""
    contexts: tuple[tuple[str, str], ...] = ()
    """What stands before and behind the words in each of the places that they may have."""
    spot: str = ""
    """The place in the EPUB, as the device writes it."""
    place: Place | None = None
    """Where the mark stands in its file."""


def day_of(text: object) -> datetime.date | None:
    """Read the day of an ISO date and time; None where it is none."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", str(text or ""))
    try:
        return datetime.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
