"""Words that end a division or a book: `THE END`, `Ende des ersten Aktes` (TEI 4.2.4)."""

from __future__ import annotations

import re

from lxml import etree

from publish.convert.manuscript import Manuscript
from publish.convert.tei import rename, words_of
from publish.model.document import local_name
from publish.model.lazy_pattern import lazy_pattern

LONGEST = 60

_END = lazy_pattern(
    r"[\W_]*((the|das|la) )?(end|ende|fin|fine|finis|explicit|koniec|slut|einde|vorhang|rideau|"
    r"curtain|sipario|telón)\b((?!.*\bnotes?\b).*)",
    re.IGNORECASE,
)
_GOES_ON = lazy_pattern(r"[\W_]*((of|des|der|de|du|del|della|vom|von) .*|\d*)\W*", re.IGNORECASE)


def find_trailers(manuscript: Manuscript) -> None:
    """Take such a line for a trailer, where nothing of its division stands behind it."""
    for block in list(manuscript.body):
        if local_name(block) not in {"head", "p", "stage"}:
            continue
        words = words_of(block)
        found = _END.fullmatch(words) if len(words) <= LONGEST else None
        if found and _GOES_ON.fullmatch(found[4]) and _is_last(block):
            rename(block, "trailer")


def _is_last(block: etree._Element) -> bool:
    after = (each for each in block.itersiblings() if not _is_mark(each))
    following = next(after, None)
    return (following is None or local_name(following) == "head") and _follows_text(block)


def _follows_text(block: etree._Element) -> bool:
    before = (each for each in block.itersiblings(preceding=True) if not _is_mark(each))
    first = next(before, None)
    return first is not None and local_name(first) != "head"


def _is_mark(block: etree._Element) -> bool:
    """Return whether a block marks a place, and has no words."""
    return local_name(block) != "figure" and not words_of(block)
