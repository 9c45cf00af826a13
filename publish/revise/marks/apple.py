"""Marks shared from Apple Books: excerpts as text, and the page of all notes as it was mailed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from publish.model.lazy_pattern import lazy_pattern
from publish.revise.marks.mark import Mark

FROM = "Excerpt From|Auszug aus|Extrait de|Fragmento de|Passo di|Estratto da|Trecho de|Fragment uit"
EXCERPT = lazy_pattern(
    rf"[“\"„«](?P<words>.+?)[”\"“»]\s*\n\s*(?:{FROM}):?\s*\n?\s*(?P<title>[^\n]*)", re.DOTALL
)
MAILED = "annotation"


def is_shared(text: str) -> bool:
    """Return whether a text is made of excerpts, or is the page of notes."""
    return EXCERPT.search(text) is not None or f'class="{MAILED}' in text


def marks_of_shared(text: str) -> Iterator[Mark]:
    """Yield the marks of excerpts, or of the page."""
    if f'class="{MAILED}' in text:
        yield from _mailed(text)
        return
    for found in EXCERPT.finditer(text):
        title = found["title"].strip()
        yield Mark(words=" ".join(found["words"].split()), device="Apple Books", title=title)


def _mailed(text: str) -> Iterator[Mark]:
    """Read the page: each `annotation` with its chapter, words and note in elements of a class."""
    for entry in html.document_fromstring(text).iter("div"):
        if (entry.get("class") or "").split() != [MAILED]:
            continue
        said = {
            (each.get("class") or "").removeprefix(MAILED): _words(each)
            for each in entry.iter("div", "p", "span")
        }
        words = said.get("selectedtext") or said.get("representativetext") or ""
        around = said.get("representativetext", "")
        lead, _, trail = around.partition(words) if around.count(words) == 1 else ("", "", "")
        if words:
            yield Mark(
                words=words,
                note=said.get("note", ""),
                lead=lead,
                trail=trail,
                device="Apple Books",
                chapter=said.get("chapter", ""),
            )


def _words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
