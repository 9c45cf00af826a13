"""Emphasis dots (JLREQ 3.3.9; CSS Text Decoration 3, 3), which WeasyPrint does not know.

Each letter becomes a box with a dot painted over it: no character, so that who copies or searches
the text meets the words alone. Points and spaces take none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from publish.engine.tree import classes

DOTS = "rend-dots"
"""The class of what asks for them."""

_STRESSED = ("em", "i")
_DOTTED_LANGUAGES = ("ja", "zh")
_NEVER_FIRST = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶー々ゝゞヽヾ")
"""Letters that may not begin a line (JLREQ 3.1.7), and so are kept with the one before."""
_CLOSING = frozenset("Pe Pf Po Pd Mn Mc".split())
_OPENING = frozenset("Ps Pi".split())
"""Unicode's categories of marks that stay with what is before them, and with what is behind."""

_UNTOUCHED = frozenset("ruby rt img svg math br".split())


def set_emphasis_dots(root: Element) -> None:
    """Dot what asks for it (`rend-dots`), and what is stressed in a language that stresses so."""
    if any(each.tag in _STRESSED or DOTS in classes(each) for each in root.iter()):
        for element in list(_dotted(root, "")):
            _dot(element)


def _dotted(element: Element, language: str) -> Iterator[Element]:
    language = element.get("lang") or language
    if _asks_for_dots(element, language.partition("-")[0]):
        yield element
        return
    for child in element:
        yield from _dotted(child, language)


def _asks_for_dots(element: Element, language: str) -> bool:
    if DOTS in classes(element):
        return True
    if element.tag == "em":
        return language in _DOTTED_LANGUAGES
    return element.tag == "i" and not classes(element) and language == "ja"


def _dot(element: Element) -> None:
    """Put each letter inside an element into a box of its own."""
    for child in list(element):
        if child.tag not in _UNTOUCHED and "noteref" not in classes(child):
            _dot(child)
        rest, child.tail = child.tail, None
        _insert(element, list(element).index(child) + 1, rest)
    rest, element.text = element.text, None
    _insert(element, 0, rest)


def _insert(parent: Element, place: int, text: str | None) -> None:
    """Write text at a place of an element, its letters in boxes.

    A line may end between two boxes: what it may not part shares a run.
    """
    run: Element | None = None
    before = ""
    for letter in text or "":
        if letter.isspace():
            _say(parent, place, letter)
            run = None
        else:
            if run is None or _may_part(before, letter):
                run = Element("span", {"class": "dotted-run"})
                parent.insert(place, run)
                place += 1
            _put(run, letter)
        before = letter


def _may_part(before: str, letter: str) -> bool:
    """Return whether a line may end between two characters: two of East Asia, or behind a dash."""
    if letter in _NEVER_FIRST or _kind(letter) in _CLOSING or _kind(before) in _OPENING:
        return False
    return _kind(before) == "Pd" or _is_wide(before) or _is_wide(letter)


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _kind(letter: str) -> str:
    return unicodedata.category(letter)


def _put(run: Element, letter: str) -> None:
    """Write a letter into a run, in a box with its dot, or a point without."""
    if _kind(letter)[0] in "LN":
        box = Element("span", {"class": "dotted"})
        box.text = letter
        box.append(Element("span", {"class": "emphasis-dot"}))
        run.append(box)
    else:
        _say(run, len(run), letter)


def _say(parent: Element, place: int, letter: str) -> None:
    if place:
        before = parent[place - 1]
        before.tail = (before.tail or "") + letter
    else:
        parent.text = (parent.text or "") + letter
