"""Entries of a critical apparatus on paper: no mark in the text, a number before the entry.

They are notes at the foot that take part in layout one by one, and run on in a paragraph for each
band (`engine/run_on_notes.py`). The number of the line is known when pages are: see
`layout/entry_lines.py`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from publish.engine.places import SOURCE_LENGTH
from publish.engine.tree import add_class, bare
from publish.engine.tree_names import BAND, ENTRIES_BY, WITNESSES
from publish.model.edition import Edition
from publish.model.publication import Note, Part, Passage
from publish.write.pdf.prepare.line_numbers import COUNTED
from publish.write.pdf.prepare.setting.formulas import set_formulas

BEGIN, WORDS = "data-begin", "data-words"
"""Set on an entry: where its words begin, and what they are."""

KEY, VERSE = "data-key", "data-verse"
"""Set on an entry: how its place is cited, and the number of its verse."""

LINE, NTH = "entry-line", "entry-nth"
"""The class of the number before an entry, and of that of a word which the line has twice."""

EXPECTED = "00"
"""The number of an entry until pages are known: as wide as most will be."""

LINES = "line"
"""What `text.apparatus_by` says of an edition that is keyed to the lines of its pages."""


def with_lines_counted(edition: Edition, parts: Iterable[Part]) -> Edition:
    """Return an edition whose margins number the lines that entries at the foot are keyed to.

    Entries on verses have the numbers of these, where all of a book's are such.
    """
    if edition.text.apparatus_by != LINES:
        return edition
    passages = [note.passage for part in parts for note in part.notes if note.passage is not None]
    has_prose = any(not passage.verse for passage in passages)
    if not has_prose or edition.print.line_numbers in COUNTED:
        return edition
    counted = dataclasses.replace(edition.print, line_numbers="page")
    return dataclasses.replace(edition, print=counted)


def name_key(root: Element, edition: Edition) -> None:
    """Say on a document with entries what they are keyed by."""
    if not any(BAND in e.attrib for e in root.iter("aside")):
        return
    choice = edition.print.line_numbers
    by_lines = choice if choice in COUNTED else "verse"
    root.set(ENTRIES_BY, by_lines if edition.text.apparatus_by == LINES else "key")


def hide_mark(mark: Element) -> None:
    """Take the sign out of a mark that print does without."""
    mark.set(SOURCE_LENGTH, str(len(mark.text or "")))
    add_class(mark, "entry-mark")
    mark.text = None


def make_entry(note: Note, passage: Passage, mark: Element) -> Element:
    """Make an entry's block of a note; a number that leads to its words stands before it."""
    made = bare(note.body)
    set_formulas(made)
    made.tag = "aside"
    made.set("id", note.id)
    made.set("class", f"note entry {made.get('class', '')}".strip())
    made.set(BAND, str(passage.band))
    about = {BEGIN: passage.begin, WORDS: passage.words, KEY: passage.key, VERSE: passage.verse}
    for name, value in about.items():
        if value:
            made.set(name, value)
    if passage.witnesses:
        made.set(WITNESSES, " ".join(sign.replace(" ", "\u00a0") for sign in passage.witnesses))
    first = made
    if len(made) and made[0].tag == "p" and not (made.text or "").strip():
        first = made[0]
        if len(made) == 1:
            first.tag = "span"
    label = Element("a", {"class": LINE, "href": f"#{mark.get('id', '')}", SOURCE_LENGTH: "0"})
    label.text = EXPECTED
    label.tail, first.text = first.text, None
    first.insert(0, label)
    _leave_room_for_nth(made)
    _end_with_words(made)
    return made


def write_number(element: Element | None, text: str) -> bool:
    """Write a number before an entry, or behind its lemma; tell whether it changed."""
    if element is None or (element.text or "") == text:
        return False
    element.text = text or None
    return True


def cite_place(entry: Element) -> None:
    """Begin an entry that stands behind its division with how its place is cited, and no line."""
    label = next((a for a in entry.iter("a") if a.get("class") == LINE), None)
    write_number(label, entry.get(KEY, ""))


def write_labels(root: Element, labels: dict[str, tuple[str, ...]]) -> None:
    """Begin with the numbers that were found before, where a tree is laid out once more."""
    for aside in root.iter("aside") if labels else ():
        known = labels.get(aside.get("id", ""))
        for element in aside.iter() if BAND in aside.attrib and known else ():
            if known and element.get("class") == LINE:
                write_number(element, known[0])
                if known[2]:
                    element.set("style", known[2])
            elif known and element.get("class") == NTH:
                write_number(element, known[1])


def _end_with_words(element: Element) -> None:
    """Take white space off the end, and elements that say nothing: a space follows the entry."""
    while len(element) and not (element[-1].tail or "").strip():
        last = element[-1]
        last.tail = None
        _end_with_words(last)
        if last.tag != "span" or last.get("class") == NTH or len(last) or last.text:
            return
        element.remove(last)
    if len(element):
        element[-1].tail = (element[-1].tail or "").rstrip()
    elif element.text:
        element.text = element.text.rstrip()


def _leave_room_for_nth(entry: Element) -> None:
    """Put an empty place behind a lemma, for the number of a word that its line has twice."""
    lemma = next((e for e in entry.iter("span") if e.get("class") == "lemma"), None)
    if lemma is not None:
        lemma.append(Element("span", {"class": NTH, SOURCE_LENGTH: "0"}))
