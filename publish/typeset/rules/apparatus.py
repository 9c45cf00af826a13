"""Rules for critical apparatus (TEI chapter 13): the text reads on, variants stand in notes.

A note says `lemma] reading A B; reading C`, as printed editions do (Chicago 14.53 leaves it to
the field). Where the editor chose no lemma, the first reading is the text.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.model.document import local_name, tei
from publish.model.publication import XHTML
from publish.typeset.ledger import Reason
from publish.typeset.note_shapes import stands_apart
from publish.typeset.placed_lists import passage_of_list, stands_among_words
from publish.typeset.presence import BOUNDS
from publish.typeset.readings import (
    PARTS,
    READING,
    chosen_of,
    groups_of,
    has_variants,
    notes_of_entry,
    notes_on,
    part_readings,
    readings_of,
    words_of,
)
from publish.typeset.render import Rule, Typesetter
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.rules.notes import last_block, refer
from publish.typeset.run_on_entries import fill_run_on, set_words
from publish.typeset.sigla import begins_behind, set_sigla, siglum_of, sign_in
from publish.typeset.xhtml import H, add_class, classes, ending

_CLOSING = '“”"»«›‹’'
"""Marks behind the words that a remark is on, which do not repeat them."""

LONGEST_LEMMA = 6
"""Words; of a longer lemma, the note quotes the first and the last ones."""


def set_entry(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set one `app`: its lemma in the text, its other readings in a note.

    The text of one that `standOff` keeps has its lemma already.
    """
    parent = element.getparent()
    place = typesetter.book.note_plan.moved.get(element)
    if place is not None:
        if element in typesetter.walk.tied and element not in typesetter.walk.reference_of:
            _set_tied(element, place, into, typesetter)
        return
    if parent is not None and local_name(parent) == "listApp":
        _set_listed(element, into, typesetter)
        return
    chosen = chosen_of(element)
    if chosen is not None and not _is_said(element, chosen, into):
        _begin(element, into, typesetter)
        typesetter.one(chosen, into)
    typesetter.rest(element, into, *PARTS)
    if not has_variants(element, chosen, typesetter):
        for reading in element.iterchildren(*map(tei, ("lem", "rdg", "rdgGrp", "wit"))):
            typesetter.leave_out(reading, Reason.OTHER_READING)
        return
    if stands_apart(element):
        block = last_block(into)
        if block is None:
            _fill(element, typesetter.open(into, "aside", None, "note-block apparatus"), typesetter)
            return
        into = block
    if _is_in_reading(into):
        _set_within(element, into, typesetter)
        return
    refer(element, into, typesetter, fill=_filling(typesetter))


def _is_in_reading(into: etree._Element) -> bool:
    return any(READING in classes(outer) for outer in (into, *into.iterancestors()))


def _set_within(entry: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an entry on words of a reading behind them, in brackets, as no note stands on a note."""
    typesetter.trim(into)
    typesetter.say(into, " (")
    inner = typesetter.open(into, "span", None, "inner-entry")
    fill_run_on(entry, inner, typesetter)
    typesetter.say(into, ")")


def _filling(typesetter: Typesetter) -> Rule:
    return fill_run_on if typesetter.book.has_bands else _fill


def _begin(entry: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Leave a place to name where the words of an entry begin, which no mark calls."""
    if typesetter.book.has_bands and not stands_apart(entry):
        name = typesetter.out.ids.fresh(f"{typesetter.part.name}-words")
        typesetter.open(into, "span").set("id", name)
        typesetter.walk.begins[entry] = name


def _set_tied(
    entry: etree._Element, place: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    if has_variants(entry, chosen_of(entry), typesetter):
        _begin_where_named(entry, typesetter)
        refer(entry, into, typesetter, fill=_filling(typesetter), behind=place)
    else:
        typesetter.leave_out(entry, Reason.OTHER_READING)


def _begin_where_named(entry: etree._Element, typesetter: Typesetter) -> None:
    for identifier in typesetter.book.survey.targets(entry, "from")[:1]:
        typesetter.walk.begins[entry] = typesetter.out.ids.of(identifier)


def _is_said(entry: etree._Element, chosen: etree._Element, into: etree._Element) -> bool:
    """Return whether the text before an entry has its lemma already.

    So it is where an entry says which words of the text it is about (TEI chapter 13.2.1, 13.2.2).
    """
    if not entry.get("from") and not entry.get("loc"):
        return _is_repeated(entry, chosen, into)
    words, said = words_of(chosen), " ".join("".join(map(str, into.itertext())).split())
    start = len(said) - len(words)
    return bool(words) and said.endswith(words) and not said[max(0, start - 1) : start].isalnum()


def _is_repeated(entry: etree._Element, chosen: etree._Element, into: etree._Element) -> bool:
    """Return whether an editor's remark repeats the words that it stands right behind.

    `nach<app><lem>schon dem Titel nach</lem><note/></app>` is a note on them, and no other reading;
    of long ones the first and the last stand there (`<lem>Druck ... beginnen</lem>`).
    """
    said = "".join(map(str, into.itertext()))
    is_long = len(words_of(chosen).split()) > 1
    if entry.find(tei("rdg")) is not None or not (said[-1:].strip() or is_long):
        return False
    said = " ".join(said.split()).rstrip(_CLOSING)
    first, *rest = re.split(r"\s*(?:\.\.\.|…)\s*", words_of(chosen))
    last = rest[-1] if rest else first
    start = len(said) - len(last)
    is_last = bool(last) and said.endswith(last) and not said[max(0, start - 1) : start].isalnum()
    return is_last and first in said


def _fill(entry: etree._Element, body: etree._Element, typesetter: Typesetter) -> None:
    """Write an entry into a note: the lemma, each other reading, the editor's notes."""
    _set_all(entry, body, typesetter, quotes_lemma=True)


def _set_all(
    entry: etree._Element, body: etree._Element, typesetter: Typesetter, *, quotes_lemma: bool
) -> None:
    chosen = chosen_of(entry)
    is_listed = chosen is not None and chosen not in typesetter.walk.ledger.whole
    like, others = part_readings(entry, chosen, typesetter)
    for reading in like:
        typesetter.leave_out(reading, Reason.OTHER_READING)
    is_varied = bool(like or others)
    if any(words_of(r) or r.find(f".//{tei('note')}") is not None for r in readings_of(entry)):
        line = typesetter.open(body, "p", None, "apparatus")
        has_notes = chosen is not None and bool(notes_on(chosen, typesetter))
        is_quoted = is_listed or (quotes_lemma and (is_varied or has_notes))
        if is_quoted and chosen is not None and words_of(chosen):
            _quote_lemma([chosen, *like], line, typesetter, is_whole=is_listed)
            _say_notes(chosen, line, typesetter)
            typesetter.say(line, "] " if others else "")
        elif chosen is None:
            _quote_place(entry, line, typesetter)
        for number, reading in enumerate(others):
            typesetter.say(line, "; " if number else "")
            _set_reading(reading, line, typesetter)
        if len(line) == 0:
            body.remove(line)
    _set_stray(entry, body, typesetter)
    left = (note for reading in readings_of(entry) for note in notes_on(reading, typesetter))
    unsaid = [note for note in left if note not in typesetter.walk.tied]
    for note in [*unsaid, *notes_of_entry(entry, typesetter)]:
        typesetter.walk.tied.add(note)
        typesetter.children(note, typesetter.open(body, "div", note, "apparatus-note"))


def _quote_place(entry: etree._Element, line: etree._Element, typesetter: Typesetter) -> None:
    """Quote the word of the text that an entry without a lemma is on (`@from` alone)."""
    place = typesetter.book.note_plan.moved.get(entry)
    words = words_of(place) if place is not None and entry.get("from") else ""
    if words and not entry.get("to") and len(words.split()) <= LONGEST_LEMMA:
        typesetter.say(typesetter.open(line, "span", None, "lemma"), words)
        typesetter.say(line, "] ")


def _set_stray(entry: etree._Element, body: etree._Element, typesetter: Typesetter) -> None:
    """Set what stands in an entry beside its readings and notes: no word of it is lost.

    So do the description of a group of notes, and witnesses that no reading stands before.
    """
    groups = list(groups_of(entry))
    for group in groups:
        typesetter.rest(group, body, *PARTS)
    for witnesses in (wit for group in (entry, *groups) for wit in group.iterchildren(tei("wit"))):
        if witnesses not in typesetter.walk.ledger.left_out and words_of(witnesses):
            line = typesetter.open(body, "p", witnesses, "apparatus")
            typesetter.say_as(witnesses, line, words_of(witnesses))


def _quote_lemma(
    readings: list[etree._Element], line: etree._Element, typesetter: Typesetter, *, is_whole: bool
) -> None:
    """Quote a lemma from the text; one that stands in no text is set here, whole."""
    chosen = readings[0]
    if is_whole:
        made = typesetter.open(line, "span", chosen, "lemma")
        typesetter.children(chosen, made)
        typesetter.trim(made)
    else:
        words = words_of(chosen).split()
        if len(words) > LONGEST_LEMMA:
            words = [*words[:2], "…", *words[-2:]]
        typesetter.say(typesetter.open(line, "span", None, "lemma"), " ".join(words))
    set_sigla(readings, line, typesetter)


def _set_reading(reading: etree._Element, line: etree._Element, typesetter: Typesetter) -> None:
    set_words(reading, line, typesetter)
    set_sigla([reading], line, typesetter)
    _say_notes(reading, line, typesetter)


def _say_notes(reading: etree._Element, line: etree._Element, typesetter: Typesetter) -> None:
    """Set what the editor says of one reading behind it, in brackets."""
    for note in notes_on(reading, typesetter):
        typesetter.walk.tied.add(note)
        typesetter.say(line, " (")
        made = typesetter.open(line, "span", note, "reading-note")
        blocks = [child for child in note if local_name(child) in {"p", "ab"}]
        if len(blocks) == 1 and not words_of(note).removeprefix(words_of(blocks[0])):
            note = blocks[0]
        typesetter.children(note, made)
        typesetter.trim(made)
        typesetter.say(line, ")")


def _set_listed(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an entry of an apparatus that stands apart from its text, with the place it is on."""
    made = typesetter.open(into, "div", element, "app-entry")
    lemma = element.find(tei("lem"))
    is_long = lemma is not None and len(words_of(lemma).split()) > LONGEST_LEMMA
    if lemma is not None and is_long:
        line = typesetter.open(made, "p", None, "lemma")
        typesetter.children(lemma, line)
        set_sigla([lemma], line, typesetter)
        _say_notes(lemma, line, typesetter)
    _set_all(element, made, typesetter, quotes_lemma=not is_long)
    _begin_with_place(made, (element.get("loc") or element.get("n") or "").strip())


def set_list(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a list of entries where it stands; one on a passage goes to the foot with the others."""
    is_placed = typesetter.book.has_bands and passage_of_list(element) is not None
    block = into if stands_among_words(element) else last_block(into)
    if not is_placed or block is None:
        set_witnesses(element, into, typesetter)
        return
    typesetter.rest(element, into, "app", "listApp")
    for child in element.iterchildren(etree.Element):
        if local_name(child) == "listApp":
            set_list(child, into, typesetter)
        elif child in typesetter.book.note_plan.moved:
            typesetter.one(child, into)
        elif local_name(child) == "app":
            if block is not into:
                _begin_with_block(child, into, block, typesetter)
            refer(child, block, typesetter, fill=fill_run_on)


def _begin_with_block(
    entry: etree._Element, into: etree._Element, block: etree._Element, typesetter: Typesetter
) -> None:
    """Let an entry without a lemma be on the whole of the passage that its list stands behind."""
    if entry.find(tei("lem")) is not None:
        return
    whole = next(made for made in (block, *block.iterancestors()) if made.getparent() is into)
    name = whole.get("id") or typesetter.out.ids.fresh(f"{typesetter.part.name}-passage")
    whole.set("id", name)
    typesetter.walk.begins[entry] = name


def _begin_with_place(made: etree._Element, place: str) -> None:
    """Put the place that an entry is on before its first words, in their line."""
    if not place:
        return
    span = etree.Element(f"{{{XHTML}}}span", {"class": "app-place"})
    span.text = place
    first = next(iter(made), None)
    holder = made if first is None or _holds_blocks(first) else first
    span.tail, holder.text = f" {(holder.text or '').lstrip()}", None
    holder.insert(0, span)


def _holds_blocks(block: etree._Element) -> bool:
    return any(local_name(child) in {"p", "div", "ul", "ol", "table"} for child in block)


def drop(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Leave out what the notes of an apparatus say already."""
    typesetter.leave_out(element, Reason.OTHER_FORM)


def set_witnesses(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the list of witnesses with the signs by which the notes call them."""
    made = typesetter.open(into, "div", element, "witnesses")
    typesetter.children(element, made)


def set_witness(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set one witness: its sign, then what the list says of it."""
    made = typesetter.open(into, "div", element, "witness")
    name = siglum_of(element)
    if name and not words_of(element).startswith(name):
        typesetter.open(made, "i", None, "sigla").text = name
        typesetter.say(made, " ")
    sign = sign_in(element)
    if sign is None or sign.getparent() is not element:
        typesetter.children(element, made)
    else:
        typesetter.say_text(element, made, str.lstrip)
        for child in element:
            is_sign = child is sign
            typesetter.one(child, typesetter.open(made, "i", None, "sigla") if is_sign else made)
            if is_sign and begins_behind(child):
                typesetter.say(made, " ")
            typesetter.say_tail(child, made)
    _begin_with_sign(made)


_BLOCKS = frozenset({H + "p", H + "div"})


def _begin_with_sign(witness: etree._Element) -> None:
    """Have a sign stand in the first line of the paragraphs that describe its witness."""
    sign = next(iter(witness), None)
    if sign is None or "sigla" not in classes(sign) or (witness.text or "").strip():
        return
    block = sign.getnext()
    if block is None or (sign.tail or "").strip() or block.tag not in _BLOCKS:
        return
    while block.tag != H + "p" and len(block) and not (block.text or "").strip():
        block = block[0]
    if block.tag in _BLOCKS:
        add_class(block, "with-siglum")
        sign.tail = f" {(block.text or '').lstrip()}"
        block.text = None
        block.insert(0, sign)


def set_bound(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Say in a note where a witness begins or breaks off; the text itself shows nothing."""
    if _is_in_reading(into):
        if ending(into)[-1:].strip():
            typesetter.say(into, " ")
        typesetter.say(typesetter.open(into, "i", None, "omitted"), BOUNDS[local_name(element)])
        if (element.tail or "").strip() and not (element.tail or "")[:1].isspace():
            typesetter.say(into, " ")


RULES = {
    **dict.fromkeys(BOUNDS, set_bound),
    "app": set_entry,
    **dict.fromkeys("lem rdg rdgGrp".split(), set_as_surroundings),
    **dict.fromkeys("wit witDetail".split(), drop),
    "listWit": set_witnesses,
    "witness": set_witness,
    "listApp": set_list,
}
