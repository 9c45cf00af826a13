"""What is in a book, and so which criteria apply to it: the words of `when` in criteria.toml."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from publish.check.access.book import MATH, EpubUnderTest
from publish.check.access.contrast import coloured_texts
from publish.check.access.moving import FORMS, FRAMES, MEDIA, has_scripts, moves
from publish.check.access.paging import page_breaks
from publish.check.access.pictures import own_pictures, pictures
from publish.check.access.sheets import appears_on_hover
from publish.check.access.structure import tables_without_headers
from publish.check.access.ways import headings_of_the_text, links_of_the_text


def _any_of(*tags: str) -> Callable[[EpubUnderTest], bool]:
    return lambda book: next(book.elements(*tags), None) is not None


def _any(found: Callable[[EpubUnderTest], Any]) -> Callable[[EpubUnderTest], bool]:
    return lambda book: next(iter(found(book)), None) is not None


PRESENCE: dict[str, Callable[[EpubUnderTest], bool]] = {
    "pictures": _any(own_pictures),
    "cover": _any(pictures),
    "formulas": _any_of(f"{MATH}math"),
    "media": _any_of(*MEDIA),
    "forms": _any_of(*FORMS),
    "frames": _any_of(*FRAMES),
    "scripts": has_scripts,
    "moving": moves,
    "hover": _any(appears_on_hover),
    "colours": _any(coloured_texts),
    "headings": _any(headings_of_the_text),
    "tables_without_headers": _any(tables_without_headers),
    "links_of_the_text": _any(links_of_the_text),
    "pages": lambda book: bool(book.links_of("page-list")) or _any(page_breaks)(book),
    "overlays": lambda book: any(item.get("media-overlay") for item in book.items.values()),
}
"""Each looks at the finished book; what is not in it is evidence, too."""

CALLED = {
    "pictures": "pictures",
    "cover": "cover",
    "formulas": "formulas",
    "media": "sound or films",
    "forms": "forms",
    "frames": "frames",
    "scripts": "scripts",
    "moving": "moving pictures",
    "hover": "content that a pointer makes appear",
    "colours": "coloured text",
    "headings": "headings",
    "tables_without_headers": "tables without headers",
    "links_of_the_text": "links of the text's own",
    "pages": "pages of a printed edition",
    "overlays": "recordings of the text",
}
"""What each is called in what a reader is told."""


def present_in(book: EpubUnderTest) -> frozenset[str]:
    """Return what of these is in a book."""
    return frozenset(name for name, is_there in PRESENCE.items() if is_there(book))
