"""Notes too long to move to the foot of a page in one piece go there in pieces of some lines.

WeasyPrint never breaks a footnote over pages. So a long note is laid out once by itself, cut
where its lines end, and set as several notes at one reference, each following on the last; a
page takes as many as fit, and the next page goes on with the rest (Chicago 14.33).
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element

from publish.engine import LayoutResources, lay_out
from publish.engine.places import CONTINUES, OFFSET
from publish.engine.tree import add_class, classes, insert_after, parents_of
from publish.model.printing import PrintedLine
from publish.run.cache import Cache
from publish.write.pdf.layout.cutting import cut, place_in_text
from publish.write.pdf.layout.layout_cache import key_of_tree
from publish.write.pdf.prepare.notes import BETWEEN, BLOCKS

LONG = 180
"""Notes of fewer characters, less than four lines, stay in one piece and need no measuring."""

MOST = 24
"""Lines of the notes of one word up to which they all begin on its page; of more, which a page may
not hold, the first does, and the line with the word need not go over for the others' sake."""

PIECE = 2
"""Lines in a piece: as few as may stand at the end of a page, so that a note begins on its own."""


def cut_long_notes(root: Element, resources: LayoutResources) -> None:
    """Cut the long notes at the foot of this document's pages."""
    long = [note for note in root.iter("aside") if _is_long(note)]
    if not long:
        return
    lines = _measure(long, root, resources)
    parents = parents_of(root)
    for crowd in _crowds(root):
        if sum(_count(note, lines) for note in crowd) > MOST:
            for note in crowd[1:]:
                add_class(note, "crowded")
    for note in long:
        cuts = list(cuts_of(lines.get(note.get("id", ""), [])))
        after, parent = note, parents[note]
        for piece in _pieces(note, cuts):
            insert_after(parent, after, piece)
            after = piece


def _is_long(note: Element) -> bool:
    kinds = classes(note)
    is_foot = "foot" in kinds and ("entry" not in kinds or "apart" in kinds)
    return is_foot and sum(len(part) for part in note.itertext()) > LONG


def _crowds(root: Element) -> Iterator[list[Element]]:
    """Yield the notes at the foot that one word calls, where they are several."""
    for parent in root.iter():
        crowd: list[Element] = []
        for child in parent:
            kinds = classes(child)
            if child.tag == "aside" and "foot" in kinds:
                crowd.append(child)
            elif not {"noteref", BETWEEN} & kinds:
                yield from [crowd] if len(crowd) > 1 else []
                crowd = []
            if (child.tail or "").strip():
                yield from [crowd] if len(crowd) > 1 else []
                crowd = []
        yield from [crowd] if len(crowd) > 1 else []


def _count(note: Element, lines: Mapping[str, list[PrintedLine]]) -> int:
    """Count a note's lines; one that was not measured has fewer than four."""
    return len(lines.get(note.get("id", ""), [])) or 2


def _measure(
    notes: Iterable[Element], root: Element, resources: LayoutResources
) -> dict[str, list[PrintedLine]]:
    """Lay notes out by themselves, if no earlier run has; give the lines of each."""
    html = Element("html", dict(root.attrib))
    body = Element("body", dict(root[0].attrib))
    html.append(body)
    for note in notes:
        alone = copy.deepcopy(note)
        alone.tail = None
        alone.set("class", alone.get("class", "").replace("foot", "measured"))
        for element in list(alone.iter())[1:]:
            element.attrib.pop("id", None)
        body.append(alone)
    has_pictures = any(each.tag in ("img", "svg") for each in html.iter())
    cache = Cache() if has_pictures else resources.cache
    key = key_of_tree(html, f"{resources.cache_key} notes")
    known = cache.get_object(key, dict[str, list[PrintedLine]])
    if known is not None:
        return known
    lines: dict[str, list[PrintedLine]] = {}
    for record in lay_out(html, resources).page_records:
        for line in record.lines:
            lines.setdefault(line.block, []).append(line)
    cache.put_object(key, lines)
    return lines


def cuts_of(lines: list[PrintedLine]) -> Iterable[int]:
    """Choose the offsets to cut at: every few lines, never in a word, never before a last line."""
    since = 0
    for number, line in enumerate(lines):
        is_in_word = number > 0 and lines[number - 1].text.endswith(("\u2010", "-"))
        if since >= PIECE and number < len(lines) - 1 and not is_in_word:
            yield line.start
            since = 0
        since += 1


def _pieces(note: Element, cuts: list[int]) -> Iterable[Element]:
    """Cut a note in place; yield its further pieces."""
    done = 0
    piece = note
    for at in cuts:
        whole = set(piece.iter())
        rest = cut(piece, place_in_text(piece, at - done))
        strip_end(piece)
        _mark(piece, rest, whole)
        rest.set(CONTINUES, note.get("id", ""))
        rest.set(OFFSET, str(at))
        done, piece = at, rest
        yield rest


def strip_end(piece: Element) -> None:
    """Take the space off the end, which WeasyPrint would count into the last line's width."""
    node = piece
    while len(node) and not (node[-1].tail or "").strip():
        node[-1].tail = None
        node = node[-1]
    if len(node):
        node[-1].tail = (node[-1].tail or "").rstrip()
    else:
        node.text = (node.text or "").rstrip()


def _mark(first: Element, second: Element, whole: set[Element]) -> None:
    """Have the cut leave no trace: a full last line, no indent where the text goes on.

    A cut between two blocks, such as verses, falls in none: the second is whole, as it was before.
    """
    ending, going_on = first, second
    while True:
        ended, begun = _last_block(ending), _first_block(going_on)
        if begun is not None and begun in whole:
            if ended is not None and ended.tag == begun.tag == "p":
                add_class(begun, "follows")
            return
        if ended is None or begun is None:
            break
        ending, going_on = ended, begun
    if (going_on.text or "").strip() or len(going_on) or ending is first:
        ending.set("class", f"{ending.get('class', '')} cut".strip())
        going_on.set("class", f"{going_on.get('class', '')} continued".strip())


def _last_block(element: Element) -> Element | None:
    is_last = len(element) and not (element[-1].tail or "").strip()
    return element[-1] if is_last and element[-1].tag in BLOCKS else None


def _first_block(element: Element) -> Element | None:
    is_first = len(element) and not (element.text or "").strip()
    return element[0] if is_first and element[0].tag in BLOCKS else None
