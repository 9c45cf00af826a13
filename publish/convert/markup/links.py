"""Links of a page: to the web, to a place in the book, from a call to its note."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

from lxml import etree

from publish.convert.markup.page import Page
from publish.convert.tei import make, put, whole_text
from publish.model.document import XML_ID
from publish.model.lazy_pattern import lazy_pattern

SetContent = Callable[[Page, etree._Element, etree._Element], None]

_WEB = lazy_pattern(r"(https?|mailto|ftp|doi|urn|tel|geo):\S", re.IGNORECASE)


def target_of(element: etree._Element) -> str:
    """Return the id in this page that an element points at; empty for none."""
    href = (element.get("href") or "").strip()
    return unquote(href[1:]) if href.startswith("#") else ""


def set_link(
    page: Page, element: etree._Element, into: etree._Element, set_content: SetContent
) -> None:
    """Set a link, a note in the place of its call, or the words of a link that leads nowhere."""
    target, href = target_of(element), (element.get("href") or "").strip()
    if target in page.notes and element in page.calls:
        _set_note(page, target, element, into, set_content)
        return
    if target and target in page.targets:
        made = make("ref", target=f"#{page.id_of(target)}")
    elif _WEB.match(href):
        made = make("ref", target=re.sub(r"\s", "%20", href))
    elif (file := page.file_of(href)) is not None:
        made = make("ref")
        page.away.append((made, file, unquote(href.partition("#")[2])))
    else:
        if href and (target or not href.startswith("#")):
            page.dead.append((href, whole_text(element), into))
        put(into, *anchors(page, element))
        set_content(page, element, into)
        return
    set_id(page, element, made)
    set_content(page, element, made)
    put(into, made)


def _set_note(
    page: Page,
    target: str,
    call: etree._Element,
    into: etree._Element,
    set_content: SetContent,
) -> None:
    page.log.taken.append(whole_text(call))
    body = page.notes[target]
    if body in page.note_ids:
        put(into, make("ref", target=f"#{page.note_ids[body]}", type="noteref"))
        return
    written = f"{target} note" if target in page.used else target  # an id may stand twice
    identifier = page.note_ids[body] = page.id_of(written)
    page.used.add(target)
    note = page.set_note(page, body)
    note.set(XML_ID, identifier)
    put(into, note)


def set_id(page: Page, element: etree._Element, made: etree._Element) -> None:
    """Give what is made the id of its source, where something points at it."""
    written = element.get("id") or (element.get("name") if element.tag == "a" else None)
    if written and written in page.targets and written not in page.used:
        page.used.add(written)
        if made.get(XML_ID):
            made.insert(0, make("anchor", **{}))
            made[0].set(XML_ID, page.id_of(written))
            made[0].tail, made.text = made.text, None
        else:
            made.set(XML_ID, page.id_of(written))


def anchors(page: Page, element: etree._Element) -> list[etree._Element]:
    """Make an anchor for the id of an element that is not set itself."""
    written = element.get("id") or (element.get("name") if element.tag == "a" else None)
    if not written or written not in page.targets or written in page.used:
        return []
    made = make("anchor")
    page.used.add(written)
    made.set(XML_ID, page.id_of(written))
    return [made]
