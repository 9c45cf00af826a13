"""Entries of contents, and of other lists with leaders: how they end, and when they are closed up.

A leader is a box of its own (CSS GCPM 3 section 5), before which a line may end; where a title
fills its line to the end, dots and page number would be below it alone. So they keep to the last
word of their title.

Contents that run over by an entry or so are closed up: a page for one line is a page lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement

from publish.engine.tree import add_class
from publish.engine.tree_names import LINKED
from publish.model.lazy_pattern import lazy_pattern

_LAST_WORD = lazy_pattern(r"\S+\s*$")
_LAST_SQUARE = "[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef].?\\s*$"
"""East Asian writing, which has no words to part."""

MOST_OVER = 5
"""Entries on a last page that closing up brings back; one is never there alone, for the last
page of a division is given some lines (`setting/kept_together.py`)."""

_NAME = "contents-entry-"


def bind_leaders(root: Element) -> None:
    """Put the last word of each entry of a list with leaders into `a.led`, which holds them.

    It is a link in the link: each box of a link is to be tagged as one (PDF/UA-1 clause 7.18.5).
    """
    for link in root.iter("a"):
        if "entry" not in link.get("class", "").split():
            continue
        text = link.text or ""
        found = re.search(_LAST_SQUARE, text) or _LAST_WORD.search(text)
        if len(link) or found is None:
            continue
        link.text = text[: found.start()]
        led = {"class": "led", "href": link.get("href", "")}
        SubElement(link, "a", led).text = found[0]


def mark_entries(root: Element) -> None:
    """Give each entry of a list with leaders an id, by which layout tells its page."""
    entries = (a for a in root.iter("a") if "entry" in a.get("class", "").split())
    for number, entry in enumerate(entries):
        if not entry.get("id"):
            entry.set("id", f"{_NAME}{number}")
            entry.set(LINKED, "yes")


def runs_over(pages: Sequence[Iterable[str]]) -> bool:
    """Return whether the last of some pages, given by the ids on them, has few entries."""
    counts = [sum(name.startswith(_NAME) for name in page) for page in pages]
    return len(counts) > 1 and 0 < counts[-1] <= MOST_OVER


def close_up(root: Element) -> None:
    """Set a division's title higher and its entries closer."""
    for section in root.iter("section"):
        add_class(section, "closed-up")
        return
