"""Names of authors that are set as headings beside the titles of their chapters."""

from __future__ import annotations

from collections import defaultdict

from lxml import etree

from publish.convert.look import changed, look_of
from publish.convert.manuscript import Manuscript
from publish.convert.meta import are_names
from publish.convert.tei import rename, words_of
from publish.model.document import local_name
from publish.model.finding import Severity

FEWEST, SHARE = 2, 0.6
"""Of the headings of one rank that are names and stand beside a title."""


def find_bylines(manuscript: Manuscript) -> None:
    """Make bylines of them, below their titles: TEI has those at the top of a division (4.2.2)."""
    ranks: dict[int, list[etree._Element]] = defaultdict(list)
    for head in manuscript.body.iterchildren("{*}head"):
        ranks[look_of(head).level].append(head)
    for heads in ranks.values():
        named = [
            head for head in heads if are_names(words_of(head)) and _title_of(head) is not None
        ]
        if len(named) >= max(FEWEST, SHARE * len(heads)):
            for head in named:
                _set(manuscript, head)


def _title_of(head: etree._Element) -> etree._Element | None:
    """Find the heading of a higher rank that stands right above or below."""
    for beside in (head.getprevious(), head.getnext()):
        is_head = beside is not None and local_name(beside) == "head"
        if is_head and look_of(beside).level < look_of(head).level:  # type: ignore[arg-type]
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
