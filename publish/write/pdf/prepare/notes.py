"""Notes on paper: each at the foot of its page, under its table, or at the chapter's end.

WeasyPrint moves an element with `float: footnote` to the foot of the page on which its place
falls. It cannot break one, so a long note goes there in pieces (see `long_notes.py`). Notes to
a table stand under the table (Chicago 3.77), unless it is a word of running text with its gloss;
end notes stand behind the chapter (14.43).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from xml.etree.ElementTree import Element

from publish.engine.tree import add, bare, insert_after, parents_of, take_out
from publish.engine.tree_names import BOUND
from publish.model.publication import Note, NotePlace, Passage
from publish.write.pdf.prepare.apparatus import begin_by_words, cite_place, hide_mark, make_entry
from publish.write.pdf.prepare.picture_words import name_pictures
from publish.write.pdf.prepare.setting.formulas import set_formulas

BLOCKS = frozenset("p div h1 h2 h3 h4 h5 h6 li dd dt blockquote section ul ol dl figure".split())

BETWEEN = "between-marks"
"""The class of what parts the marks of two notes."""

SERIES, SIGN = "data-series", "data-sign"
"""Set on the label of a note that counts apart: how, and the sign that the manuscript gives it."""

REPEATS = "data-repeats"
"""Set on a mark that is not the first of its note: the note's id."""

BESIDE = 240
"""Characters that a note set beside the text may have."""


def place_notes(
    section: Element, notes: Iterable[Note], *, at_end: bool, has_margin: bool = True
) -> None:
    """Set a part's notes where print shows them; `at_end` overrules the foot of the page.

    Without `has_margin` the outer margin is too narrow, and its notes go to the foot.
    """
    parents = parents_of(section)
    notes = list(notes)
    references = first_marks(section)
    for elsewhere in references.keys() - {note.id for note in notes}:
        _repeat(references[elsewhere], elsewhere, section)
    ending: list[Element] = []
    pending = [(note, references.get(note.id)) for note in notes]
    inner = {note.id for note, reference in pending if reference is None}
    by_id = {note.id: note for note, _ in pending}
    has_entries = any(note.passage is not None for note in notes)
    ids = {name: e for e in section.iter() if (name := e.get("id"))} if has_entries else {}
    for note, reference in pending:
        if reference is None:
            continue
        made = [_make(note, reference)]
        if note.passage is not None:
            hide_mark(reference)
            made += _nested(made[0], inner, by_id)
            _at_foot(_begin_of(note.passage, reference, ids, parents), made, parents)
            continue
        made += _nested(made[0], inner, by_id)
        table = _ancestor(reference, "table", parents)
        if at_end or note.place is NotePlace.END:
            ending += made
        elif table is not None and "gloss" in table.get("class", "").split():
            _at_foot(table, made, parents)
        elif table is not None:
            _under_table(table, made, parents)
        elif (
            has_margin
            and note.place is NotePlace.MARGIN
            and _can_stand_beside(made, reference, parents)
        ):
            _beside(reference, made, parents)
        else:
            _at_foot(reference, made, parents)
    ending += [_make(by_id[left]) for left in by_id if left in inner]
    if ending:
        add(section, "section", class_="endnotes").extend(ending)


def first_marks(section: Element) -> dict[str, Element]:
    """Find the first mark of each note, where the note stands; the others say that they repeat."""
    found: dict[str, Element] = {}
    for mark in section.iter("a"):
        if _is_noteref(mark):
            note = mark.get("href", "")[1:]
            if found.setdefault(note, mark) is not mark:
                _repeat(mark, note, section)
    return found


def _repeat(mark: Element, note: str, section: Element) -> None:
    """Have a mark say whose note it repeats; its id tells layout's page."""
    mark.set(REPEATS, note)
    if not mark.get("id"):
        count = sum(1 for a in section.iter("a") if a.get(REPEATS) == note)
        mark.set("id", f"{section.get('id', '')}-{note}-{count}")


def bind_marks(section: Element) -> None:
    """Keep note marks with what they stand behind, in their layout and not by a letter.

    A joiner (U+2060) would be found by whoever searches or copies the text.
    """
    for element in section.iter():
        if _is_noteref(element) or element.get("class") == BETWEEN:
            element.set(BOUND, "yes")


def _is_noteref(element: Element) -> bool:
    return "noteref" in element.get("class", "").split() or element.get("data-type") == "noteref"


def _make(note: Note, mark: Element | None = None) -> Element:
    """Make the note's block, its label at the start of its first line; it leads to the mark."""
    if mark is not None and not mark.get("id"):
        mark.set("id", f"{note.id}-mark")
    if mark is not None and note.passage is not None:
        return make_entry(note, note.passage, mark)
    way_back = note.ref_id if mark is None else mark.get("id", "")
    made = bare(note.body)
    set_formulas(made)
    name_pictures(made)
    made.tag = "aside"
    made.set("id", note.id)
    made.set("class", f"note {made.get('class', '')}".strip())
    first = _first_block(made)
    label = Element("a", {"class": "note-label", "href": f"#{way_back}"})
    label.text = note.label
    if note.series:
        label.set(SERIES, note.series)
        label.set(SIGN, note.sign)
    label.tail, first.text = first.text, None
    first.insert(0, label)
    return made


def _first_block(note: Element) -> Element:
    """Find the innermost block in which the note's text begins."""
    block = note
    while not (block.text or "").strip() and len(block) and block[0].tag in BLOCKS:
        block = block[0]
    return block


def _nested(made: Element, inner: set[str], by_id: dict[str, Note]) -> list[Element]:
    """Make the notes that a note's own text refers to; they follow it."""
    found: list[Element] = []
    for reference in [a for a in made.iter("a") if _is_noteref(a)]:
        target = reference.get("href", "")[1:]
        if target in inner:
            inner.discard(target)
            nested = _make(by_id[target])
            found += [nested, *_nested(nested, inner, by_id)]
    return found


def _ancestor(element: Element, tag: str, parents: dict[Element, Element]) -> Element | None:
    found: Element | None = None
    node = parents.get(element)
    while node is not None:
        if node.tag == tag:
            found = node
        node = parents.get(node)
    return found


def _at_foot(after: Element, made: list[Element], parents: dict[Element, Element]) -> None:
    parent = parents[after]
    for note in made:
        note.set("class", f"{note.get('class', '')} foot")
        insert_after(parent, after, note)
        parents[note] = parent
        after = note


def _begin_of(
    passage: Passage, mark: Element, ids: dict[str, Element], parents: dict[Element, Element]
) -> Element:
    """Return what an entry follows, so that it comes onto the page of the first of its words.

    That is the place where they begin; where that is a block, one that is made behind its first
    word. Words that are named alone are looked for.
    """
    block = ids.get(passage.begin)
    if block is None:
        found = begin_by_words(passage.words, mark, parents)
        return mark if found is None else found
    while block.tag in BLOCKS and len(block) and not (block.text or "").strip():
        block = block[0]
    if block.tag not in BLOCKS:
        return block
    word, space, rest = (block.text or "").lstrip().partition(" ")
    made = Element("span")
    block.text, made.tail = f"{word}{space}", rest
    block.insert(0, made)
    parents[made] = block
    return made


def _can_stand_beside(
    made: list[Element], reference: Element, parents: dict[Element, Element]
) -> bool:
    """Return whether a margin note is short and to a line of text; others go to the foot."""
    is_short = len(made) == 1 and len("".join(made[0].itertext())) <= BESIDE
    if not is_short:
        return False
    around = _tags_around(reference, parents)
    return not around & {"aside", "figure", "h1", "h2", "h3", "h4", "h5", "h6"}


def _tags_around(element: Element, parents: dict[Element, Element]) -> set[str]:
    tags = set()
    node = parents.get(element)
    while node is not None:
        tags.add(node.tag)
        node = parents.get(node)
    return tags


def _beside(reference: Element, made: list[Element], parents: dict[Element, Element]) -> None:
    """Set margin notes into the side of the text where they are referred to."""
    parent = parents[reference]
    for note in made:
        note.set("class", f"{note.get('class', '')} beside")
        insert_after(parent, reference, note)
        parents[note] = parent


def _under_table(table: Element, made: list[Element], parents: dict[Element, Element]) -> None:
    parent = parents[table]
    place = list(parent).index(table) + 1
    if place == len(parent) or parent[place].get("class") != "table-notes":
        beneath = Element("div", {"class": "table-notes"})
        insert_after(parent, table, beneath)
        parents[beneath] = parent
    parent[place].extend(made)


def move_to_foot(root: Element, names: Collection[str]) -> None:
    """Take notes that have no room in the margin to the foot of the page."""
    for note in root.iter("aside"):
        if note.get("id") in names:
            kinds = [kind for kind in note.get("class", "").split() if kind != "beside"]
            note.set("class", " ".join([*kinds, "foot"]))


def move_to_end(root: Element) -> bool:
    """Take the notes from the foot of the page to the division's end; tell whether any were."""
    parents = parents_of(root)
    notes = [e for e in root.iter("aside") if "foot" in e.get("class", "").split()]
    for note in notes:
        take_out(parents[note], note)
        note.set("class", " ".join(set(note.get("class", "").split()) - {"foot"}))
        cite_place(note)
    if notes:
        section = root.find("body/section")
        assert section is not None
        add(section, "section", class_="endnotes").extend(notes)
    return bool(notes)
