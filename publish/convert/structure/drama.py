"""Plays: paragraphs that begin with the name of who speaks, where there are many."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from publish.convert.look import copy_look, look_of
from publish.convert.manuscript import Manuscript
from publish.convert.structure.headings import is_wholly
from publish.convert.tei import make, put, whole_text, words_of
from publish.model.document import local_name
from publish.model.finding import Severity

FEWEST = 12
"""Speeches that a play has at least."""
SHARE = 0.35
"""Of all paragraphs and verses."""

_NAME = r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-ZÀ-ÖØ-ÞĀ-Ž0-9.’' -]{1,30}"
_CAPITALS = re.compile(rf"({_NAME})(\s*[([][^)\]]{{1,80}}[)\]])?\s*([.:—–-]+)(?=\s|$)")
_ALONE = re.compile(rf"({_NAME})(\s*[([][^)\]]{{1,80}}[)\]])?\s*[.:]?")
_STAGE = re.compile(r"\s*[\[(].*[\])][.]?\s*", re.DOTALL)
_SPEAKER_STYLE = re.compile(r"\b(speaker|character|sprecher|personaggio|personnage|rolle)\b")


def find_drama(manuscript: Manuscript) -> None:
    """Make speeches, where a text is a play."""
    blocks = [block for block in manuscript.body if local_name(block) in {"p", "lg"}]
    in_line = Counter(name for block in blocks if (name := _speaker(block, is_alone=False)))
    alone = Counter(name for block in blocks if (name := _speaker(block, is_alone=True)))
    is_alone = _repeated(alone) > 2 * _repeated(in_line)
    names = alone if is_alone else in_line
    if _repeated(names) < FEWEST or _repeated(names) < SHARE * len(blocks):
        return
    known = {name for name, count in names.items() if count > 1}
    speech: etree._Element | None = None
    for block in list(manuscript.body):
        if local_name(block) not in {"p", "lg"}:
            speech = None
        elif _speaker(block, is_alone=is_alone) in known:
            speech = _open(block)
        elif _is_aside(block):
            speech = _set_stage(block, speech)
        elif speech is not None:
            put(speech, block)
    message = f"taken for a play: {_repeated(names)} speeches of {len(known)} persons"
    manuscript.log.tell("IMP-022", message, manuscript.body, "see whether all are speeches",
                        Severity.NOTICE)  # fmt: skip


def _repeated(names: Counter[str]) -> int:
    return sum(count for count in names.values() if count > 1)


def _speaker(block: etree._Element, *, is_alone: bool) -> str:
    """Return the name that a block begins with, or is; empty where there is none."""
    if local_name(block) != "p":
        return ""
    words = words_of(block)
    if _SPEAKER_STYLE.search(look_of(block).style):
        return words
    if is_alone:
        alone = _ALONE.fullmatch(words) if len(words) < 60 else None
        return alone[1].strip(" .") if alone else ""
    found = _CAPITALS.match(words)
    if found:
        return found[1].strip(" .")
    first = block[0] if len(block) and not (block.text or "").strip() else None
    if first is not None and local_name(first) == "hi" and _is_marked(first):
        name = words_of(first).strip(" .:")
        return name if 1 < len(name) < 31 and name[:1].isupper() else ""
    return ""


def _is_marked(first: etree._Element) -> bool:
    rend = set((first.get("rend") or "").split())
    ends = words_of(first).endswith((".", ":")) or (first.tail or "").lstrip()[:1] in {":", "."}
    return bool(rend & {"small-caps", "bold", "all-caps"}) and ends


def _is_aside(block: etree._Element) -> bool:
    """Return whether a block is a stage direction: in brackets, or in italics as a whole."""
    if local_name(block) != "p":
        return False
    words = words_of(block)
    return bool(_STAGE.fullmatch(words)) or (is_wholly(block, "italic") and len(words) < 600)


def _set_stage(block: etree._Element, speech: etree._Element | None) -> etree._Element | None:
    stage = make("stage", block.text or "")
    stage.extend(list(block))
    copy_look(block, stage)
    parent = block.getparent()
    if parent is not None and speech is None:
        parent.replace(block, stage)
    elif parent is not None and speech is not None:
        parent.remove(block)
        put(speech, stage)
    return speech


def _open(block: etree._Element) -> etree._Element:
    """Part a paragraph into who speaks and what is said."""
    speech = make("sp")
    copy_look(block, speech)
    parent = block.getparent()
    if parent is not None:
        parent.replace(block, speech)
    found = _CAPITALS.match(block.text or "")
    if found:
        put(speech, make("speaker", found[1] + found[3]))
        block.text = (block.text or "")[found.end() :].lstrip()
        if found[2]:
            block.text, stage = None, make("stage", found[2].strip())
            stage.tail = " " + (found.string[found.end() :]).lstrip()
            block.insert(0, stage)
    elif _is_name_first(block):
        first = block[0]
        mark = re.match(r"\s*[.:]?\s*", first.tail or "")
        speaker = make("speaker", whole_text(first) + (mark[0].strip() if mark else ""))
        block.text = (first.tail or "")[mark.end() if mark else 0 :]
        block.remove(first)
        put(speech, speaker)
    else:
        speaker = make("speaker", block.text or "")
        speaker.extend(list(block))
        put(speech, speaker)
        return speech
    if words_of(block) or len(block):
        put(speech, block)
    return speech


def _is_name_first(block: etree._Element) -> bool:
    return (
        not (block.text or "").strip()
        and len(block) > 0
        and local_name(block[0]) == "hi"
        and bool((block[0].tail or "").strip() or len(block) > 1)
    )
