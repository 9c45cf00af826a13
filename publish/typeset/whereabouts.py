"""Where the book's readers find a place: on a page of the source, under a heading, in a note."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from publish.model.publication import Part
from publish.typeset.headings import HEADING_TAGS, plain_title


class Whereabouts(Struct, frozen=True):
    """What can be said of one place."""

    page: str
    """The label of its page in the page list; empty where the source's pages are not marked."""
    heading: str
    """The nearest heading before it, or the title of its part."""
    note: str = ""
    """The label of the note that it is in."""
    mark: str = ""
    """The id of that note's mark in the text."""


def whereabouts(parts: list[Part], wanted: set[str]) -> dict[str, Whereabouts]:
    """Find each wanted id, in reading order; what is in a note is where the note is called."""
    found: dict[str, Whereabouts] = {}
    page = ""
    for part in parts:
        page = _look_through(part, page, wanted, found)
    return found


def _look_through(part: Part, page: str, wanted: set[str], found: dict[str, Whereabouts]) -> str:
    notes = {note.id: note for note in part.notes}
    heading = part.title
    for element in part.body.iter(etree.Element):
        classes = (element.get("class") or "").split()
        if "pagebreak" in classes:
            page = element.get("aria-label") or page
        elif element.tag in HEADING_TAGS:
            heading = plain_title(element) or heading
        identifier = element.get("id") or ""
        if identifier in wanted:
            found.setdefault(identifier, Whereabouts(page, heading))
        note = notes.pop((element.get("href") or "")[1:], None) if "noteref" in classes else None
        if note is not None:
            place = Whereabouts(page, heading, note.label, identifier)
            inside = (str(e.get("id")) for e in note.body.iter(etree.Element) if e.get("id"))
            found |= {i: place for i in inside if i in wanted and i not in found}
    return page
