"""Divisions inside each other by the ranks of their headings; front and back matter."""

from __future__ import annotations

from itertools import takewhile

from lxml import etree

from publish.convert.look import changed, look_of
from publish.convert.manuscript import Manuscript
from publish.convert.structure.heading_words import is_number, matter_kind, named_kind
from publish.convert.tei import make, put, words_of, wrap
from publish.house.division_types import NONE, Scale, kind_of_type
from publish.model.document import local_name

FRONT = frozenset(
    """
    half_title dedication epigraph foreword preface introduction acknowledgments cast_list abstract
    copyright imprint title_page frontispiece
    """.split()
)
BACK = frozenset(
    """
    afterword acknowledgments appendix glossary bibliography index errata colophon notes copyright
    imprint
    """.split()
)

_BY_TERM = {
    "titlepage": "title_page", "halftitlepage": "half_title", "copyright-page": "copyright",
    "acknowledgements": "acknowledgments",
}  # fmt: skip


def nest_divisions(manuscript: Manuscript) -> None:
    """Put blocks into divisions, and front and back matter where it belongs."""
    blocks = list(manuscript.body)
    _join_heads(blocks)
    for block in blocks:
        manuscript.body.remove(block)
    _open_divisions(manuscript.body, [block for block in blocks if block is not None])
    _part_front_and_back(manuscript)


def _join_heads(blocks: list[etree._Element]) -> None:
    """Let a number and the title below it be heads of one division."""
    heads = [block for block in blocks if local_name(block) == "head"]
    for block in heads:
        after = block.getnext()
        if after is None or local_name(after) != "head":
            continue
        mine, other = look_of(block).level, look_of(after).level
        words, below = words_of(block), words_of(after)
        numbered = is_number(words) or (named_kind(words) is not NONE and len(words) < 25)
        is_title = named_kind(below) is NONE and not is_number(below)
        is_part = named_kind(words).scale in {Scale.PART, Scale.ACT} and other > mine
        if named_kind(words) is named_kind(below) is not NONE and other == mine:
            if words.split()[0].lower() != below.split()[0].lower():  # `ERSTER AKT`, `ACT I`
                changed(after, kind="sub")
        elif numbered and is_title and other >= mine and not (is_part and _has_own(after)):
            changed(after, level=mine, kind="sub")


def _has_own(head: etree._Element) -> bool:
    """Return whether a heading is one of several of its rank in the same part."""
    level = look_of(head).level
    for other in head.itersiblings("{*}head"):
        if look_of(other).level < level:
            return False
        if look_of(other).level == level:
            return True
    return False


def _open_divisions(body: etree._Element, blocks: list[etree._Element]) -> None:
    """Open a division at each heading, and at what says that it is one."""
    stack: list[tuple[int, etree._Element]] = [(0, body)]
    for number, block in enumerate(blocks):
        look, name = look_of(block), local_name(block)
        if name == "head" and look.kind == "sub" and len(stack) > 1:
            block.set("type", "sub")
            put(stack[-1][1], block)
            continue
        if look.opens == "file":
            _leave(stack, blocks[number:])
        if name == "head":
            _open(stack, look.level, _type_of_head(block))
        elif _opens_without_head(block, look.opens, look.kind, stack):
            kind = kind_of_type(_BY_TERM.get(look.kind, look.kind).replace("_", ""))
            _open(stack, 1, kind.name)
        put(stack[-1][1], block)
    _wrap_loose(body)


def _open(stack: list[tuple[int, etree._Element]], level: int, kind: str) -> None:
    while stack[-1][0] >= level:
        stack.pop()
    made = make("div", type=kind)
    put(stack[-1][1], made)
    stack.append((level, made))


def _leave(stack: list[tuple[int, etree._Element]], blocks: list[etree._Element]) -> None:
    """Leave the divisions of the file before, where this one has headings of their rank."""
    of_file = takewhile(lambda each: look_of(each).opens != "file", blocks[1:])
    heads = [each for each in (blocks[0], *of_file) if local_name(each) == "head"]
    levels = [look_of(head).level for head in heads]
    while levels and stack[-1][0] >= min(levels):
        stack.pop()


def _opens_without_head(
    block: etree._Element, opens: str, kind: str, stack: list[tuple[int, etree._Element]]
) -> bool:
    """Return whether a division begins at a block that is no heading, such as a dedication."""
    after = next((e for e in block.itersiblings() if local_name(e) not in {"pb", "anchor"}), None)
    if local_name(block) in {"pb", "anchor"} and after is not None and local_name(after) == "head":
        return False
    if opens == "file" and local_name(block) != "head":
        following = takewhile(lambda each: look_of(each).opens != "file", block.itersiblings())
        return not any(local_name(each) == "head" for each in following) and len(stack) > 1
    return kind in {"dedication", "colophon", "copyright-page"} and opens in {"section", "page"}


def _type_of_head(head: etree._Element) -> str:
    words, look = words_of(head), look_of(head)
    for kind in (matter_kind(words), named_kind(words)):
        if kind is not NONE:
            return kind.name
    term = _BY_TERM.get(look.kind, look.kind)
    return (
        term if term not in {"", "sub"} and kind_of_type(term.replace("_", "")) is not NONE else ""
    )


def _wrap_loose(body: etree._Element) -> None:
    """Put what stands before the first division into one: TEI's body has either (4.2)."""
    divisions = list(body.iterchildren("{*}div"))
    if not divisions:
        if len(body) and all(
            local_name(block) in {"figure", "head", "pb", "milestone"} for block in body
        ):
            wrap(list(body), "div")  # a body has words, or a division (4.2)
        return
    loose = []
    for block in body:
        if local_name(block) == "div":
            break
        loose.append(block)
    if loose and all(local_name(block) in {"pb", "fw", "anchor", "milestone"} for block in loose):
        for block in reversed(loose):
            divisions[0].insert(0, block)
    elif loose:
        first = make("div")
        first.extend(loose)
        body.insert(0, first)


def _part_front_and_back(manuscript: Manuscript) -> None:
    """Move divisions of front and back matter out of the body, which keeps at least one."""
    divisions = list(manuscript.body)
    if any(local_name(each) != "div" for each in divisions):
        return
    front = list(takewhile(lambda each: each.get("type") in FRONT, divisions))
    back = list(takewhile(lambda each: each.get("type") in BACK, reversed(divisions)))
    if len(front) + len(back) >= len(divisions):
        return
    for each in front:
        put(manuscript.front, each)
    for each in reversed(back):
        put(manuscript.back, each)
