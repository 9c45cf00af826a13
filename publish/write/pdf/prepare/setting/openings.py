"""How a division opens in print: titles by their length, first words in small capitals.

A title of a line and one of a page cannot be set in one size; style sheets cannot count letters,
so the class says which it is. The first words of a chapter lead from the title's size to the
text's (Bringhurst 4.1.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from publish.engine.tree import add_class
from publish.model.lazy_pattern import lazy_pattern
from publish.write.pdf.prepare.short_titles import letters

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_APART = frozenset({"noteref", "head-number"})
LONG, VERY_LONG = 42, 110
"""Letters beyond which a title is long, and very long; East Asian ones count twice."""

BEFORE_TEXT = frozenset("subtitle argument epigraph byline dateline opener head milestone".split())
"""Classes of what may stand between a chapter's title and its first paragraph."""

FLOWING = frozenset({"lg", "l", "sp", "opener"})
"""Classes of what a division without a title may begin with, beside paragraphs."""

FEWEST_LETTERS = 12
FEWEST_WORDS = 3
SHORTEST = 180
"""Paragraphs of fewer characters, some three lines, begin as any other."""

_CASED = lazy_pattern(r"[A-Za-zÀ-ɏЀ-ӿ]")
_SQUARE = "[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]"
"""East Asian writing, whose words have no spaces between them; it may name Andersen."""


def even_headings(bodies: Iterable[Element]) -> None:
    """Say of all headings of a rank that they are long, where the longest of them is.

    Headings of one rank are told by one size in the whole book (Bringhurst 4.2.1); what stands
    before the text and behind it has sizes of its own. One that is very long makes all of them
    long; they are very long where a quarter are.
    """
    alike: dict[tuple[bool, str], list[Element]] = {}
    for body in bodies:
        is_text = body.get("class") == "body"
        for heading in body.iter():
            if heading.tag in HEADINGS:
                alike.setdefault((is_text, heading.tag), []).append(heading)
    for headings in alike.values():
        lengths = sorted(length_of_heading(heading) for heading in headings)
        if lengths[-1] > LONG:
            is_very_long = lengths[3 * len(lengths) // 4] > VERY_LONG
            for heading in headings:
                add_class(heading, "very-long" if is_very_long else "long")


def length_of_heading(heading: Element) -> int:
    """Count the letters of a heading without the number that has a line of its own."""
    return letters(" ".join(_words_of(heading).split()))


def _words_of(heading: Element) -> str:
    """Return a heading's text without its notes and their marks."""
    texts = [heading.text or ""]
    for child in heading:
        if child.tag != "aside" and not _APART & set(child.get("class", "").split()):
            texts.append(_words_of(child))
        texts.append(child.tail or "")
    return "".join(texts)


def mark_headless(section: Element) -> None:
    """Say of a division that it opens with text and no title, so that it may be sunk alike."""
    first = next((block for block in section if block.tag != "span"), None)
    if first is None or (section.text or "").strip():
        return
    classes = set(first.get("class", "").split())
    is_text = first.tag in {"p", "blockquote"} or not classes.isdisjoint(FLOWING)
    if is_text and "head" not in classes and not _has_head(first):
        add_class(section, "headless")


def _has_head(block: Element) -> bool:
    return any(
        inner.tag in HEADINGS or "head" in inner.get("class", "").split() for inner in block.iter()
    )


def mark_lead(section: Element) -> None:
    """Put the first words of a chapter into `span.lead`, where it begins with prose."""
    paragraph = _first_paragraph(section)
    if paragraph is None or len("".join(paragraph.itertext())) < SHORTEST:
        return
    if any("lead" in inner.get("class", "").split() for inner in paragraph):
        return  # the manuscript's own capitals lead in
    text = paragraph.text or ""
    end = _end_of_lead(text)
    if not end or not _CASED.search(text[:end]) or _has_square(text[:end]):
        return
    start = len(text) - len(text.lstrip())
    lead = Element("span", {"class": "lead"})
    lead.text, lead.tail = text[start:end], text[end:]
    paragraph.text = text[:start] or None
    paragraph.insert(0, lead)


def _has_square(text: str) -> bool:
    return max(text) >= "\u2e80" and re.search(_SQUARE, text) is not None


def _first_paragraph(section: Element) -> Element | None:
    has_title = "headless" in section.get("class", "").split()
    for block in section:
        classes = set(block.get("class", "").split())
        if block.tag in HEADINGS or block.tag == "header":
            has_title = True
        elif block.tag == "p" and not classes:
            return block if has_title else None
        elif not classes & BEFORE_TEXT and block.tag not in {"span", "hr"}:
            return None
    return None


def _end_of_lead(text: str) -> int:
    """Find where the first words end: at a space, some words and letters in."""
    for words, space in enumerate(re.finditer(r"(?<=\S)\s", text), start=1):
        if words >= FEWEST_WORDS and len(text[: space.start()].strip()) >= FEWEST_LETTERS:
            return space.start()
    return 0
