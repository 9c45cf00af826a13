"""The contents of the source, which are made anew: by style, or because they list the headings."""

from __future__ import annotations

import re

from lxml import etree

from publish.convert.look import look_of
from publish.convert.manuscript import Manuscript
from publish.convert.structure.heading_words import matter_kind
from publish.convert.tei import whole_text, words_of
from publish.model.document import local_name

SHARE = 0.6
"""How much of a list must be headings of the text for it to be its contents."""

FEWEST = 2

_STYLE = re.compile(r"\b(toc|contents|inhaltsverzeichnis|verzeichnis|tabledesmati)\b|^toc ?\d")
_PAGE = re.compile(r"[\s.·…\t]*(?:\b(?:\d{1,4}|[ivxlc]{1,7}))?[\s.]*$", re.IGNORECASE)


def drop_contents(manuscript: Manuscript) -> None:
    """Leave out the contents of the source, where the headings that it lists are there."""
    for block in list(manuscript.body):
        if _STYLE.search(look_of(block).style) and local_name(block) in {"p", "list", "head"}:
            _drop(manuscript, block)
    for head in list(manuscript.body.iterchildren("{*}head")):
        if head.getparent() is not None and matter_kind(words_of(head)).name == "contents":
            _drop_list_below(manuscript, head)


def _drop(manuscript: Manuscript, block: etree._Element) -> None:
    manuscript.log.drop("a line of the source's contents", whole_text(block))
    manuscript.body.remove(block)


def _drop_list_below(manuscript: Manuscript, head: etree._Element) -> None:
    """Drop a heading `Contents` with the entries below it."""
    known = {plain(words_of(each)) for each in manuscript.body.iterchildren("{*}head")}
    below = _below(head, known, len(known))
    entries = [entry for block in below for entry in _entries(block)]
    fitting = sum(_fits(entry, known) for entry in entries)
    if len(entries) >= FEWEST and fitting < SHARE * len(entries):
        return
    for block in [head, *below]:
        _drop(manuscript, block)


def _below(head: etree._Element, known: set[str], most: int) -> list[etree._Element]:
    """List what stands below a heading up to the next one that is no entry of a list."""
    found: list[etree._Element] = []
    for block in head.itersiblings():
        name = local_name(block)
        if name == "head" and not _stands_again(block):
            break
        if name not in {"p", "list", "table", "head", "lg"} or len(found) > 3 * most + 20:
            break
        if name == "p" and len(words_of(block)) > 300 and block.find("{*}lb") is None:
            break
        found.append(block)
    return found


def _stands_again(head: etree._Element) -> bool:
    """Return whether a heading comes once more further down: then here it is an entry."""
    words = plain(words_of(head))
    return any(plain(words_of(each)) == words for each in head.itersiblings("{*}head"))


def _entries(block: etree._Element) -> list[str]:
    name = local_name(block)
    if name == "list":
        return [words_of(item) for item in block.iter("{*}item")]
    if name == "table":
        return [words_of(row) for row in block.iter("{*}row")]
    if name == "lg":
        return [words_of(line) for line in block.iter("{*}l")]
    pieces = [block.text or ""]
    for child in block:
        if local_name(child) == "lb":
            pieces.append("")
        else:
            pieces[-1] += words_of(child)
        pieces[-1] += child.tail or ""
    return [piece for piece in pieces if piece.strip()]


def _fits(entry: str, known: set[str]) -> bool:
    words = plain(entry)
    return words in known or any(len(each) > 4 and each in words for each in known)


def plain(words: str) -> str:
    """Write a heading as contents compare it: small letters and figures, without a page number."""
    words = _PAGE.sub("", words) or words
    return re.sub(r"[\W_]+", "", words.lower())
