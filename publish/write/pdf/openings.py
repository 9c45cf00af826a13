"""How a division opens in print: titles by their length, first words in small capitals.

A title of a line and one of a page cannot be set in one size; style sheets cannot count letters,
so the class says which it is. The first words of a chapter lead from the title's size to the
text's (Bringhurst 4.1.3).
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from publish.write.pdf.tree import add_class

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
LONG, VERY_LONG = 42, 110
"""Characters beyond which a title is long, and very long."""

BEFORE_TEXT = frozenset("subtitle argument epigraph byline dateline opener head milestone".split())
"""Classes of what may stand between a chapter's title and its first paragraph."""

FEWEST_LETTERS = 12
FEWEST_WORDS = 3
SHORTEST = 180
"""Paragraphs of fewer characters, some three lines, begin as any other."""

_CASED = re.compile(r"[A-Za-zÀ-ɏЀ-ӿ]")


def mark_headings(section: Element) -> None:
    """Say of each heading that it is long, where it is."""
    for heading in section.iter():
        if heading.tag in HEADINGS:
            length = len(" ".join(_words_of(heading).split()))
            if length > LONG:
                add_class(heading, "very-long" if length > VERY_LONG else "long")


def _words_of(heading: Element) -> str:
    """Give a heading's text without its notes and their marks."""
    texts = [heading.text or ""]
    for child in heading:
        if child.tag != "aside" and "noteref" not in child.get("class", ""):
            texts.append(_words_of(child))
        texts.append(child.tail or "")
    return "".join(texts)


def mark_headless(section: Element) -> None:
    """Say of a division that it opens with prose and no title, so that it may be sunk alike."""
    first = next(iter(section), None)
    if first is not None and first.tag == "p" and not (section.text or "").strip():
        add_class(section, "headless")


def mark_lead(section: Element) -> None:
    """Put the first words of a chapter into `span.lead`, where it begins with prose."""
    paragraph = _first_paragraph(section)
    if paragraph is None or len("".join(paragraph.itertext())) < SHORTEST:
        return
    text = paragraph.text or ""
    end = _end_of_lead(text)
    if not end or not _CASED.search(text[:end]):
        return
    start = len(text) - len(text.lstrip())
    lead = Element("span", {"class": "lead"})
    lead.text, lead.tail = text[start:end], text[end:]
    paragraph.text = text[:start] or None
    paragraph.insert(0, lead)


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
