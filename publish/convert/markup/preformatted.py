"""`pre` of a page: code where it looks like code, else lines of verse or prose."""

from __future__ import annotations

import re

from lxml import etree

from publish.convert.markup.page import names_of
from publish.convert.plain.lines import DEFAULT_WIDTH, Block, Measure, indent_of, is_broken
from publish.convert.tei import make, put, whole_text
from publish.model.lazy_pattern import lazy_pattern

MOST_SIGNS = 0.1
"""The share of lines with signs of code, or gaps as tables have, up to which lines are text."""
FEWEST_LETTERS = 0.9
"""The share of letters, spaces and points in text."""

_CODE = lazy_pattern(r"\b(code|sourcecode|programlisting|listing|highlight|language-|lang-|screen)")
_SIGNS = lazy_pattern(
    r"[{}\\|<>=^~`]|\(\)|;\s*$|^\s*(\$|#|//|--|\+|@)|\S {3,}\S|[a-z]_[a-z]|[│┌└├─]|\.\w+\("
)
_FRAME = lazy_pattern("project gutenberg", re.IGNORECASE)


def is_text(element: etree._Element) -> bool:
    """Return whether a `pre` holds verse or prose: no code, no table, no file."""
    if element.find(".//code") is not None or _CODE.search(names_of(element)):
        return False
    text = whole_text(element)
    lines = [line for line in text.split("\n") if line.strip()]
    words = re.findall(r"[^\W\d_]{2,}", text)
    if len(words) < 4 or _FRAME.search(text):
        return False
    signs = sum(bool(_SIGNS.search(line)) for line in lines)
    letters = sum(c.isalpha() or c.isspace() or c in ".,;:!?'’\"“”‘—–-[]()*" for c in text)
    begins = re.match(r"\W*[A-ZÀ-ÞĀ-Ž]", text.strip())
    return (
        signs <= MOST_SIGNS * len(lines) and letters >= FEWEST_LETTERS * len(text) and bool(begins)
    )


def parts_of(content: etree._Element) -> list[etree._Element]:
    """Part the content of a `pre` at its empty lines; lines that are broken on purpose stay."""
    parts: list[list[etree._Element]] = [[]]
    for line in _lines(content):
        if _is_blank(line):
            parts.append([])
        else:
            parts[-1].append(line)
    return [_set(lines) for lines in parts if lines]


def _lines(content: etree._Element) -> list[etree._Element]:
    """Part a content at its line ends; an element that goes over one stays in its first line."""
    lines = [make("p")]

    def add(text: str) -> None:
        first, *rest = text.split("\n")
        put(lines[-1], first)
        lines.extend(make("p", each) for each in rest)

    add(content.text or "")
    for child in list(content):
        tail, child.tail = child.tail or "", None
        put(lines[-1], child)
        add(tail)
    return lines


def _is_blank(line: etree._Element) -> bool:
    return not len(line) and not (line.text or "").strip()


def _set(lines: list[etree._Element]) -> etree._Element:
    """Set lines as one paragraph, with breaks and indents where they are verse."""
    texts = [whole_text(line).rstrip() or " " for line in lines]
    least = min(indent_of(text) for text in texts)
    width = max(DEFAULT_WIDTH, *map(len, texts))
    is_verse = is_broken(Block(texts, 0, 1), Measure(width, is_wrapped=True))
    made = make("p")
    for number, (line, text) in enumerate(zip(lines, texts, strict=True)):
        if number:
            put(made, make("lb") if is_verse else " ")
        indent = "\u2003" * ((indent_of(text) - least) // 2) if is_verse else ""
        put(made, indent + (line.text or "").lstrip())
        made.extend(list(line))
    return made
