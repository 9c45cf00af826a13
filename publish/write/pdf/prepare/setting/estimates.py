"""How many lines a block will have, guessed from its letters before it is laid out.

Style sheets cannot count lines; where a rule of page make-up speaks of some, a guess is enough: it
errs by a line in long paragraphs, which such rules leave alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from unicodedata import east_asian_width
from xml.etree.ElementTree import Element

from publish.model.lazy_pattern import lazy_pattern

LETTER = 0.41
"""Mean width of a letter with its share of spaces, in em of the text face."""

_MAY_BE_WIDE = lazy_pattern("[^\0-\u10ff]")
"""From the first character on that is as wide as it is high (Unicode's EastAsianWidth.txt)."""

WHOLE = frozenset("table figure pre img hr".split())
"""Blocks that count as one, whatever stands in them."""

BLOCKS = WHOLE | frozenset(
    "body p div section header hgroup article h1 h2 h3 h4 h5 h6".split()
    + "ul ol dl li dt dd blockquote".split()
)


def lines_of(element: Element, measure: float) -> int:
    """Guess the lines of a block; `measure` is the width of the text block in em."""
    blocks = blocks_of(element)
    if element.tag not in WHOLE and blocks:
        return sum(lines_of(block, measure) for block in blocks)
    return max(1, math.ceil(width_of(element) / measure))


def width_of(element: Element) -> float:
    """Guess the width of an element's words in one line, in em; East Asian ones are one wide."""
    text = " ".join(_words(element).split())
    wide = sum(east_asian_width(letter) in "WF" for letter in _MAY_BE_WIDE.findall(text))
    return LETTER * (len(text) - wide) + wide


def _words(element: Element) -> str:
    """Return the words of the text itself, without its notes."""
    texts = [element.text or ""]
    for child in element:
        if child.tag != "aside":
            texts.append(_words(child))
        texts.append(child.tail or "")
    return "".join(texts)


def blocks_of(parent: Element) -> list[Element]:
    """List the blocks that stand directly in an element, in order."""
    return [child for child in parent if child.tag in BLOCKS]


def leaves_of(root: Element) -> Iterator[Element]:
    """Yield the blocks that hold text or a picture themselves, the last one first."""
    pending = [root]
    while pending:
        element = pending.pop()
        inner = [] if element.tag in WHOLE else blocks_of(element)
        if inner:
            pending.extend(inner)
        elif element.tag in BLOCKS:
            yield element
