"""Stage directions: words in brackets inside a speech, and what a direction tells of itself."""

from __future__ import annotations

import re

from lxml import etree

from publish.convert.structure.headings import is_wholly
from publish.convert.tei import make, put, words_of
from publish.model.document import local_name
from publish.model.lazy_pattern import lazy_pattern
from publish.model.tree import unwrap

_CLOSING = {"[": "]", "(": ")"}
_INSIDE = r"[^\[\]()]*(?:[\[(][^\[\]()]*[\])][^\[\]()]*)*"
_ALONE = lazy_pattern(rf"[\[(]{_INSIDE}[\])][.:]?|\[[^\]]*")
_WHOLE = lazy_pattern(r"\(.*[.!?:…—]\)", re.DOTALL)
"""A sentence of its own in round brackets."""
_KINDS = {
    "exit": lazy_pattern(r"\W*(EXIT|EXEUNT|Exit|Exeunt|Exits|Sort|Sortent|Esce|Escono|Vase)\b"),
    "entrance": lazy_pattern(
        r"\W*(ENTER|(Re-?)?[Ee]nter|Entre|Entrent|Entra|Entran|Tritt|Treten)\b(?!.*\bab\b)"
    ),
}
"""By their first word, where that begins a sentence."""


def is_direction(block: etree._Element) -> bool:
    """Return whether a block is in brackets as a whole, or in italics."""
    words = words_of(block)
    return bool(_ALONE.fullmatch(words)) or (is_wholly(block, "italic") and len(words) < 600)


def set_direction(block: etree._Element, kind: str = "") -> etree._Element:
    """Make a stage direction of a block's content; it takes the block's place."""
    made = make("stage", block.text or "", type=kind or _kind_of(words_of(block)))
    made.extend(list(block))
    _plain(made)
    parent = block.getparent()
    if parent is not None:
        parent.replace(block, made)
    return made


def _kind_of(words: str) -> str:
    return next((kind for kind, pattern in _KINDS.items() if pattern.match(words)), "")


def mark_directions(block: etree._Element, brackets: str) -> None:
    """Mark what stands in brackets of these kinds inside a paragraph or line."""
    pieces: list[str | etree._Element] = [block.text or ""]
    for child in list(block):
        tail, child.tail = child.tail or "", None
        pieces += [child, tail]
        block.remove(child)
    block.text = None
    for piece in _with_stages(pieces, brackets):
        put(block, piece)


def _with_stages(pieces: list[str | etree._Element], brackets: str) -> list[str | etree._Element]:
    """Put what stands from a bracket to the one that closes it into elements."""
    done: list[str | etree._Element] = []
    stage: etree._Element | None = None
    closing = ""
    for piece in pieces:
        if not isinstance(piece, str):
            done.append(piece) if stage is None else put(stage, piece)
            continue
        rest = piece
        while rest:
            if stage is None:
                found = re.search(rf"[{re.escape(brackets)}]", rest)
                if found is None:
                    done.append(rest)
                    break
                done.append(rest[: found.start()])
                closing, stage = _CLOSING[found[0]], make("stage", found[0])
                rest = rest[found.end() :]
            else:
                words, mark, rest = rest.partition(closing)
                put(stage, words + mark)
                if mark:
                    done.append(stage)
                    stage = None
    if stage is not None:
        done += [stage.text or "", *_content(stage)]
    settled: list[str | etree._Element] = []
    for each in done:
        is_first = not any(words.strip() if isinstance(words, str) else True for words in settled)
        settled += [each] if isinstance(each, str) else _settled(each, is_first=is_first)
    return settled


def _settled(piece: etree._Element, *, is_first: bool) -> list[str | etree._Element]:
    """Keep a stage direction; words in round brackets that only part a sentence go back."""
    if local_name(piece) != "stage" or piece.get("type"):
        return [piece]
    words = words_of(piece)
    is_whole = is_first or bool(_WHOLE.fullmatch(words)) or is_wholly(piece, "italic")
    if words.startswith("(") and not is_whole:
        return [piece.text or "", *_content(piece)]
    _plain(piece)
    kind = _kind_of(words)
    if kind:
        piece.set("type", kind)
    return [piece]


def _content(stage: etree._Element) -> list[str | etree._Element]:
    parts: list[str | etree._Element] = []
    for child in list(stage):
        tail, child.tail = child.tail or "", None
        parts += [child, tail]
    return parts


def _plain(stage: etree._Element) -> None:
    """Take italics off where all of a direction is in italics: that is how directions look."""
    if is_wholly(stage, "italic"):
        for each in list(stage.iter("{*}hi")):
            if each.get("rend") == "italic":
                unwrap(each)
