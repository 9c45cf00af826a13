"""Scene breaks: stars and rules between paragraphs, and empty lines where there are few."""

from __future__ import annotations

from lxml import etree

from publish.convert.look import copy_look, look_of
from publish.convert.manuscript import Manuscript
from publish.convert.tei import make, words_of
from publish.model.document import local_name
from publish.model.finding import Severity
from publish.model.lazy_pattern import lazy_pattern

_SIGNS = lazy_pattern(
    r"[\s*∗•·⁂✻✽❦❧☙~#=_–—−§.…×¤◊◆♦✦✶⸻-]{1,40}|(?:o\s?[O0]\s?o\s?){1,3}|(?:x\s){2}x"
)
_STARS = lazy_pattern(r"[*∗✻✽✶⁂]")

RARE = 0.12
"""The share of paragraphs with an empty line before them up to which the line tells something."""


def find_breaks(manuscript: Manuscript) -> None:
    """Find scene breaks; what ends a division is none."""
    for block in list(manuscript.body):
        if local_name(block) == "p" and is_break(block):
            _replace(manuscript, block)
    _drop_at_edges(manuscript)


def is_break(block: etree._Element) -> bool:
    """Return whether a paragraph is made of nothing but signs."""
    words = words_of(block)
    return bool(words) and not len(list(block.iter("{*}figure"))) and bool(_SIGNS.fullmatch(words))


def _replace(manuscript: Manuscript, block: etree._Element) -> None:
    words = words_of(block)
    manuscript.log.taken.append(words)
    made = make("milestone", unit="section", rend="stars" if _STARS.search(words) else "line")
    copy_look(block, made)
    parent = block.getparent()
    if parent is not None:
        parent.replace(block, made)


def find_empty_lines(manuscript: Manuscript) -> None:
    """Take an empty line for a scene break where few paragraphs have one before them."""
    pairs = [
        block
        for block in manuscript.body
        if local_name(block) == "p"
        and (before := block.getprevious()) is not None
        and local_name(before) == "p"
    ]
    apart = [block for block in pairs if look_of(block).lines and _is_prose(block)]
    if not apart or len(apart) > max(RARE * len(pairs), 1):
        return
    for block in apart:
        before = block.getprevious()
        if before is None or not _is_prose(before):
            continue
        block.addprevious(make("milestone", unit="section", rend="blank"))
        message = "an empty line is taken for a scene break"
        hint = "take the milestone out, if it is none"
        manuscript.log.tell("IMP-011", message, block, hint, Severity.NOTICE)


def _is_prose(block: etree._Element) -> bool:
    look = look_of(block)
    return len(words_of(block)) > 60 and look.align in {"", "justify"}


def _drop_at_edges(manuscript: Manuscript) -> None:
    """Take breaks out that part nothing: beside headings, others, and at the ends."""
    for block in list(manuscript.body.iter("{*}milestone")):
        before, after = block.getprevious(), block.getnext()
        edges = {"head", "milestone", ""}
        if (
            before is None or after is None or local_name(after) in edges
            or local_name(before) == "head"
        ) and block.getparent() is manuscript.body:  # fmt: skip
            manuscript.log.drop("a rule or ornament beside a heading")
            manuscript.body.remove(block)
