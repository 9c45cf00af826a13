"""Set a translation in step with its original: each passage beside or behind the one it translates.

The original keeps its parts, sections and headings; each of its passages becomes a row of two, and
what translates it moves there, with its notes. What is left of a translation's parts is nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import filterfalse, islice

from lxml import etree

from publish.house.note_signs import LETTERS, count_signs
from publish.model.document import XML_LANG
from publish.model.publication import Part
from publish.model.tree import take_out, unwrap
from publish.typeset.headings import HEADING_TAGS
from publish.typeset.ids import IdRegistry
from publish.typeset.parallel_texts import HEADING, ORIGINAL, ROW_MARK, TRANSLATION
from publish.typeset.planned import Planned
from publish.typeset.textparts import UNIT
from publish.typeset.xhtml import H, add_class, classes, has_content, make

IN_STEP, ROW = "in-step", "in-step-row"
Made = tuple[Planned, Part | None]


def set_in_step(made: list[Made], look: str, ids: IdRegistry) -> list[Made]:
    """Pair the passages of all parts; `look` is what the edition asks for, such as `facing`.

    Paragraphs, verses and lines of stones get ids: a page may begin in or with any of them.
    """
    parts = [part for _, part in made if part is not None]
    translations = [part for part in parts if _marks(part.body, TRANSLATION)]
    originals = [part for part in parts if _marks(part.body, ORIGINAL)]
    rows = dict.fromkeys(_row(e) for part in originals for e in _marks(part.body, ORIGINAL))
    if not translations or not rows:
        return made
    in_order = sorted(rows, key=_place)
    answers: dict[str, list[etree._Element]] = {}
    for part in translations:
        for row, piece in list(_taken_out(part)):
            own = next((r for r in (row, row.rstrip(HEADING)) if r in rows), "")
            found = own or _nearest(row, in_order) or next(iter(rows))
            answers.setdefault(found, []).append(piece)
    for part in originals:
        _pair(part, answers, look)
    _move_notes(parts)
    for part in originals:
        _name_blocks(part, ids)
    gone = [part for part in translations if not has_content(part.body)]
    return [(plan, None if part in gone else part) for plan, part in made]


def _marks(tree: etree._Element, side: str) -> list[etree._Element]:
    return [e for e in tree.iter(etree.Element) if (e.get(ROW_MARK) or "").startswith(side)]


def _row(marked: etree._Element) -> str:
    return (marked.get(ROW_MARK) or "")[1:]


def _nearest(row: str, in_order: list[str]) -> str:
    """Return the last passage of the original that a passage is not before; empty for none."""
    place = bisect_right(in_order, _place(row), key=_place)
    return in_order[place - 1] if place else ""


def _place(row: str) -> tuple[int, bool]:
    return int(row.rstrip(HEADING)), not row.endswith(HEADING)


def _taken_out(part: Part) -> Iterator[tuple[str, etree._Element]]:
    """Take the blocks of translations out of a part; what has no mark goes with its neighbours."""
    around_originals = {a for e in _marks(part.body, ORIGINAL) for a in e.iterancestors()}
    while marks := _marks(part.body, TRANSLATION):
        yield from _taken_from(_root_of(marks[0], part, around_originals), part)


def _taken_from(root: etree._Element, part: Part) -> Iterator[tuple[str, etree._Element]]:
    language, direction = _said_of(root, part)
    waiting: list[etree._Element] = []
    row = ""
    for block in list(_blocks_below(root)):
        row = _row(block) if ROW_MARK in block.attrib else row
        piece = _detached(block)
        for name, value in (("lang", language), (XML_LANG, language), ("dir", direction)):
            if value and name not in piece.attrib:
                piece.set(name, value)
        waiting.append(piece)
        if row and not _is_anchor(piece):
            yield from ((row, each) for each in waiting)
            waiting = []
    yield from ((row, each) for each in waiting if row)
    if root is not part.body and not has_content(root):
        take_out(root)


def _is_anchor(piece: etree._Element) -> bool:
    return piece.tag == H + "span" and not has_content(piece)


def _root_of(
    first: etree._Element, part: Part, around_originals: set[etree._Element]
) -> etree._Element:
    """Find the largest division of a part that holds a translation's first words, no original."""
    root = first
    while root is not part.body:
        around = root.getparent()
        if around is None or around in around_originals:
            break
        root = around
    return root


def _said_of(root: etree._Element, part: Part) -> tuple[str, str]:
    """Return the language of a translation, and the direction where its elements say one."""
    inside = [e for e in (root, *root.iterdescendants(H + "section")) if e.get("lang")]
    language = str(inside[0].get("lang")) if inside else part.lang
    return language, str(inside[0].get("dir") or "") if inside else ""


def _blocks_below(section: etree._Element) -> Iterator[etree._Element]:
    """Yield the blocks of divisions in reading order, and anchors for the divisions' own ids."""
    if section.tag != H + "section" and not _holds_marks(section):
        yield section
        return
    identifier = section.attrib.pop("id", "")
    if identifier:
        anchor = make("span")
        anchor.set("id", str(identifier))
        section.insert(0, anchor)
    for child in list(section):
        yield from _blocks_below(child)


def _holds_marks(block: etree._Element) -> bool:
    return any(ROW_MARK in inner.attrib for inner in block.iterdescendants(etree.Element))


def _detached(block: etree._Element) -> etree._Element:
    block.attrib.pop(ROW_MARK, "")
    take_out(block)
    return block


def _pair(part: Part, answers: dict[str, list[etree._Element]], look: str) -> None:
    """Make rows of a part's passages, each with what translates it."""
    add_class(part.body, IN_STEP, f"{IN_STEP}-{look}")
    for unit in [e for e in part.body.iter(H + "section") if UNIT in classes(e)]:
        _dissolve(unit)
    for holder in dict.fromkeys(e.getparent() for e in _marks(part.body, ORIGINAL)):
        for row, blocks in list(_runs(holder)) if holder is not None else ():
            answer = answers.pop(row, [])
            heads = _heads_alone(blocks, answer)
            if heads:
                _set_beside(blocks[0], [], answer[:heads])
            _set_beside(blocks[0], blocks, answer[heads:])
    for element in _marks(part.body, ORIGINAL):
        del element.attrib[ROW_MARK]
    _close_behind_headings(part.body)
    _level_stanzas(part.body)


def _close_behind_headings(body: etree._Element) -> None:
    """Have no indent behind a heading, though passages stand between (Bringhurst 2.3.1)."""
    is_behind = [False, False]
    for row in (e for e in body.iter(H + "div") if ROW in classes(e)):
        for number, cell in enumerate(row):
            first = next((e for e in cell if e.tag == H + "p"), None)
            if is_behind[number] and first is not None:
                add_class(first, "flush")
            if len(cell):
                is_behind[number] = cell[-1].tag in HEADING_TAGS


def _level_stanzas(body: etree._Element) -> None:
    """Have what stands beside a stanza begin as far below what is above it."""
    for row in (e for e in body.iter(H + "div") if ROW in classes(e)):
        firsts = [first for cell in row for first in islice(filterfalse(_is_anchor, cell), 1)]
        if any("lg" in classes(first) for first in firsts):
            for first in firsts:
                if "lg" not in classes(first):
                    add_class(first, "beside-stanza")


def _dissolve(unit: etree._Element) -> None:
    """Have the blocks of a section stand in its chapter: several may be one passage."""
    for block in unit:
        for name in ("lang", XML_LANG, "dir"):
            if unit.get(name) and name not in block.attrib:
                block.set(name, str(unit.get(name)))
    identifier = unit.get("id")
    first = next(iter(unit), None)
    if identifier and first is not None and not first.get("id"):
        first.set("id", identifier)
    elif identifier:
        anchor = make("span")
        anchor.set("id", identifier)
        unit.insert(0, anchor)
    unwrap(unit)


def _runs(holder: etree._Element) -> Iterator[tuple[str, list[etree._Element]]]:
    """Yield the blocks of each passage of a division; inner divisions end one."""
    run: list[etree._Element] = []
    row = ""
    for child in holder:
        begins = (child.get(ROW_MARK) or "").startswith(ORIGINAL) and _row(child) != row
        is_inner = child.tag == H + "section"
        if row and (begins or is_inner):
            yield row, run
            run, row = [], ""
        if is_inner:
            run = []
        else:
            row = _row(child) or row
            run.append(child)
    if row:
        yield row, run


def _heads_alone(blocks: list[etree._Element], answer: list[etree._Element]) -> int:
    """Count the headings that a translation's passage begins with, where the original has none.

    They are a row of their own, so that the words of both begin level.
    """
    if any(block.tag in HEADING_TAGS for block in blocks):
        return 0
    count = next((n for n, e in enumerate(answer) if not _is_head_or_anchor(e)), 0)
    return count if any(e.tag in HEADING_TAGS for e in answer[:count]) else 0


def _is_head_or_anchor(piece: etree._Element) -> bool:
    return piece.tag in HEADING_TAGS or _is_anchor(piece)


def _set_beside(
    place: etree._Element, blocks: list[etree._Element], answer: list[etree._Element]
) -> None:
    made, original, translation = make("div", ROW), make("div", "original"), make("div")
    translation.set("class", "translation")
    place.addprevious(made)
    made.extend([original, translation])
    original.extend(blocks)
    translation.extend(answer)
    languages = {piece.get("lang") for piece in answer}
    if len(languages) == 1:
        for name in ("lang", XML_LANG, "dir"):
            values = {piece.attrib.pop(name, "") for piece in answer}
            if any(values):
                translation.set(name, str(max(values)))


def _name_blocks(part: Part, ids: IdRegistry) -> None:
    for block in part.body.iter(H + "p", H + "div"):
        is_block = block.tag == H + "p" or not classes(block).isdisjoint({"l", "stone-line"})
        if is_block and not block.get("id"):
            block.set("id", ids.fresh(f"{part.name}-line"))


def _move_notes(parts: list[Part]) -> None:
    """Have each part hold the notes whose marks it has, in their order."""
    note_of = {note.ref_id: note for part in parts for note in part.notes}
    for part in parts:
        marks = (str(e.get("id")) for e in part.body.iter(H + "a"))
        part.notes = [note_of[mark] for mark in marks if mark in note_of]
        _tell_apart(part)


def _tell_apart(part: Part) -> None:
    """Letter the notes of a translation, where those of its original have numbers.

    Where the manuscript letters those of the original, they are told apart as they are.
    """
    marks: dict[str, list[etree._Element]] = {}
    lettered: set[str] = set()
    for mark in part.body.iter(H + "a"):
        target = (mark.get("href") or "")[1:]
        marks.setdefault(target, []).append(mark)
        if any("translation" in classes(e) for e in mark.iterancestors(H + "div")):
            lettered.add(target)
    numbered = [note for note in part.notes if not note.series and note.passage is None]
    notes = [note for note in numbered if note.id in lettered]
    others = [note for note in numbered if note.id not in lettered]
    if not others or any(note.label.isalpha() for note in others):
        return
    for note, label in zip(notes, count_signs([""] * len(notes), LETTERS), strict=True):
        note.series, note.label = LETTERS, label
        for mark in marks[note.id]:
            mark.text = label
