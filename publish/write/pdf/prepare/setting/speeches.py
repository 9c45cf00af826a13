"""Plays: the speaker's name begins the first line of the speech, or stands on a line of its own.

Verse has the name on a line of its own, since its lines must keep their shape; in a dialogue of
prose that would double the length of the book (Chicago 13.46). Which of the two it is, the whole
book decides, so that all its pages look alike: where names run in, they do before verse too. A
direction behind the name is part of how the words are said: it stands in the name's line.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from publish.engine.places import SOURCE_LENGTH
from publish.engine.tree import add_class, classes
from publish.engine.tree_names import GIVES

MOSTLY = 0.7
"""The share of speeches in prose from which on names run in."""

TRACE = 0.15
"""The share of a line by which speeches in verse may stand farther apart: some two points."""

APART = frozenset("stage-entrance stage-exit stage-setting stage-location".split())
"""Classes of directions that are no manner of speaking."""

HOLDERS = frozenset("p lg".split())
"""Classes of what only holds the paragraphs or lines that a speech begins with."""


def set_speeches(roots: Sequence[Element]) -> None:
    """Set the names and directions of all speeches below `roots`, in one way."""
    speeches = [e for root in roots for e in root.iter("div") if "sp" in classes(e)]
    for speech in speeches:
        _draw_in_directions(speech)
    first = [words for words in map(_first_words, speeches) if words is not None]
    in_prose = [words for words in first if words.tag == "p"]
    if len(in_prose) < MOSTLY * len(speeches):
        for speech in speeches:
            speech.set(GIVES, str(TRACE))
        return
    for speech in speeches:
        words = _first_words(speech)
        if words is not None and not any(name.startswith("pushed") for name in classes(words)):
            _run_in(speech, words)


def _name_of(speech: Element) -> Element | None:
    """Find the paragraph of the speaker's name, where the speech begins with it."""
    name = next((child for child in speech if child.tag != "span"), None)
    return name if name is not None and _is_name(name) else None


def _is_name(element: Element) -> bool:
    is_followed = bool((element.tail or "").strip())
    return element.tag == "p" and "speaker" in classes(element) and not is_followed


def _following(speech: Element, name: Element) -> Element | None:
    place = list(speech).index(name) + 1
    return speech[place] if place < len(speech) else None


def _draw_in_directions(speech: Element) -> None:
    """Move the directions between the name and the words into the name's line."""
    name = _name_of(speech)
    while name is not None:
        stage = _following(speech, name)
        if stage is None or stage.tag != "p" or not _is_direction(stage):
            return
        speech.remove(stage)
        stage.tag, name.tail, stage.tail = "span", stage.tail, None
        stage.set(SOURCE_LENGTH, "0")
        _append_space(name)
        name.append(stage)


def _is_direction(element: Element) -> bool:
    names = classes(element)
    return "stage" in names and names.isdisjoint(APART) and not (element.tail or "").strip()


def _first_words(speech: Element) -> Element | None:
    """Find the paragraph or line of verse that follows the speaker's name."""
    name = _name_of(speech)
    words = _following(speech, name) if name is not None else None
    while words is not None and words.tag == "div" and not classes(words).isdisjoint(HOLDERS):
        if (words.text or "").strip() or not len(words):
            return None
        words = words[0]
    if words is None or not classes(words).isdisjoint({"stage", "speaker"}):
        return None
    return words if words.tag == "p" or "l" in classes(words) else None


def _run_in(speech: Element, words: Element) -> None:
    """Make the name a span of no length of its own, so that places in the words stay true."""
    name = _name_of(speech)
    if name is None:
        return
    speech.remove(name)
    name.tag, name.tail, words.text = "span", words.text, None
    name.set(SOURCE_LENGTH, "0")
    _append_space(name)
    words.insert(0, name)
    add_class(words, "run-in")


def _append_space(name: Element) -> None:
    if len(name):
        name[-1].tail = f"{(name[-1].tail or '').rstrip()} "
    else:
        name.text = f"{(name.text or '').rstrip()} "
