"""Plays in prose: the speaker's name begins the first line of the speech.

Verse has the name on a line of its own, since its lines must keep their shape; in a dialogue of
prose that would double the length of the book (Chicago 13.46). Which of the two it is, a whole
division decides, so that its pages look alike.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from publish.write.pdf.division.places import SOURCE_LENGTH
from publish.write.pdf.tree import add_class

MOSTLY = 0.7
"""The share of speeches in prose from which on names run in."""


def run_in_speakers(section: Element) -> None:
    """Move each speaker's name into the paragraph behind it, in a division of prose dialogue."""
    speeches = [e for e in section.iter("div") if "sp" in e.get("class", "").split()]
    in_prose = [speech for speech in speeches if _begins_with_prose(speech)]
    if len(in_prose) < MOSTLY * len(speeches):
        return
    for speech in in_prose:
        _run_in(speech)


def _begins_with_prose(speech: Element) -> bool:
    """Tell whether a speech is one name and then a paragraph."""
    if len(speech) < 2 or (speech[0].tail or "").strip():
        return False
    name, words = speech[0], speech[1]
    is_name = name.tag == "p" and "speaker" in name.get("class", "").split()
    return is_name and words.tag == "p" and not words.get("class")


def _run_in(speech: Element) -> None:
    """Make the name a span of no length of its own, so that places in the paragraph stay true."""
    name, words = speech[0], speech[1]
    speech.remove(name)
    name.tag, name.tail, words.text = "span", words.text, None
    name.set(SOURCE_LENGTH, "0")
    if len(name):
        name[-1].tail = f"{name[-1].tail or ''} "
    else:
        name.text = f"{name.text or ''} "
    words.insert(0, name)
    add_class(words, "run-in")
