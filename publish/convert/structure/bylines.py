"""Names of authors that are set as headings beside the titles of their chapters."""

from __future__ import annotations

from collections import defaultdict

from lxml import etree

from publish.convert.look import changed, look_of
from publish.convert.manuscript import Manuscript
from publish.convert.meta import are_names
from publish.convert.structure.heading_words import is_number, named_kind
from publish.convert.tei import rename, words_of
from publish.house.division_types import NONE
from publish.model.document import local_name
from publish.model.finding import Severity

FEWEST, SHARE = 2, 0.6
"""Of the headings of one rank that stand beside a title: how many are names."""


def find_bylines(manuscript: Manuscript) -> None:
    """Make bylines of them, below their titles: TEI has those at the top of a division (4.2.2)."""
    ranks: dict[int, list[etree._Element]] = defaultdict(list)
    for head in manuscript.body.iterchildren("{*}head"):
        if _title_of(head) is not None:
            ranks[look_of(head).level].append(head)
    for heads in ranks.values():
        named = [head for head in heads if are_names(words_of(head))]
        if len(named) >= max(FEWEST, SHARE * len(heads)):
            for head in named:
                if _title_of(head) is not None:  # those before it may have become bylines
                    _set(manuscript, head)


def _title_of(head: etree._Element) -> etree._Element | None:
    """Find the heading right above, or one of a higher rank right below, that has no number."""
    level = look_of(head).level
    for beside, most in ((head.getprevious(), level), (head.getnext(), level - 1)):
        if beside is None or local_name(beside) != "head" or look_of(beside).level > most:
            continue
        words = words_of(beside)
        if named_kind(words) is NONE and not is_number(words):
            return beside
    return None


def _set(manuscript: Manuscript, head: etree._Element) -> None:
    title, opens = _title_of(head), look_of(head).opens
    rename(head, "byline")
    changed(head, level=0, opens="")
    if title is not None and title is head.getnext():
        title.addnext(head)
        if opens:
            changed(title, opens=opens)
    message = f"a heading of a name is taken for who wrote the chapter: {words_of(head)!r}"
    manuscript.log.tell("IMP-010", message, head, "make it a head, if it is one", Severity.NOTICE)
