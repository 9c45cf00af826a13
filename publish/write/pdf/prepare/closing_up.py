"""Contents that run over by an entry or so are closed up: a page for one line is a page lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from publish.engine.tree import add_class
from publish.engine.tree_names import LINKED

MOST_OVER = 5
"""Entries on a last page that closing up brings back; one never stands there alone, for the last
page of a division is given some lines (`last_pages.py`)."""

_NAME = "contents-entry-"


def mark_entries(root: Element) -> None:
    """Give each entry of a list with leaders an id, by which layout tells its page."""
    entries = (a for a in root.iter("a") if "entry" in a.get("class", "").split())
    for number, entry in enumerate(entries):
        if not entry.get("id"):
            entry.set("id", f"{_NAME}{number}")
            entry.set(LINKED, "yes")


def runs_over(pages: Sequence[Iterable[str]]) -> bool:
    """Tell whether the last of some pages, given by the ids on them, has few entries."""
    counts = [sum(name.startswith(_NAME) for name in page) for page in pages]
    return len(counts) > 1 and 0 < counts[-1] <= MOST_OVER


def close_up(root: Element) -> None:
    """Set a division's title higher and its entries closer."""
    for section in root.iter("section"):
        add_class(section, "closed-up")
        return
