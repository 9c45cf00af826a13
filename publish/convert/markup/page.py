"""One page while it is walked over: its looks, its notes, its links, its pictures."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from lxml import etree
from msgspec import Struct, field

from publish.convert.changes import TrackedChange
from publish.convert.log import Log
from publish.convert.look import Look
from publish.convert.markup.css import Styles, ems
from publish.convert.pictures import Pictures
from publish.convert.tei import make

BLOCKS = frozenset(
    """
    address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre section
    summary table ul
    """.split()
)

UNSEEN = frozenset(
    """
    script style template head meta link title base noscript iframe object embed audio video canvas
    map area param source track input button select textarea datalist output progress meter
    """.split()
)
"""What shows nothing in a book, or nothing that could be read there."""


class Page(Struct):
    """What the walk over a page needs and what it finds."""

    root: etree._Element
    styles: Styles
    log: Log
    pictures: Pictures
    name: str = ""
    """Before each id, so that those of several pages stay apart."""
    is_typed: bool = False
    """Whether its tags were written by a person or for readers; pandoc's `em` is a mere look."""
    language: str = ""
    fetch: Callable[[str], bytes | None] = lambda _: None
    """Reads a picture by its address."""
    notes: dict[str, etree._Element] = field(default_factory=dict)
    """The element that is a note, by the id that its calls point at."""
    calls: set[etree._Element] = field(default_factory=set)
    bodies: set[etree._Element] = field(default_factory=set)
    """Elements that are notes: they stand where they are called."""
    note_ids: dict[etree._Element, str] = field(default_factory=dict)
    """The xml:id of each note that has been set."""
    set_note: Callable[[Page, etree._Element], etree._Element] = lambda _, __: make("note")
    targets: set[str] = field(default_factory=set)
    """Ids of the page that something points at."""
    ids: dict[str, str] = field(default_factory=dict)
    """The xml:id of each id of the page; no two are the same."""
    used: set[str] = field(default_factory=set)
    """Those that an element of TEI has by now."""
    file_of: Callable[[str], Path | None] = lambda _: None
    """Finds the file of the same import that an address names."""
    away: list[tuple[etree._Element, Path, str]] = field(default_factory=list)
    """Links to such files, and what they name there."""
    dead: list[tuple[str, str, etree._Element]] = field(default_factory=list)
    """Links that lead nowhere: address, words, and where they stood."""
    changes: list[TrackedChange] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    lines: int = 0
    """Empty paragraphs before the next block."""

    def id_of(self, written: str) -> str:
        """Make an xml:id of an id of the page."""
        if written not in self.ids:
            plain = f"{self.name}{re.sub(r'[^A-Za-z0-9_.-]', '-', written)}"
            stem = name = plain if re.match(r"[A-Za-z_]", plain) else f"a-{plain}"
            number = 1
            while name in self.ids.values():
                number += 1
                name = f"{stem}-{number}"
            self.ids[written] = name
        return self.ids[written]

    def look(self, element: etree._Element) -> Look:
        """Read how a block looks."""
        style = self.styles.of(element)
        align = style.get("text-align", "")
        weight = style.get("font-weight", "")
        return Look(
            style=names_of(element),
            align=align if align in {"center", "right"} else {"end": "right"}.get(align, ""),
            indent_em=ems(style.get("margin-left", "")) + ems(style.get("padding-left", "")),
            size=float(style.get("size", "1")),
            is_bold=weight in {"bold", "bolder", "600", "700", "800", "900"},
            is_italic=style.get("font-style", "") in {"italic", "oblique"},
            has_capitals=_in_capitals(style.get("font-variant", ""), style.get("text-transform")),
            opens="page" if _opens_page(style) else "",
        )


def names_of(element: etree._Element) -> str:
    """Return the names of an element's style: of a word processor, else its classes and terms."""
    said = (element.get("data-custom-style"), element.get("epub-type"), element.get("class"))
    return " ".join(filter(None, said)).lower()


def _in_capitals(variant: str, transform: str | None) -> bool:
    return "small-caps" in variant or transform == "uppercase"


def _opens_page(style: object) -> bool:
    said = getattr(style, "get", lambda *_: "")
    return bool({said("page-break-before", ""), said("break-before", "")} & {"always", "page"})


def is_block(element: etree._Element) -> bool:
    """Return whether an element is a block, or holds one."""
    if element.tag in BLOCKS:
        return True
    return any(each.tag in BLOCKS for each in element.iterdescendants(etree.Element))
