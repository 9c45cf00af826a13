"""Links that speak of a note by its number: in print they say the page where that does not tell.

Notes count through a chapter, so that "note 2" of another one is found by its page only (Chicago
14.34); on a screen the link leads there.
"""

from __future__ import annotations

from collections.abc import Set
from xml.etree.ElementTree import Element

from publish.engine.places import SOURCE_LENGTH
from publish.engine.tree import insert_after, parents_of
from publish.house.language.words import word

_PAGE = "{name}"


def name_note_pages(section: Element, own: Set[str], lang: str, *, by_page: bool) -> None:
    """Add the page, in brackets, to numbers of notes that are not `own`; to all `by_page`."""
    links = [a for a in section.iter("a") if "note-number" in a.get("class", "").split()]
    if not links:
        return
    parents = parents_of(section)
    before, _, behind = word("page_number", lang).partition(_PAGE)
    for link in links:
        target = link.get("href", "#")[1:]
        if target in own and not by_page:
            continue
        made = Element("span", {"class": "note-page", SOURCE_LENGTH: "0"})
        made.text = f"\u00a0({before}"
        page = Element("a", {"class": "page-ref", "href": f"#{target}"})
        page.text, page.tail = "0", f"{behind})"
        made.append(page)
        insert_after(parents[link], link, made)
