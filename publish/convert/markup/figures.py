"""Pictures and figures: fetched, kept in the book's folder, with caption and description."""

from __future__ import annotations

import base64
import binascii
import copy
import re
from collections.abc import Callable
from urllib.parse import unquote, unquote_to_bytes

from lxml import etree

from publish.convert.markup.page import Page
from publish.convert.tei import make, put, whole_text, words_of
from publish.model.lazy_pattern import lazy_pattern

SetContent = Callable[[Page, etree._Element, etree._Element], None]

_DATA = lazy_pattern(r"data:([^;,]*)((?:;[^;,]*)*?)(;base64)?,(.*)", re.DOTALL | re.IGNORECASE)
_NO_WORDS = lazy_pattern(
    r"(image|picture|graphic|img|figure|illustration)?\W*\d*\W*(\.\w{3,4})?", re.I
)
"""Descriptions that programs write where nobody has described a picture."""


def set_picture(page: Page, element: etree._Element, into: etree._Element) -> None:
    """Set a picture in the line or alone, with the words that describe it."""
    put(into, make_figure(page, element))


def make_figure(page: Page, element: etree._Element) -> etree._Element:
    """Make a figure of a picture."""
    figure = make("figure")
    url, data = _data_of(page, element)
    name = page.pictures.take(data, url) if data is not None else None
    said = " ".join((element.get("alt") or element.get("title") or "").split())
    put(figure, make("graphic", url=name or url or "missing"))
    if said and not _NO_WORDS.fullmatch(said):
        put(figure, make("figDesc", said))
    if name is None:
        why = "is not there" if data is None else "is no picture that a book can show"
        hint = "put it into the book's images folder under that name"
        page.log.tell("IMP-014", f"the picture {url[:100]!r} {why}", figure, hint)
    return figure


def _data_of(page: Page, element: etree._Element) -> tuple[str, bytes | None]:
    if str(element.tag).endswith("}svg"):
        drawing = copy.deepcopy(element)
        drawing.tail = None
        image = next((each for each in drawing.iter("{*}image")), None)
        alone = image is not None and len([e for e in drawing.iter() if not len(e)]) == 1
        page.log.taken.append(whole_text(drawing))  # words that are drawn
        if image is None or not alone:
            return "drawing.svg", etree.tostring(drawing, encoding="utf-8")
        element = image
    url = next(filter(None, (element.get(k) for k in ("src", "href", "data-src"))), "").strip()
    found = _DATA.fullmatch(url)
    if found is None:
        return unquote(url), page.fetch(url)
    kind = found[1].partition("/")[2].partition("+")[0]
    try:
        data = base64.b64decode(found[4]) if found[3] else unquote_to_bytes(found[4])
    except (binascii.Error, ValueError):
        return f"inline.{kind}", None
    return f"inline.{kind}", data


def set_figure(
    page: Page, element: etree._Element, out: etree._Element, set_flow: SetContent
) -> etree._Element:
    """Set a figure with its caption; what else it holds stays in it."""
    caption = next((each for each in element.iter("figcaption")), None)
    holder = make("figure")
    if caption is not None:
        page.bodies.add(caption)  # it is set apart
    set_flow(page, element, holder)
    inner = [each for each in holder if each.tag == holder.tag]
    only = inner[0] if len(inner) == 1 and len(holder) == 1 else None
    figure = only if only is not None else holder
    if caption is not None:
        head = make("head")
        put_caption(page, caption, head, set_flow)
        said = next(figure.iterchildren("{*}figDesc"), None)
        if said is not None and words_of(said) == words_of(head):
            figure.remove(said)
        if words_of(head):
            figure.insert(1 if only is not None else 0, head)
    put(out, figure)
    return figure


def put_caption(
    page: Page, source: etree._Element, head: etree._Element, set_flow: SetContent
) -> None:
    """Set a caption's paragraphs as lines of one head."""
    holder = make("head")
    set_flow(page, source, holder)
    for number, block in enumerate(list(holder)):
        if number:
            put(head, make("lb"))
        if block.text:
            put(head, block.text)
        for child in list(block):
            head.append(child)
