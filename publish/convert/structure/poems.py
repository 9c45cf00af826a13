"""Books of verse: titles of poems by the gap above them, and the divisions that poems are."""

from __future__ import annotations

import re

from lxml import etree

from publish.convert.log import quoted
from publish.convert.look import changed, copy_look, look_of
from publish.convert.manuscript import Manuscript
from publish.convert.structure.heading_words import in_capitals, is_number, matter_kind, named_kind
from publish.convert.structure.verse import is_broken, lines_of
from publish.convert.tei import make, move_into, rename, words_of
from publish.house.division_types import NONE
from publish.model.document import local_name
from publish.model.finding import Severity
from publish.model.lazy_pattern import lazy_pattern

FEWEST, SHARE = 5, 0.3
"""Stanzas of a book of verse, and their share of its paragraphs."""
GAP = 1
"""Empty lines more than between stanzas above a title."""
LONGEST_TITLE = 70
MOST_LINES = 4
"""Lines of a title with its number."""
MOST_BELOW = 6
"""Lines between a title and its poem: who wrote it, what it is sung to."""
LONGEST_LINE, LONGEST_PROSE = 120, 200

_BY = lazy_pattern(
    r"[(\s]*((words|music|written|composed|sung|arranged|arr\.|by|von|par|translated)\b)",
    re.IGNORECASE,
)
_CHORUS = lazy_pattern(
    r"\W*(chorus|refrain|kehrreim|chor|burden|envoi|envoy|l'envoi)\W*", re.IGNORECASE
)


def find_poem_titles(manuscript: Manuscript) -> dict[etree._Element, int] | None:
    """Take lines with a gap above and verse below for titles, where a text is a book of verse.

    Returns how many more empty lines than usual each block has above it; None for other texts.

    A number that stands as such a line is a heading as well, of what a title's poem consists of.
    """
    blocks = [block for block in manuscript.body if local_name(block) in {"p", "lg"}]
    stanzas = [block for block in blocks if _is_stanza(block)]
    if manuscript.cast is not None or len(stanzas) < max(FEWEST, SHARE * len(blocks)):
        return None
    lines = sorted(look_of(stanza).lines for stanza in stanzas)
    usual, below = lines[len(lines) // 2], 0
    gaps = {block: look_of(block).lines - usual for block in blocks}
    for head in list(manuscript.body.iterchildren("{*}head")):
        number = _part_number(head)
        if number is not None:
            changed(rename(number, "head"), level=4, kind="")
    for block in reversed(blocks):
        if local_name(block) == "p" and (number := _part_number(block)) is not None:
            gaps[number] = gaps[block]
            _make_title(manuscript, number)
        elif local_name(block) == "p" and _is_title(block, gaps[block], below):
            _make_title(manuscript, block)
        below = gaps[block]
    return gaps


def rank_poems(manuscript: Manuscript, gaps: dict[etree._Element, int]) -> None:
    """Rank the headings of a plain text: a part's above a poem's above a number.

    A part has a wider gap above it than poems have, or is one of several that headings follow.
    """
    heads = [
        head
        for head in manuscript.body.iterchildren("{*}head")
        if look_of(head).at and look_of(head).kind != "sub" and named_kind(words_of(head)) is NONE
    ]
    parts = [head for head in heads if _is_above_head(head)]
    widths = sorted(gaps.get(head, 0) for head in heads if head not in parts)
    wide = widths[len(widths) // 2] if widths else 0
    for head in heads:
        is_part = head in parts and (gaps.get(head, 0) > wide or len(parts) > 1)
        changed(head, level=4 if is_number(words_of(head)) else 2 if is_part else 3)


def _is_above_head(head: etree._Element) -> bool:
    """Return whether the next heading follows at once, those of the same division apart."""
    words = words_of(head)
    after = head.getnext()
    while after is not None and (look_of(after).kind == "sub" or local_name(after) == "byline"):
        after = after.getnext()
    is_poem = is_number(words) or matter_kind(words) is not NONE
    if is_poem or after is None or local_name(after) != "head":
        return False
    return not is_number(words_of(after))  # those are a poem's own


def _make_title(manuscript: Manuscript, block: etree._Element) -> None:
    words, after = words_of(block), block.getnext()
    rename(block, "head")
    has_title = after is not None and local_name(after) == "head"
    if after is not None and has_title and is_number(words) and not is_number(words_of(after)):
        changed(after, level=4, kind="sub")
    changed(block, level=4 if is_number(words) else 3, lines=0)
    _take_below(block)
    message = f"taken for the title of a poem by the gap above it: {quoted(block)}"
    manuscript.log.tell("IMP-010", message, block, "make it a p, if it is none", Severity.NOTICE)


def _part_number(block: etree._Element) -> etree._Element | None:
    """Let a number stand by itself that stands in the line above a title, and return it."""
    lines = [line for line in lines_of(block) if line]
    if len(lines) < 2 or not is_number(lines[0]) or len(block) != len(lines) - 1:
        return None
    if any(len(line) > LONGEST_TITLE for line in lines) or len(lines) > MOST_LINES:
        return None
    number = make("p", lines[0])
    copy_look(block, number)
    block.addprevious(number)
    first = block[0]
    block.text, first.tail = first.tail, None
    block.remove(first)
    changed(rename(block, "head"), level=4, kind="sub", lines=0)
    return number


def _is_stanza(block: etree._Element) -> bool:
    return local_name(block) == "lg" or is_broken(block)


def _is_title(block: etree._Element, gap: int, below: int) -> bool:
    """Return whether a line is a title; one that stands close below prose is its signature."""
    words = words_of(block)
    if not 0 < len(words) <= LONGEST_TITLE or block.find("{*}lb") is not None:
        return False
    if gap < GAP or words[-1] in ",;" or _CHORUS.fullmatch(words) or words[:1] in "[(":
        return False
    before = block.getprevious()
    is_below_prose = (
        before is not None and len(words_of(before)) > LONGEST_PROSE and not _is_stanza(before)
    )
    return _follows(block) != "" and not (is_below_prose and gap < below)


def _follows(block: etree._Element) -> str:
    """Tell what comes below a line, a few short ones apart: `lg`, `head`, or nothing of both."""
    for number, after in enumerate(block.itersiblings()):
        name = local_name(after)
        if name in {"head", "lg"} or after.find("{*}lb") is not None:
            return "head" if name == "head" else "lg"
        is_short = name == "p" and len(words_of(after)) <= LONGEST_LINE and number < MOST_BELOW
        if not is_short and name not in {"pb", "milestone", "anchor", "figure"}:
            return ""
    return ""


def _take_below(title: etree._Element) -> None:
    """Take the short lines between a title and its poem for what more is said of it."""
    after = title.getnext()
    while after is not None and local_name(after) == "p" and not _is_stanza(after):
        words, block, after = words_of(after), after, after.getnext()
        if _CHORUS.fullmatch(words) or named_kind(words) is not NONE:
            return
        if _BY.match(words):
            rename(block, "byline")
        elif (
            in_capitals(words)
            or re.fullmatch(r"[(\[].*[)\]]", words)
            or (is_number(words_of(title)) and not re.search(r"[.,;:!?—-]\W*$", words))
        ):
            rename(block, "head")
            changed(block, level=look_of(title).level, kind="sub")
        else:
            return


def label_choruses(manuscript: Manuscript) -> None:
    """Make `Chorus` above verse the head of the line group below."""
    for block in list(manuscript.body.iterchildren("{*}p", "{*}head")):
        after = block.getnext()
        if after is None or local_name(after) != "lg" or not _CHORUS.fullmatch(words_of(block)):
            continue
        group = after[0] if len(after) and local_name(after[0]) == "lg" else after
        head = make("head")
        move_into(head, block)
        group.insert(0, head)
        group.set("type", "refrain")
        manuscript.body.remove(block)


def mark_poems(manuscript: Manuscript) -> None:
    """Call divisions poems that hold verse, and little more than their title besides."""
    for part in (manuscript.front, manuscript.body, manuscript.back):
        for division in part.iter("{*}div"):
            kind = matter_kind(division.get("type") or "")
            if _is_poem(division) and (not division.get("type") or kind.name == "introduction"):
                division.set("type", "poem")


def _is_poem(division: etree._Element) -> bool:
    if division.find("{*}div") is not None or division.find("{*}lg") is None:
        return False
    lines = sum(1 for _ in division.iter("{*}l"))
    prose = [
        block for block in division.iterchildren("{*}p", "{*}quote", "{*}list", "{*}table", "{*}sp")
    ]
    return all(len(words_of(block)) <= LONGEST_LINE for block in prose) and lines > 3 * len(prose)
