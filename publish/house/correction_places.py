"""Where a correction stands, as the list of corrections says it in a file for screens.

Typesetting writes `Chapter 3, p. 23` with the page of the source; an EPUB that lists the pages of
its printed edition names those instead.
"""

from __future__ import annotations

from lxml import etree

from publish.house.language.words import word
from publish.model.publication import XHTML

_HEADING = "place-heading"


def under_heading(link: etree._Element, heading: str, page: str, language: str) -> None:
    """Write a heading into a link, and a page where one is known."""
    said = word("place_page", language).format(page=page)
    pattern = word("place_under", language).format(heading="\0", place=said)
    before, behind = pattern.split("\0") if page else ("", "")
    for child in list(link):
        link.remove(child)
    link.text = before or None
    named = etree.SubElement(link, f"{{{XHTML}}}span", {"class": _HEADING})
    named.text, named.tail = heading, behind or None


def heading_in(link: etree._Element) -> str:
    """Return the heading that stands in a link of the list; empty where it is none of these."""
    named = link.find(f"{{{XHTML}}}span[@class='{_HEADING}']")
    return "" if named is None else named.text or ""
