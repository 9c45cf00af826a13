"""Headings: by their style, else by their look.

A style says it (`Heading 2`, HTML's `h2`). Where a source has none, what stands alone and is set
apart counts: a name and number (`CHAPTER IV`), a number alone, type that is larger, bold, centred
or in capitals. What is seen once only is no heading by its look.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from lxml import etree
from msgspec import structs

from publish.convert.log import quoted
from publish.convert.look import Look, changed, look_of, set_look
from publish.convert.manuscript import Manuscript
from publish.convert.structure.contents import in_contents, listed_headings, plain
from publish.convert.structure.heading_words import (
    LONGEST,
    in_capitals,
    is_bare_name,
    is_number,
    looks_like_heading,
    matter_kind,
    named_kind,
    value_of,
)
from publish.convert.structure.poems import find_poem_titles, rank_poems
from publish.convert.style_roles import level_of_style
from publish.convert.tei import rename, words_of
from publish.house.division_types import NONE, Scale
from publish.model.document import local_name
from publish.model.finding import Severity

LARGE = 1.4
"""Size of type, against the text's, that is a heading's even where it comes once."""
LONGEST_STYLED = 300
"""Characters of a heading whose style says that it is one."""
ENOUGH = 3.0
"""Weight from which a paragraph counts as a heading."""


def find_headings(manuscript: Manuscript) -> None:
    """Find headings and bring their ranks into an order without gaps."""
    _by_style(manuscript)
    _by_contents(manuscript)
    gaps = find_poem_titles(manuscript)
    _by_look(manuscript, is_told=gaps is None and manuscript.cast is None)
    if gaps is not None:
        rank_poems(manuscript, gaps)
    _titles_below(manuscript)
    _rank(manuscript)


def heads_of(manuscript: Manuscript) -> list[etree._Element]:
    """List the headings that are known so far."""
    return [block for block in manuscript.body if local_name(block) == "head"]


def _by_style(manuscript: Manuscript) -> None:
    """Take paragraphs whose style has a heading's name, or a rank in the outline."""
    for block in list(manuscript.body):
        look = look_of(block)
        level = look.level or level_of_style(look.style)
        if local_name(block) == "head" and len(words_of(block)) > LONGEST_STYLED:
            rename(block, "p")
            changed(block, level=0, style="")
            message = f"a whole paragraph has the style of a heading: {quoted(block)}"
            manuscript.log.tell("IMP-010", message, block, "make it a head, if it is one")
            continue
        if local_name(block) == "p" and level and len(words_of(block)) <= LONGEST_STYLED:
            rename(block, "head")
            changed(block, level=level)


def _by_contents(manuscript: Manuscript) -> None:
    """Take paragraphs that the source's own contents list, and the numbers above them."""
    listed, contents = listed_headings(manuscript), in_contents(manuscript)
    if not listed:
        return
    for block in list(manuscript.body):
        words = words_of(block)
        if block in contents or local_name(block) != "p" or len(words) > 2 * LONGEST:
            continue
        if plain(words) in listed:
            rename(block, "head")
            block.text = (block.text or "").lstrip("\u2003")  # lines of one may be in the middle
            changed(block, level=_level_of(block, 2))
            before = block.getprevious()
            if before is not None and local_name(before) == "p" and is_number(words_of(before)):
                rename(before, "head")
                changed(before, level=_level_of(block, 2))


def _by_look(manuscript: Manuscript, *, is_told: bool) -> None:
    """Take paragraphs that look like headings, where styles have told few.

    Of plays and poems only acts and titles are told by then, and nothing of other headings.
    """
    known = heads_of(manuscript) if is_told else []
    usual = _usual(manuscript)
    counted = _counted(manuscript)
    candidates = [
        (block, weight)
        for block in manuscript.body
        if local_name(block) == "p"
        and not _is_listed(block)
        and (weight := _weight(block, usual) + 2.0 * (block in counted)) >= ENOUGH
    ]
    if known and not any(
        named_kind(words_of(block)) is not NONE or block in counted for block, _ in candidates
    ):
        return
    seen = Counter(_signature(block) for block, _ in candidates)
    has_chapters = any(
        named_kind(words_of(each)).scale is Scale.CHAPTER
        for each in [*known, *(block for block, _ in candidates)]
    )
    for block, weight in candidates:
        words = words_of(block)
        is_named = named_kind(words) is not NONE or matter_kind(words) is not NONE
        if known and not is_named and block not in counted:
            continue
        is_large = look_of(block).size > LARGE
        if not is_named and not is_large and seen[_signature(block)] < 2:
            continue
        rename(block, "head")
        changed(block, level=_level_of(block, 4 if has_chapters else 2))
        is_sure = is_named or block in counted or weight > ENOUGH + 1.5
        _tell(manuscript, block, is_sure=is_sure)


def _tell(manuscript: Manuscript, block: etree._Element, *, is_sure: bool) -> None:
    severity = Severity.NOTICE if is_sure else Severity.WARNING
    message = f"taken for a heading by its look: {quoted(block)}"
    manuscript.log.tell("IMP-010", message, block, "make it a p, if it is none", severity)


def is_wholly(block: etree._Element, look: str) -> bool:
    """Return whether all words of a block have one look, such as `italic`."""
    inside = "".join(
        words_of(each)
        for each in block.iter("{*}hi", "{*}emph", "{*}title", "{*}foreign")
        if look in (each.get("rend") or "").split() and not _is_within(each, block, look)
    )
    return bool(inside) and re.sub(r"\W", "", inside) == re.sub(r"\W", "", words_of(block))


def _is_within(each: etree._Element, block: etree._Element, look: str) -> bool:
    for above in each.iterancestors():
        if above is block:
            return False
        if look in (above.get("rend") or "").split():
            return True
    return False


def _weight(block: etree._Element, usual: int) -> float:
    """Weigh what makes a paragraph look like a heading."""
    words, look = words_of(block), look_of(block)
    fits = looks_like_heading(words) or (look.size > LARGE and len(words) < LONGEST)
    begins_small = words.lstrip("([“\"'‘«„")[:1].islower()
    if not fits or begins_small or block.find("{*}figure") is not None:
        return 0.0
    kind = named_kind(words)
    weight = 2.5 if kind is not NONE else 0.0
    weight += 2.0 if matter_kind(words) is not NONE and len(words) < 40 else 0.0
    weight += 1.5 if is_number(words) else 0.0
    weight += 1.5 * (look.is_bold or is_wholly(block, "bold")) + 1.5 * (look.align == "center")
    weight += (
        2.0 * (look.size > 1.12)
        + 1.5 * (look.size > LARGE)
        + 1.0 * (in_capitals(words) or look.has_capitals)
    )
    weight += 3.0 * _stands_between_prose(block, words)
    weight += 1.5 * bool(look.opens) + min(1.5, 0.5 * max(0, look.lines - usual))
    return weight if block.getnext() is not None else weight - 2.0  # nothing stands below it


def _is_listed(block: etree._Element) -> bool:
    """Return whether a line is one of several that name divisions: nothing stands between them."""
    words = words_of(block)
    kind = named_kind(words)
    if kind is NONE or is_bare_name(words):
        return False
    beside = (block.getprevious(), block.getnext())
    names = [words_of(each) for each in beside if each is not None and local_name(each) == "p"]
    begins = words.split()[0].lower()
    return any(named_kind(name) is kind and name.lower().startswith(begins) for name in names)


def _counted(manuscript: Manuscript) -> set[etree._Element]:
    """Find numbers that stand alone and count on, from one to the next, through a text."""
    numbers = [
        (block, value)
        for block in manuscript.body
        if local_name(block) == "p" and (value := value_of(words_of(block)))
    ]
    on = sum(after == before + 1 for (_, before), (_, after) in pairwise(numbers))
    return {block for block, _ in numbers} if on >= max(3, 0.6 * len(numbers)) else set()


def _titles_below(manuscript: Manuscript) -> None:
    """Take the line below a number for its title, where most numbers have one."""
    numbered = [
        head
        for head in heads_of(manuscript)
        if is_number(words_of(head)) or named_kind(words_of(head)) is not NONE
    ]
    below = [
        (head, after)
        for head in numbered
        if (after := head.getnext()) is not None and _is_title(after)
    ]
    if len(below) < max(2, 0.5 * len(numbered)):
        return
    for head, after in below:
        rename(after, "head")
        changed(after, level=look_of(head).level, kind="sub")
        _tell(manuscript, after, is_sure=in_capitals(words_of(after)))


def _is_title(block: etree._Element) -> bool:
    """Return whether a paragraph may be a title: short, in capitals or without a point."""
    words, after = words_of(block), block.getnext()
    if local_name(block) != "p" or after is None or not 0 < len(words) <= LONGEST:
        return False
    if block.find("{*}lb") is not None or re.match(r"[\"“„«‘'(\[]", words):
        return False
    return in_capitals(words) or not re.search(r"[.,;:!?…—-]$", words)


def _stands_between_prose(block: etree._Element, words: str) -> bool:
    """Return whether a line without a point, most of its words with capitals, parts long ones."""
    parts = [part for part in words.split() if len(part) > 4]
    if len(words) > 60 or len(words.split()) < 2 or re.search(r"[.,:;!?—-]$", words):
        return False
    if look_of(block).align == "right" or sum(part[:1].isupper() for part in parts) < len(parts):
        return False
    beside = (block.getprevious(), block.getnext())
    return all(each is not None and len(words_of(each)) > 120 for each in beside)


def _usual(manuscript: Manuscript) -> int:
    """Find how many empty lines paragraphs usually have before them."""
    counts = Counter(look_of(block).lines for block in manuscript.body if local_name(block) == "p")
    return counts.most_common(1)[0][0] if counts else 0


def _signature(block: etree._Element) -> tuple[object, ...]:
    """Say by what a heading looks like others of its kind."""
    look, words = look_of(block), words_of(block)
    is_bold = look.is_bold or is_wholly(block, "bold")
    kind = named_kind(words).name or ("number" if is_number(words) else "")
    return (kind, look.align, is_bold, in_capitals(words) or look.has_capitals, round(look.size, 1))


def _level_of(block: etree._Element, of_number: int) -> int:
    """Rank a heading by its name, else by how much it stands out."""
    words, look = words_of(block), look_of(block)
    scale = named_kind(words).scale
    if scale in {Scale.PART, Scale.ACT}:
        return 1
    if scale is Scale.CHAPTER or matter_kind(words) is not NONE:
        return 2
    if scale is Scale.PIECE:
        return 3
    if is_number(words):
        return of_number
    if look.size > 1.4 or look.opens or of_number == 2:
        return 2
    return 3 if look.align == "center" or look.size > 1.12 else 5


def _rank(manuscript: Manuscript) -> None:
    """Close the gaps between ranks; parts stand above chapters that have the same rank."""
    heads = heads_of(manuscript)
    _raise_parts(heads)
    levels = sorted({look_of(head).level for head in heads})
    order = {level: number for number, level in enumerate(levels, start=1)}
    for head in heads:
        look: Look = look_of(head)
        set_look(head, structs.replace(look, level=order[look.level]))


def _raise_parts(heads: list[etree._Element]) -> None:
    chapters = {look_of(h).level for h in heads if named_kind(words_of(h)).scale is Scale.CHAPTER}
    for head in heads:
        kind, look = named_kind(words_of(head)), look_of(head)
        if kind.scale in {Scale.PART, Scale.ACT} and chapters and look.level >= min(chapters):
            changed(head, level=min(chapters) - 1)
