"""Words that run against their paragraph and hold elements are set as one run.

A Hebrew paragraph quotes *Le Rouge et <i>le Noir</i>*: read from left to right, the second half
stands behind the first. WeasyPrint 70 orders the words of each text by itself, and places texts and
elements in the paragraph's direction, so that *le Noir* would come before *Le Rouge et*. What the
Unicode Bidirectional Algorithm (UAX 9) takes for one run, over the borders of elements, is so put
into an element of its direction.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

_INLINE = frozenset(
    """
    a abbr b bdi cite code del dfn em i ins kbd mark q s samp small span strong sub sup u var
    """.split()
)
_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_DIGITS = frozenset(("EN", "AN"))


class _Piece(NamedTuple):
    """A text or an element of a paragraph, or a part of a text; and how it runs."""

    held: str | Element
    way: str
    """`ltr` or `rtl`; `digits`; `mixed`; empty of what takes its way from others."""


def join_runs(roots: Iterable[Element], characters: Iterable[str]) -> None:
    """Put runs into elements of their own, in all paragraphs of a book that need it."""
    if {"ltr", "rtl"} <= {_way_of(each) for each in characters}:
        for root in roots:
            _join_below(root, "ltr")


def _join_below(element: Element, around: str) -> None:
    own = element.get("dir", "").lower()
    direction = own if own in {"ltr", "rtl"} else around
    for child in list(element):
        _join_below(child, direction)
    if any(child.tag in _INLINE for child in element):
        pieces = list(_pieces(element))
        runs = list(_runs(pieces, "rtl" if direction == "ltr" else "ltr"))
        if runs:
            _write(element, pieces, runs)


def _pieces(element: Element) -> Iterator[_Piece]:
    """Yield an element's texts, parted where their way changes, and its elements."""
    yield from _parts(element.text or "")
    for child in element:
        yield _Piece(child, _way_of_element(child))
        yield from _parts(child.tail or "")


def _parts(text: str) -> Iterator[_Piece]:
    start, way = 0, ""
    for at, letter in enumerate(text):
        own = _way_of(letter)
        if own != way and own:
            if at > start:
                yield _Piece(text[start:at], way)
            start, way = at, own
        elif not own and way:
            yield _Piece(text[start:at], way)
            start, way = at, ""
    if start < len(text):
        yield _Piece(text[start:], way)


def _way_of(letter: str) -> str:
    kind = unicodedata.bidirectional(letter)
    return "digits" if kind in _DIGITS else _STRONG.get(kind, "")


def _way_of_element(element: Element) -> str:
    """Tell how an element runs; one that says so itself is set apart from what is around it."""
    if element.tag not in _INLINE:
        return "" if element.tag in {"img", "svg", "aside"} else "mixed"
    if element.get("dir"):
        return ""
    ways = {_way_of(letter) for text in element.itertext() for letter in text} - {""}
    strong = ways - {"digits"}
    return "mixed" if len(strong) > 1 else next(iter(strong or ways), "")


def _runs(pieces: Sequence[_Piece], way: str) -> Iterator[tuple[int, int]]:
    """Yield where runs begin and end that have one way and hold an element at least."""
    start = end = -1
    for number, piece in enumerate(pieces):
        if piece.way == way:
            start = number if start < 0 else start
            end = number + 1
        elif piece.way == "digits" and start >= 0:
            end = number + 1
        elif piece.way:
            if _is_needed(pieces[start:end]):
                yield start, end
            start = end = -1
    if _is_needed(pieces[start:end]):
        yield start, end


def _is_needed(run: Sequence[_Piece]) -> bool:
    return len(run) > 1 and any(isinstance(piece.held, Element) for piece in run)


def _write(element: Element, pieces: Sequence[_Piece], runs: Sequence[tuple[int, int]]) -> None:
    """Write an element's content anew, its runs in elements of their own."""
    element[:], element.text = [], None
    done = 0
    for start, end in runs:
        _append(element, pieces[done:start])
        way = next(piece.way for piece in pieces[start:end] if piece.way in {"ltr", "rtl"})
        run = Element("span", {"dir": way})
        _append(run, pieces[start:end])
        element.append(run)
        done = end
    _append(element, pieces[done:])


def _append(element: Element, pieces: Sequence[_Piece]) -> None:
    for held, _ in pieces:
        if not isinstance(held, str):
            held.tail = None
            element.append(held)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + held
        else:
            element.text = (element.text or "") + held
