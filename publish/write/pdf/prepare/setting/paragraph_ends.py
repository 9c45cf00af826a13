"""No paragraph ends in a line of four letters: a short last word takes the one before it along.

A last line shorter than the next paragraph's indent leaves a hole in the page (Bringhurst 2.4.7).
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from publish.model.lazy_pattern import lazy_pattern

SHORT = 4
"""Letters and points in a last word that may not stand alone."""

LONG = 80
"""Paragraphs of fewer characters seldom have two lines."""

_LAST_SPACE = lazy_pattern(rf"[ \t\r\n]+(?=\S{{1,{SHORT}}}\s*$)")


def bind_last_words(section: Element) -> None:
    """Bind the last two words of each paragraph where the last is short."""
    for paragraph in section.iter("p"):
        if len(paragraph):
            last = paragraph[-1]
            if last.tail and len("".join(paragraph.itertext())) > LONG:
                last.tail = _bind(last.tail)
        elif paragraph.text and len(paragraph.text) > LONG:
            paragraph.text = _bind(paragraph.text)


def _bind(text: str) -> str:
    last = text.rstrip()[-LONG:].split()[-1:]  # each space of a paragraph is far more to look at
    return _LAST_SPACE.sub("\u00a0", text) if last and len(last[0]) <= SHORT else text
