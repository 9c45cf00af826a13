"""Rules for notes (TEI chapter 3.9): each is held apart from the text, its mark left in place.

`note_plan.py` has decided before which notes go elsewhere; here they are set, in one of four
ways: with a mark where they stand or are pointed at; with a mark behind the block before them;
in the line, where `@place` asks for it; as a block of their own, where nothing refers to them.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.house.language.tag import language_tag
from publish.house.note_signs import series_of
from publish.model.document import XML_ID, XML_LANG, local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import XHTML, Note, NotePlace
from publish.typeset.bands import passage_of
from publish.typeset.entry_parts import ENTRY_PARTS, brackets_for, fill_part
from publish.typeset.ledger import Ledger, Reason
from publish.typeset.note_shapes import Reference, is_empty, label_in, stands_apart
from publish.typeset.note_targets import HEADNOTE
from publish.typeset.render import EPUB_TYPE, Rule, Typesetter
from publish.typeset.rules.spoken import is_of_record, set_line_of_record
from publish.typeset.run_on_entries import run_on
from publish.typeset.stanza_numbers import number_in
from publish.typeset.xhtml import BLOCKS, end_with, ending, has_content

_MARGIN = frozenset("m mg left right inner outer opposite side sidenote leftmargin".split())
_END = frozenset("end back endnote endnotes rear endofdiv".split())
_FOOT = frozenset("foot footer footnote bottom bot lower page".split())
_IN_LINE = frozenset("inline text intext inside interlinear body block inspace display".split())
_PAGE_NUMBERS = frozenset("foliation foliatio pagination folio pagenum pagenumber".split())
_PAGE_NUMBER = lazy_pattern(
    r"\W*(?:pp?|ff?|fol|bl|s)?\W*[\divxlc]{1,6}\s*[rvab]?\W*", re.IGNORECASE
)
_CLOSES_UP = frozenset(",.;:!?)]}»”’…、。，；：！？）」』،؛؟")
_OWN_LABEL = lazy_pattern(r"\s*(?:\(?(\d{1,3})\)|\[(\d{1,3})\]|([*†‡]+)\)?)\s*")


def set_note(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a `note` where it is met, or leave it out where it goes elsewhere."""
    plan = typesetter.book.note_plan
    if element in plan.at_pointer:
        refer(plan.at_pointer[element], into, typesetter, element)
    elif element in plan.moved or is_empty(element):
        return
    elif _numbers_a_page(element):
        typesetter.leave_out(element, Reason.SOURCE_PAGE)
    elif number_in(element):
        typesetter.leave_out(element, Reason.OTHER_FORM)
    elif _is_continuation(element) and typesetter.walk.last_reference is not None:
        fill_note(element, typesetter.walk.last_reference.note.body, typesetter)
    elif is_of_record(element, typesetter):
        set_line_of_record(element, into, typesetter)
    elif place_of(element) is None:
        _set_in_line(element, into, typesetter)
    elif not stands_apart(element):
        refer(element, into, typesetter)
    else:
        _set_between_blocks(element, into, typesetter)


def _numbers_a_page(note: etree._Element) -> bool:
    """Return whether a note is but the source's number of a leaf or page, as `fw` is (TEI 11.6)."""
    if (note.get("type") or "").lower() not in _PAGE_NUMBERS:
        return False
    return bool(_PAGE_NUMBER.fullmatch("".join(map(str, note.itertext())).strip()))


def place_of(note: etree._Element) -> NotePlace | None:
    """Read `@place`, or else `@type`; None is for a note set in the line.

    One in a dictionary's entry is a part of the entry (TEI chapter 10.3.6).
    """
    for written in (note.get("place"), note.get("type")):
        for word in re.split(r"[^a-z]+", (written or "").lower()):
            if word in _IN_LINE:
                return None
            if word in _MARGIN or word.startswith("marg"):
                return NotePlace.MARGIN
            if word in _END:
                return NotePlace.END
            if word in _FOOT:
                return NotePlace.FOOT
    around = note.getparent()
    if around is not None and (local_name(around) in ENTRY_PARTS or _is_remark(note)):
        return None
    return NotePlace.FOOT


def _is_remark(note: etree._Element) -> bool:
    """Return whether a note of a catalogue or reference brings its own brackets.

    It is read in the line, as the Bodleian's catalogue prints `(full digital facsimile)`.
    """
    words = "".join(map(str, note.itertext())).strip()
    is_in_brackets = (words[:1], words[-1:]) in {("(", ")"), ("[", "]")}
    around = (tei("msDesc"), tei("bibl"), tei("biblStruct"))
    return (
        is_in_brackets and not note.get("n") and next(note.iterancestors(*around), None) is not None
    )


def refer(
    note: etree._Element,
    into: etree._Element,
    typesetter: Typesetter,
    pointer: etree._Element | None = None,
    fill: Rule | None = None,
    behind: etree._Element | None = None,
) -> None:
    """Append the mark of a note to `into`; the first mark takes the note into the part.

    `fill` makes the note's text of an element that is no `note`; `behind` is what the mark
    follows, where the note itself stands elsewhere.
    """
    reference = typesetter.walk.reference_of.get(note)
    is_first = reference is None
    source = next(e for e in (pointer, behind, note) if e is not None)
    mark = _make_mark(source, into, typesetter)
    if (
        is_first
        and pointer is not None
        and typesetter.book.note_plan.moved.get(note) is not pointer
    ):
        _refer_ahead(note, pointer, mark, typesetter)
        return
    if reference is None:
        reference = _take_in(note, typesetter, pointer)
    mark.set("href", f"#{reference.note.id}")
    if is_first:
        mark.set("id", reference.note.ref_id)
    elif pointer is not None:
        typesetter.carry(pointer, mark)
    mark.text = reference.note.label
    reference.marks.append(mark)
    if is_first:
        _render_body(note, reference, typesetter, fill or fill_note)


def _refer_ahead(
    note: etree._Element, pointer: etree._Element, mark: etree._Element, typesetter: Typesetter
) -> None:
    """Make a mark of a note that another call, further on, takes into its part."""
    typesetter.carry(pointer, mark)
    mark.set("href", f"#{typesetter.out.ids.of(note.get(XML_ID) or '')}")
    mark.text = "".join(map(str, pointer.itertext())).strip() or note.get("n") or "*"
    typesetter.walk.links_to_notes.append((mark, note))


def _take_in(
    note: etree._Element, typesetter: Typesetter, pointer: etree._Element | None
) -> Reference:
    """Make the Note, as yet without its text, which may hold further notes."""
    names, part = typesetter.out.ids, typesetter.part.name
    own_id, mark_id = note.get(XML_ID), pointer.get(XML_ID) if pointer is not None else None
    made = Note(
        id=(names.take(own_id) if own_id else "") or names.fresh(f"{part}-note"),
        ref_id=(names.take(mark_id) if mark_id else "") or names.fresh(f"{part}-ref"),
        label="",
        place=place_of(note) or NotePlace.FOOT,
        body=etree.Element(f"{{{XHTML}}}div"),
    )
    made.passage = passage_of(note, typesetter)
    hands = f"{note.get('type') or ''} {note.get('resp') or ''}"
    made.series = series_of(hands, typesetter.book.edition.text.note_series)
    reference = Reference(made, _sign_of(note, pointer))
    typesetter.walk.reference_of[note] = reference
    typesetter.part.references.append(reference)
    typesetter.part.notes.append(made)
    typesetter.walk.last_reference = reference
    return reference


def _sign_of(note: etree._Element, pointer: etree._Element | None) -> str:
    """Read the sign that the manuscript gives a note, without brackets and points."""
    sign = label_in(note.get("n") or "")
    if not sign and pointer is not None:
        sign = label_in("".join(map(str, pointer.itertext())))
    return sign


def _make_mark(
    source: etree._Element, into: etree._Element, typesetter: Typesetter
) -> etree._Element:
    """Append the mark close to the word before it; a space between goes behind it."""
    space = typesetter.trim(into)
    mark = typesetter.open(into, "a", cls="noteref")
    mark.set(EPUB_TYPE, "noteref")
    mark.set("role", "doc-noteref")
    following = (source.tail or "")[:1]
    if space and not (following.isspace() or (following in _CLOSES_UP and following)):
        mark.tail = " "
    return mark


def _render_body(
    note: etree._Element, reference: Reference, typesetter: Typesetter, fill: Rule
) -> None:
    body = reference.note.body
    lang = language_tag(_language_around(note))
    if lang:
        typesetter.set_language(body, lang)
    kind = re.sub(r"[^\w-]+", "-", note.get("type") or "").strip("-").lower()
    if kind:
        body.set("class", f"note-{kind}")
    with typesetter.deeper():
        fill(note, body, typesetter)
        _go_on(note, reference, typesetter)
    _drop_own_label(body, typesetter.walk.ledger)
    if reference.note.passage is not None:
        run_on(body)


def fill_note(note: etree._Element, body: etree._Element, typesetter: Typesetter) -> None:
    """Render a note's text into its body; a continuation goes on in the same body."""
    if has_content(body) and not ending(body)[-1:].isspace():
        typesetter.say(body, " ")
    typesetter.children(note, body)


def _go_on(note: etree._Element, reference: Reference, typesetter: Typesetter) -> None:
    """Render the notes with which this one goes on (TEI `@prev`, `@next`)."""
    for following in typesetter.book.note_plan.going_on.get(note, ()):
        if following not in typesetter.walk.reference_of:
            typesetter.walk.reference_of[following] = reference
            fill_note(following, reference.note.body, typesetter)
            _go_on(following, reference, typesetter)


def set_tied(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the marks of notes that name `element` as their place, at the end of what it shows."""
    block = last_block(into)
    holder = into if block is None else block
    if local_name(holder) == "figure":
        holder = typesetter.open(holder, "figcaption")
    for note in typesetter.book.note_plan.behind[element]:
        if note in typesetter.walk.tied or note in typesetter.walk.reference_of:
            continue
        typesetter.walk.tied.add(note)
        if local_name(note) == "app":
            typesetter.rules["app"](note, holder, typesetter)
        elif place_of(note) is None:
            typesetter.say(holder, " ")
            _set_in_line(note, holder, typesetter)
        else:
            refer(note, holder, typesetter, behind=element)


def _language_around(element: etree._Element) -> str:
    node: etree._Element | None = element
    while node is not None:
        lang = node.get(XML_LANG)
        if lang:
            return lang
        node = node.getparent()
    return ""


def _drop_own_label(body: etree._Element, ledger: Ledger) -> None:
    """Leave out a number or sign at the start of a note's own text: the label says it."""
    holder = body
    while not (holder.text or "").strip() and len(holder) and local_name(holder[0]) in BLOCKS:
        holder = holder[0]
    match = _OWN_LABEL.match(holder.text or "")
    if not match:
        return
    number = match[1] or match[2]
    text = holder.text or ""
    if number and f"{int(number) + 1})" in "".join(map(str, body.itertext())):
        return
    if text[match.end() :].strip() or len(holder):
        holder.text = text[match.end() :]
        ledger.unsaid.append(match[0])


def _is_continuation(note: etree._Element) -> bool:
    """Return whether a note goes on with one that a page end has broken."""
    return note.get("part") in {"M", "F"} or "continue" in (note.get("n") or "").lower()


def _set_in_line(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    if ending(into)[-1:].isalnum() and _is_remark(element):
        typesetter.say(into, " ")
    made = typesetter.open(into, "span", element, "note-inline")
    opening, closing = brackets_for(element, typesetter)
    typesetter.say(made, opening)
    typesetter.walk.is_joining |= bool(opening)
    fill_part(element, made, typesetter)
    if closing:
        end_with(made, ending(made).rstrip())
    typesetter.say(made, closing)


def _set_between_blocks(
    element: etree._Element, into: etree._Element, typesetter: Typesetter
) -> None:
    """Set a note that nothing refers to: behind the block before it, or as a block."""
    parent = element.getparent()
    if parent is not None and typesetter.book.note_plan.is_in_notes(parent):
        _set_as_item(element, into, typesetter)
        return
    kind = re.sub(r"[^a-z]", "", (element.get("type") or "").lower())
    block = None if kind in HEADNOTE else last_block(into)
    if block is None:
        made = typesetter.open(into, "aside", element, "note-block")
        typesetter.children(element, made)
    else:
        refer(element, block, typesetter)


def _set_as_item(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a note of a division of notes that nothing points at: it is text like any other."""
    made = typesetter.open(into, "div", element, "note-item")
    number = (element.get("n") or "").strip()
    if number:
        typesetter.open(made, "span", cls="note-label").text = number
        typesetter.say(made, " ")
    typesetter.children(element, made)


def last_block(into: etree._Element) -> etree._Element | None:
    """Find the innermost block in which the text so far ends; None where there is none."""
    found = None
    node = into
    while True:
        last = next((e for e in reversed(node) if _ends_text(e)), None)
        if last is None or (last.tail or "").strip() or local_name(last) not in BLOCKS:
            return found
        found = node = last


def _ends_text(element: etree._Element) -> bool:
    is_rule = local_name(element) == "hr"
    return (has_content(element) and not is_rule) or bool((element.tail or "").strip())


def set_group(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the notes of a `noteGrp` one by one."""
    typesetter.children(element, into)


RULES = {"note": set_note, "noteGrp": set_group, "listAnnotation": set_group}
