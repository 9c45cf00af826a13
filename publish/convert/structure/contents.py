"""The contents of the source: they tell what is a heading, and are left out, for ours are made.

Found by the name of their style, or as what stands below a heading `Contents` and comes once more
further down.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, takewhile

from lxml import etree

from publish.convert.look import look_of
from publish.convert.manuscript import Manuscript
from publish.convert.structure.heading_words import matter_kind
from publish.convert.style_roles import role_of
from publish.convert.tei import whole_text, words_of
from publish.model.document import local_name
from publish.model.lazy_pattern import lazy_pattern

SHARE = 0.5
"""How much of a list must stand in the text again for it to be its contents."""

SHARE_OF_LINES = 0.3
"""How many lines of one block of it must."""
FEWEST = 2
LARGEST = 0.4
"""Of all words of a text."""
LONGEST = 160
"""Characters of an entry."""

_PAGE = lazy_pattern(r"[\s.·…\t]*(?:\b(?:\d{1,4}|[ivxlc]{1,7}))?[\s.]*$")
_NUMBER = lazy_pattern(
    r"^\s*(?:(?:chapter|chap\.?|kapitel|chapitre|part|book)\s+)?(?:\d{1,3}|[ivxlcdm]{1,8})\s*"
    r"[.:)—–-]*\s+(?=\S)",
    re.IGNORECASE,
)


def listed_headings(manuscript: Manuscript) -> set[str]:
    """Gather what the source's contents list, as `plain` writes it, with and without numbers."""
    found: set[str] = set()
    for _, below in _contents(manuscript):
        for block in below:
            for entry in _entries(block):
                found |= {plain(entry), plain(_NUMBER.sub("", entry))}
    return {words for words in found if len(words) > 3}


def in_contents(manuscript: Manuscript) -> set[etree._Element]:
    """Gather the blocks that are contents, with their headings."""
    return {block for title, below in _contents(manuscript) for block in (title, *below)}


def drop_contents(manuscript: Manuscript) -> None:
    """Leave out the contents of the source."""
    gone = [
        block
        for block in manuscript.body
        if role_of(look_of(block).style) == "contents"
        and local_name(block) in {"p", "list", "head"}
    ]
    contents = in_contents(manuscript)
    gone += [block for block in manuscript.body if block in contents]
    heads = {plain(words_of(head)) for head in manuscript.body.iterchildren("{*}head")}
    gone += [block for block in manuscript.body if _is_untitled(block, heads)]
    gone += [head for head in manuscript.body.iterchildren("{*}head") if _is_emptied(head, gone)]
    for block in dict.fromkeys(gone):
        manuscript.log.drop("a line of the source's contents", whole_text(block))
        manuscript.body.remove(block)


def _is_emptied(head: etree._Element, gone: list[etree._Element]) -> bool:
    """Return whether all that stands below a heading is contents."""
    below = list(takewhile(lambda each: local_name(each) != "head", head.itersiblings()))
    texts = [each for each in below if words_of(each)]
    return bool(texts) and all(each in gone for each in texts)


def _is_untitled(block: etree._Element, heads: set[str]) -> bool:
    """Return whether links to the headings of the text are contents that no heading calls so."""
    if local_name(block) not in {"head", "p", "list", "table"} or not is_of_links(block):
        return False
    entries = _entries(block)
    known = sum(plain(entry) in heads for entry in entries)
    return local_name(block) == "head" or known > SHARE * len(entries)


def _contents(manuscript: Manuscript) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
    """Find each heading of contents, and the blocks of entries below it."""
    titles = [
        block
        for block in manuscript.body
        if local_name(block) in {"head", "p"}
        and len(block) == 0
        and len(block.text or "") < 40
        and matter_kind(words_of(block)).name == "contents"
    ]
    if not titles:
        return
    total = sum(len(words_of(block)) for block in manuscript.body)
    known = Counter(
        plain(words_of(block))
        for block in manuscript.body
        if local_name(block) in {"head", "p"} and len(words_of(block)) <= LONGEST
    )
    for title in titles:
        below = _below(title, known)
        entries = [entry for block in below for entry in _entries(block)]
        fitting = sum(sum(_stand_again(_entries(block), known, block)) for block in below)
        if sum(map(_leads_away, below)) >= 0.5 * max(1, len(below)):
            fitting = len(entries)
        if sum(map(len, entries)) > LARGEST * total:
            continue  # whatever these are: a book's text is more than its contents
        if len(entries) >= FEWEST and fitting >= SHARE * len(entries):
            yield title, below


def _below(title: etree._Element, known: Counter[str]) -> list[etree._Element]:
    """List the blocks below a heading that may be entries."""
    found: list[etree._Element] = []
    has_links = False
    for block in title.itersiblings():
        name, words = local_name(block), words_of(block)
        if name in {"pb", "milestone", "anchor"}:
            continue
        is_link = _leads_away(block)
        if is_link or ((has_links or not found) and _stands_among_links(block)):
            found.append(block)
            has_links |= is_link
            continue
        if has_links:
            break
        is_line = name in {"p", "head"} and len(words) <= LONGEST and known[plain(words)] > 1
        is_page = name == "p" and found and len(words) < 80 and re.search(r"\d$", words)
        if is_line or is_page or _lists(block, known):
            found.append(block)
        else:
            break
        if len(found) > 1 and _seen_again(found[0], block):
            found.pop()
            break
    return _without_beginning(found, known)


def _without_beginning(found: list[etree._Element], known: Counter[str]) -> list[etree._Element]:
    """Leave out lines behind the last list: here the text itself begins with its headings."""
    lists = [number for number, block in enumerate(found) if _lists(block, known)]
    return found[: lists[-1] + 1] if lists and not any(map(_leads_away, found)) else found


def _lists(block: etree._Element, known: Counter[str]) -> bool:
    """Return whether a block has several lines, and many name a heading or a page."""
    if local_name(block) not in {"list", "table", "lg"} and block.find("{*}lb") is None:
        return False
    entries = _entries(block)
    fitting = sum(
        stands_again or bool(re.search(r"\d\W*$", entry))
        for entry, stands_again in zip(entries, _stand_again(entries, known, block), strict=True)
    )
    return fitting >= SHARE_OF_LINES * len(entries)


def is_of_links(block: etree._Element) -> bool:
    """Return whether each line of a block leads to a place in the book."""
    refs = [ref for ref in block.iter("{*}ref") if (ref.get("target") or "").startswith("#")]
    lines = [entry for entry in _entries(block) if len(entry) <= LONGEST]
    return len(refs) > 1 and len(refs) >= 0.8 * len(_entries(block)) and len(lines) > 1


def _leads_away(block: etree._Element) -> bool:
    return is_of_links(block) or _is_link(block)


def _is_link(block: etree._Element) -> bool:
    """Return whether all words of a block lead to one place in the book."""
    if local_name(block) not in {"p", "head"}:
        return False
    refs = [ref for ref in block.iter("{*}ref") if (ref.get("target") or "").startswith("#")]
    return len(refs) == 1 and bool(words_of(block)) and words_of(refs[0]) == words_of(block)


def _stands_among_links(block: etree._Element) -> bool:
    """Return whether a short line parts lists of links, as the headings of parts do."""
    follow = any(map(_leads_away, islice(block.itersiblings(), 4)))
    return follow and len(words_of(block)) < LONGEST


def _seen_again(first: etree._Element, block: etree._Element) -> bool:
    """Return whether the first entry comes once more: here the text itself begins."""
    return local_name(first) in {"p", "head"} and plain(words_of(first)) == plain(words_of(block))


def _stand_again(entries: list[str], known: Counter[str], block: etree._Element) -> Iterator[bool]:
    """Tell of each entry of a block whether the text has it once more."""
    own = plain(words_of(block))
    for entry in entries:
        least = 2 if plain(entry) == own else 1  # itself is one of those
        yield any(known[plain(each)] >= least for each in (entry, _NUMBER.sub("", entry)))


def _entries(block: etree._Element) -> list[str]:
    name = local_name(block)
    parts = {"list": "item", "table": "row", "lg": "l"}.get(name)
    if parts is not None:
        return [words_of(each) for each in block.iter(f"{{*}}{parts}") if words_of(each)]
    pieces = [block.text or ""]
    for child in block:
        if local_name(child) == "lb":
            pieces.append("")
        else:
            pieces[-1] += words_of(child)
        pieces[-1] += child.tail or ""
    return [piece for piece in pieces if piece.strip()]


def plain(words: str) -> str:
    """Write a heading as contents compare it: small letters and figures, without a page number."""
    words = _PAGE.sub("", words) or words
    return re.sub(r"[\W_]+", "", words.lower())
