"""Addresses of the web and of mail in a text: no hyphen is added where a line parts one.

A hyphen would be read as a part of the address; a line may end behind a stroke (Chicago 14.18).
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from publish.engine.tree import add_class, classes
from publish.model.lazy_pattern import lazy_pattern

ADDRESS = "address-text"
"""The class of an address."""

_ADDRESS = lazy_pattern(
    r"(?:(?:https?|ftp)://|www\.|doi\.org/|\b10\.\d{4,9}/|[\w.+-]+@[\w-]+\.)[^\s<>“”«»]*[\w/#=&~-]",
    re.IGNORECASE,
)

_WHOLE = frozenset("code pre kbd samp svg math".split())
"""Elements whose words are never divided."""


def set_addresses(root: Element) -> None:
    """Mark the addresses below `root`."""
    pending = [root]
    while pending:
        element = pending.pop()
        if element.tag in _WHOLE:
            continue
        if element.tag == "a":  # each box in a link is to be tagged as one (PDF/UA-1 clause 7.18.5)
            if _ADDRESS.search("".join(element.itertext())):
                add_class(element, ADDRESS)
            continue
        children = list(element)
        if ADDRESS not in classes(element):
            _mark(element, None)
        for child in children:
            _mark(element, child)
        pending += children


def _mark(parent: Element, before: Element | None) -> None:
    """Put the addresses of one text into elements of their own: a parent's text, a child's tail."""
    text = (parent.text if before is None else before.tail) or ""
    if not ("/" in text or "@" in text or "www." in text):  # each has one, and most texts none
        return
    found = list(_ADDRESS.finditer(text))
    if not found:
        return
    place = 0 if before is None else list(parent).index(before) + 1
    kept = text[: found[0].start()]
    if before is None:
        parent.text = kept
    else:
        before.tail = kept
    ends = [match.start() for match in found[1:]] + [len(text)]
    for number, (match, end) in enumerate(zip(found, ends, strict=True)):
        made = Element("span", {"class": ADDRESS})
        made.text, made.tail = match[0], text[match.end() : end]
        parent.insert(place + number, made)
