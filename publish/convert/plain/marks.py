"""Marks that typists put into a line: _italics_, =bold=, dashes of hyphens, notes, page numbers."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from publish.convert.log import Log
from publish.convert.tei import make, put
from publish.model.lazy_pattern import lazy_pattern

NoteOf = Callable[[str], etree._Element | None]
"""Gives the note that a mark calls; None where there is none."""

_MARKS = lazy_pattern(
    r"(?P<italic>(?<![\w_])_(?=[^\s_])(?P<in_italic>[^_]{1,2000}?)(?<=\S)_(?![\w_]))"
    r"|(?P<point>_(?P<in_point>[.,;:!?]{1,3})_)"
    r"|(?P<bold>(?<![\w=])=(?=[^\s=])(?P<in_bold>[^=]{1,400}?)(?<=\S)=(?![\w=]))"
    r"|(?P<super>\^\{(?P<in_super>[^{}\n]{1,20})\})"
    r"|(?P<page>[\[{](?:pg|page|p\.)\s*(?P<in_page>[\divxlc]{1,6})[\]}]|\{(?P<number>\d{1,4})\})"
    r"|(?P<call>\[(?:footnote |note )?(?P<in_call>\d{1,4}|[A-Z]|[*†‡§]{1,3})\])"
    r"|(?P<dash>(?<!-)-{2}(?!-)|(?<!-)-{4}(?!-))",
    re.IGNORECASE,
)
_KINDS = ("italic", "point", "bold", "super", "page", "call", "dash")
_LOOKS = {"italic": "italic", "bold": "bold", "super": "superscript"}


def put_marked(into: etree._Element, text: str, note_of: NoteOf, log: Log) -> None:
    """Put a text into an element, its marks as what they mean; marks are no words of the text."""
    at = 0
    for found in _MARKS.finditer(text):
        made = _make(found, note_of, log)
        if made is None:
            continue
        put(into, text[at : found.start()], made)
        at = found.end()
    put(into, text[at:])


def _make(found: re.Match[str], note_of: NoteOf, log: Log) -> etree._Element | str | None:
    kind = next(name for name in _KINDS if found[name])
    if kind == "dash":
        log.taken.append(found[0])
        return "—" if len(found[0]) == 2 else "⸺"
    if kind == "page":
        log.taken.append(found[0])
        return make("pb", n=found["in_page"] or found["number"])
    if kind == "call":
        note = note_of(found["in_call"])
        if note is not None:
            log.taken.append(found[0])
        return note
    inside = found[f"in_{kind}"]
    log.taken.append(found[0].replace(inside, "", 1))
    if kind == "point":
        return inside  # a point in italics looks like any other
    made = make("hi", rend=_LOOKS[kind])
    put_marked(made, inside, note_of, log)
    return made
