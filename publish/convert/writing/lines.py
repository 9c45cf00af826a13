"""A TEI tree as a file that people edit: a block a line, long lines wrapped, looks indented."""

from __future__ import annotations

from lxml import etree

from publish.model.document import local_name
from publish.model.lazy_pattern import lazy_pattern

WIDTH = 100

_HOLDERS = frozenset(
    """
    TEI teiHeader fileDesc titleStmt respStmt publicationStmt availability seriesStmt notesStmt
    sourceDesc profileDesc langUsage textClass keywords encodingDesc text front body back div lg
    list table row sp quote cit epigraph floatingText titlePage docTitle figure opener closer
    item cell note byline abstract castList postscript fw
    """.split()
)
"""Elements that may hold nothing but elements, each on a line of its own then."""

_AS_IT_STANDS = lazy_pattern(r"<eg[\s>]|xml:space|<!--")


_BREAKS = lazy_pattern(r"<[^>]*>| ")
_KEPT = lazy_pattern(r"</?(?:code|formula)[\s>]")
"""What a line's end inside would change: code of several lines is a block."""


def write_tei(root: etree._Element) -> bytes:
    """Write the tree; words are those of the tree, white space is folded at line ends alone."""
    _indent(root, 0)
    text = etree.tostring(root, encoding="unicode")
    lines = [line for row in text.split("\n") for line in _wrap(row)]
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n").encode()


def _indent(element: etree._Element, depth: int) -> None:
    """Put each child on a line of its own, where no words stand between them."""
    if local_name(element) not in _HOLDERS or not len(element) or _has_words(element):
        return
    inner = "\n" + "  " * (depth + 1)
    element.text = inner
    for child in element:
        child.tail = inner
        _indent(child, depth + 1)
    element[-1].tail = "\n" + "  " * depth


def _has_words(element: etree._Element) -> bool:
    loose = [element.text, *(child.tail for child in element)]
    if any(words and words.strip(" \t\n") for words in loose):
        return True
    inline = {"hi", "lb", "ref", "foreign", "emph", "title", "anchor", "formula", "code", "add"}
    name = local_name(element)
    return name in {"item", "cell", "note", "opener", "closer", "quote", "byline", "fw"} and any(
        local_name(child) in inline for child in element
    )


def _wrap(line: str) -> list[str]:
    """Break a long line at spaces between words."""
    if len(line) <= WIDTH or _AS_IT_STANDS.search(line):
        return [line]
    start = line[: len(line) - len(line.lstrip(" "))]
    rows, row = [], start
    for number, token in enumerate(_split(line.strip(" "))):
        if number and len(row) + 1 + len(token) > WIDTH and row.strip():
            rows.append(row)
            row = start + "  " + token
        else:
            row = row + " " + token if number else row + token
    return [*rows, row]


def _split(line: str) -> list[str]:
    """Part a line at its spaces, but not inside tags, code and formulas."""
    tokens, at, depth = [], 0, 0
    for found in _BREAKS.finditer(line):
        text = found[0]
        if text == " " and not depth:
            tokens.append(line[at : found.start()])
            at = found.end()
        elif _KEPT.match(text) and not text.endswith("/>"):
            depth += -1 if text.startswith("</") else 1
    return [*tokens, line[at:]]
