"""Speeches: paragraphs that begin with the name of who speaks, where there are many."""

from __future__ import annotations

import re

from lxml import etree

from publish.convert.cues import Cast, Cue, Form, find_cast, read_cue
from publish.convert.log import quoted
from publish.convert.look import changed, copy_look, look_of
from publish.convert.manuscript import Manuscript
from publish.convert.structure.contents import is_of_links, plain
from publish.convert.structure.heading_words import (
    is_bare_name,
    matter_kind,
    named_kind,
)
from publish.convert.tei import make, move_into, put, rename, words_of
from publish.house.division_types import NONE
from publish.model.document import local_name, tei
from publish.model.finding import Severity
from publish.model.lazy_pattern import lazy_pattern
from publish.model.tree import take_out, unwrap

LONGEST_NAME = 40
"""Characters of the name and number of an act."""
GAP = 2
"""Empty lines more than usual that part the scenes of a play."""
LONGEST_CUE = 700
"""Characters of a paragraph in which a name with its stage direction ends."""

_SPEAKER_STYLE = lazy_pattern(r"\b(speaker|character|sprecher|personaggio|personnage|rolle)\b")
_LOOKS = frozenset(["italic", "bold", "small-caps", "all-caps"])
_CAST = lazy_pattern(
    r"(the )?(dramatis person(ae|æ)|person(s|en|er|aggi|ajes|nages)|characters|cast|rollen)\b"
    r".{0,40}",
    re.IGNORECASE,
)
_SENTENCE = lazy_pattern(r"[.:]+(?=[\s_]|$)|(?=\s[—–-]\s)|$")


def open_speeches(manuscript: Manuscript) -> None:
    """Make a speech of each paragraph with a name, where a text is a play."""
    _part_poems(manuscript.body)
    texts = [block for block in manuscript.body if local_name(block) in {"p", "lg"}]
    cast = find_cast([_marked(block) for block in texts])
    if cast is None:
        return
    manuscript.cast = cast
    blocks = [block for block in manuscript.body if local_name(block) in {"p", "lg", "head"}]
    cues = [_cue(block, cast) for block in blocks]
    places = [place for place, cue in enumerate(cues) if cue and cue.name in cast.names]
    first, last = _from_first_act(blocks, places), places[-1]
    is_listing = False
    for place, block in enumerate(blocks[: last + 1]):
        heads = _take_headings(manuscript, block, cast)
        is_listing = "cast_list" in heads or (is_listing and not heads)
        cue = cues[place]
        if cue is None or place < first or is_listing or _is_title(manuscript, block):
            continue
        if cue.name in cast.names or not cue.is_alone or _is_followed(block):
            _open(block, cue)
    if not any(local_name(each) == "head" for each in manuscript.body):
        _take_after_gaps(manuscript, blocks[:last])
    message = f"taken for a play: {cast.speeches} speeches of {len(cast.names)} persons"
    manuscript.log.tell("IMP-022", message, manuscript.body, "see whether all are speeches",
                        Severity.NOTICE)  # fmt: skip


def _part_poems(body: etree._Element) -> None:
    """Let stanzas stand by themselves that each begin with a line in italics, as a name is."""
    for poem in list(body.iterchildren("{*}lg")):
        if any(_starts_with_name(stanza) for stanza in poem.iterchildren("{*}lg")):
            unwrap(poem)


def _starts_with_name(stanza: etree._Element) -> bool:
    line = stanza[0] if len(stanza) > 1 else None
    if line is None or local_name(line) != "l":
        return False
    cue = read_cue(_marked(stanza), Form.MARKED)
    return cue is not None and cue.is_alone and len(line) == 1


def _is_followed(block: etree._Element) -> bool:
    """Return whether words of a speech stand below a name that comes only once."""
    after = block.getnext()
    return after is not None and local_name(after) in {"p", "lg", "quote"}


def _is_title(manuscript: Manuscript, block: etree._Element) -> bool:
    """Return whether words that begin like a speech are a heading or the title of the play."""
    words = words_of(block)
    if matter_kind(words) is not NONE or named_kind(words) is not NONE:
        return True
    return plain(words) in {plain(manuscript.meta.title), plain(manuscript.meta.subtitle)}


def _take_after_gaps(manuscript: Manuscript, blocks: list[etree._Element]) -> None:
    """Take short lines below a gap for the scenes of a play that numbers none."""
    usual = sorted(look_of(block).lines for block in blocks)[len(blocks) // 2]
    for block in blocks:
        words = words_of(block)
        is_apart = look_of(block).lines >= usual + GAP and block.find("{*}lb") is None
        if local_name(block) != "p" or not is_apart or not 0 < len(words) <= LONGEST_NAME:
            continue
        if block.getparent() is manuscript.body and words[0] not in "[(":
            rename(block, "head")
            changed(block, level=2, lines=0)
            message = f"taken for a heading by the gap above it: {quoted(block)}"
            manuscript.log.tell("IMP-010", message, block, "make it a p, if it is none")


def _from_first_act(blocks: list[etree._Element], places: list[int]) -> int:
    """Find where speeches begin: before the first act a list of actors may look like them."""
    for number, block in enumerate(blocks[: places[-1]]):
        is_named = named_kind(words_of(block)).name in {"act", "scene"}
        if local_name(block) == "head":
            is_act = is_named and not is_of_links(block)
        else:
            is_act = _heading(block) is not None and not _is_listed(block)
        if is_act:
            before = sum(place < number for place in places)
            return number if before < 0.1 * len(places) else places[0]
    return places[0]


def _marked(block: etree._Element) -> str:
    """Read the first line of a block, with `_` around what is set apart."""
    if _SPEAKER_STYLE.search(look_of(block).style):
        return f"_{words_of(block)}_"
    if local_name(block) == "lg":
        return _marked(block[0]) if len(block) and local_name(block[0]) == "l" else ""
    text = block.text or ""
    for child in block:
        name = local_name(child)
        if name == "lb" or len(text) > LONGEST_CUE:
            break
        if name and name not in {"note", "index", "pb", "anchor"}:
            mark = "_" if _is_set_apart(child) else ""
            text += mark + words_of(child) + mark
        text += child.tail or ""
    return " ".join(text.split())


def _is_set_apart(child: etree._Element) -> bool:
    return local_name(child) == "emph" or bool(_LOOKS & set((child.get("rend") or "").split()))


def _cue(block: etree._Element, cast: Cast) -> Cue | None:
    if local_name(block) == "head" or look_of(block).kind == "stage":
        return None
    cue = cast.cue(_marked(block))
    return None if cue and local_name(block) == "lg" and not cue.is_alone else cue


def _open(block: etree._Element, cue: Cue) -> None:
    """Part a paragraph into who speaks and what is said."""
    speaker = make("speaker")
    if local_name(block) == "lg":
        _take_line(block, speaker)
    elif _SPEAKER_STYLE.search(look_of(block).style):
        move_into(speaker, block)
    elif (block.text or "").strip():
        text = (block.text or "").lstrip()
        if cue.end > len(text):
            return
        put(speaker, text[: cue.end])
        block.text = text[cue.end :].lstrip()
    elif not _take_marked(block, speaker):
        return
    speech = make("sp", speaker)
    copy_look(block, speech)
    parent = block.getparent()
    if parent is not None:
        parent.replace(block, speech)
    _take_break(block)
    if words_of(block) or len(block):
        changed(block, kind="", lines=0)
        put(speech, block)


def _take_line(stanza: etree._Element, speaker: etree._Element) -> None:
    """Take the name that stands as the first line of a stanza."""
    move_into(speaker, stanza[0])
    stanza.remove(stanza[0])
    etree.strip_tags(speaker, tei("hi"))


def _take_marked(block: etree._Element, speaker: etree._Element) -> bool:
    """Take a name that is set apart, and the mark behind it; what stands before it stays."""
    first = next((each for each in block if _is_set_apart(each)), None)
    if first is None:
        return False
    mark = re.match(r"\s*[.:]*", first.tail or "")
    behind = (mark[0] if mark else "").strip()
    first.tail = (first.tail or "")[mark.end() if mark else 0 :]
    stage = re.search(r"\s*[\[(].*$", first.text or "", re.DOTALL) if not len(first) else None
    if stage:
        first.text = (first.text or "")[: stage.start()]
        put_before = make("stage", stage[0].strip())
        put_before.tail, first.tail = first.tail, None
        first.addnext(put_before)
    first.tail = (first.tail or "").lstrip()
    if first.tail and block[0] is first:
        block.text = (block.text or "").lstrip()
    move_into(speaker, first)
    put(speaker, behind)
    take_out(first)
    etree.strip_tags(speaker, tei("hi"))
    return True


def _take_break(block: etree._Element) -> None:
    """Take line breaks away between a name and its speech, and at the end."""
    first = block[0] if len(block) else None
    if first is not None and local_name(first) == "lb" and not (block.text or "").strip():
        block.text = (first.tail or "").lstrip(" ")
        first.tail = None
        block.remove(first)
    last = block[-1] if len(block) else None
    if last is not None and local_name(last) == "lb" and not (last.tail or "").strip():
        take_out(last)


def _take_headings(manuscript: Manuscript, block: etree._Element, cast: Cast) -> set[str]:
    """Take `ACT I. SCENE II.` off the words behind it; return the kinds of what begins here."""
    words, before = words_of(block), block.getprevious()
    if _CAST.fullmatch(words.strip(" ._:")) and len(words) < 60 and local_name(block) != "lg":
        level = look_of(block).level if local_name(block) == "head" else 2
        rename(block, "head")
        changed(block, level=level, kind="cast_list")
        return {"cast_list"}
    if local_name(block) != "p":
        return {"head"} if local_name(block) == "head" else set()
    is_said = cast.is_alone and before is not None and local_name(before) == "sp"
    if (is_said and len(before) == 1) or _is_listed(block):  # type: ignore[arg-type]  # it is there
        return set()
    kinds = set()
    while (found := _heading(block)) is not None:
        _take_heading(block, *found)
        kinds.add("scene" if found[1] > 1 else "act")
    if kinds and not words_of(block) and not len(block):
        manuscript.body.remove(block)
    return kinds


def _take_heading(block: etree._Element, end: int, level: int) -> None:
    text = (block.text or "").lstrip()
    head = make("head", text[:end].strip())
    copy_look(block, head)
    changed(head, level=level, kind="")
    block.addprevious(head)
    block.text = text[end:].lstrip(" —–-")
    _take_break(block)
    changed(block, opens="", kind="stage", lines=0, at="")


def _heading(block: etree._Element) -> tuple[int, int] | None:
    """Find where the name of an act or scene ends at the beginning of a paragraph, and its rank."""
    text = (block.text or "").lstrip()
    for found in reversed(list(_SENTENCE.finditer(text[:LONGEST_NAME]))):
        words = text[: found.end()].strip()
        kind = named_kind(words)
        if kind.name in {"act", "scene"} and is_bare_name(words):
            return found.end(), 1 if kind.name == "act" else 3
    return None


def _is_listed(block: etree._Element) -> bool:
    """Return whether a line beside it names an act, too: a list of where they play."""
    found, text = _heading(block), (block.text or "").strip()
    if found is None or found[0] >= len(text):
        return False
    beside = (block.getprevious(), block.getnext())
    ranks = [_heading(each) for each in beside if each is not None and local_name(each) == "p"]
    return any(each is not None and each[1] == found[1] for each in ranks)
