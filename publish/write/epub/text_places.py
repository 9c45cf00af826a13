"""Find the place of a character in a tree, and put an empty element there.

Places are counted as `PrintedLine.start` counts them: the characters of an element's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from publish.model.publication import XHTML

H = f"{{{XHTML}}}"
_WHOLE = frozenset(
    [
        "{http://www.w3.org/1998/Math/MathML}math",
        "{http://www.w3.org/2000/svg}svg",
        H + "ruby",
    ]
)
"""Elements that take no mark inside; it stands before them."""

_NO_WORDS = frozenset(H + name for name in "ul ol dl table thead tbody tr img hr br".split())
"""Elements that hold other elements only, or nothing."""


_LETTERS = 24
_BETWEEN = r"[\s\u00ad\u200b\u2060\ufeff()（）]*"
"""What layout may fold, add or leave out between two letters: white space, characters that show
nothing, the brackets around ruby's readings."""


def settle(block: etree._Element, offset: int, printed: str) -> int:
    """Correct an offset so that a printed line's first letters begin there.

    A page maker may count spaces otherwise than the text has them; the letters tell. The nearest
    place where they stand is taken; where they are not found, the offset stays.
    """
    letters = re.sub(f"{_BETWEEN}|[-‐]$", "", printed)[:_LETTERS]
    if not letters:
        return offset
    text = "".join(map(str, block.itertext()))
    pattern = _BETWEEN.join(map(re.escape, letters))
    found = [match.start() for match in re.finditer(pattern, text)]
    return min(found, key=lambda place: abs(place - offset), default=offset)


def put_at(block: etree._Element, offset: int, mark: etree._Element) -> None:
    """Put `mark` before the first visible character at or behind `offset` of the block's text.

    White space is passed over: between the items of a list, say, no mark may stand. A place
    behind the text's end is the end.
    """
    seen = 0
    for element, is_tail, text in _texts(block):
        if seen + len(text) > offset:
            within = max(0, offset - seen)
            ahead = len(text[within:]) - len(text[within:].lstrip())
            if within + ahead < len(text):
                _cut_in(element, mark, within + ahead, is_tail=is_tail)
                return
        seen += len(text)
    _put_last(block, mark)


def element_before(place: etree._Element, mark: etree._Element) -> None:
    """Put `mark` right before an element; what stood before stays before."""
    mark.tail = None
    place.addprevious(mark)


def _texts(block: etree._Element) -> Iterator[tuple[etree._Element, bool, str]]:
    """Yield the texts below a block in order, each with the element it follows or begins."""
    stack: list[tuple[etree._Element, bool]] = [(block, False)]
    while stack:
        element, is_tail = stack.pop()
        if is_tail:
            yield element, True, element.tail or ""
            continue
        if not isinstance(element.tag, str):
            continue
        if element.tag in _WHOLE and element is not block:
            yield element, False, "".join(map(str, element.itertext()))
            continue
        yield element, False, element.text or ""
        for child in reversed(element):
            stack.append((child, True))
            stack.append((child, False))


def _cut_in(element: etree._Element, mark: etree._Element, at: int, *, is_tail: bool) -> None:
    if is_tail:
        text = element.tail or ""
        element.tail = text[:at]
        element.addnext(mark)
        mark.tail = text[at:]
    elif element.tag in _WHOLE:
        element_before(element, mark)
    else:
        text = element.text or ""
        element.text = text[:at]
        element.insert(0, mark)
        mark.tail = text[at:]


def _put_last(block: etree._Element, mark: etree._Element) -> None:
    """Put a mark at a block's end: behind it where it holds items and no words."""
    if block.tag not in _NO_WORDS:
        block.append(mark)
        return
    tail, block.tail = block.tail, None
    block.addnext(mark)
    mark.tail = tail
