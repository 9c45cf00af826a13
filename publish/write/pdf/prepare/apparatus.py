"""Entries of a critical apparatus on paper: no mark in the text, a number before the entry.

They are notes at the foot that take part in layout one by one, and run on in a paragraph for each
band (`engine/run_on_notes.py`). The number of the line is known when pages are: see
`layout/entry_lines.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from msgspec import structs

from publish.engine.places import NAMEABLE, SOURCE_LENGTH
from publish.engine.tree import add_class, bare
from publish.engine.tree_names import BAND, ENTRIES_BY, WITNESSES
from publish.model.edition import Edition
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import Note, Part, Passage
from publish.write.pdf.prepare.line_numbers import COUNTED
from publish.write.pdf.prepare.setting.formulas import set_formulas

BEGIN, WORDS = "data-begin", "data-words"
"""Set on an entry: where its words begin, and what they are."""

KEY, VERSE = "data-key", "data-verse"
"""Set on an entry: how its place is cited, and the number of its verse."""

LINE, NTH = "entry-line", "entry-nth"
"""The class of the number before an entry, and of that of a word which the line has twice."""

_LEFT_OUT = lazy_pattern(r"\s*(?:…|\.(?:\s?\.){2,}|\s[-–—]{1,3}\s)\s*")
"""What a lemma has for the words between its first and its last."""

EXPECTED = "00"
"""The number of an entry until pages are known: as wide as most will be."""

FEW = 0.05
"""The share of entries, on headings and the like, that a book of verses may have beside them."""

LINES = "line"
"""What `text.apparatus_by` says of an edition that is keyed to the lines of its pages."""


def with_lines_counted(edition: Edition, parts: Iterable[Part]) -> Edition:
    """Return an edition whose margins number the lines that entries at the foot are keyed to.

    Entries on verses have the numbers of these, where nearly all of a book's are such.
    """
    if edition.text.apparatus_by != LINES:
        return edition
    passages = [note.passage for part in parts for note in part.notes if note.passage is not None]
    in_prose = sum(not passage.verse for passage in passages)
    if in_prose <= FEW * len(passages) or edition.print.line_numbers in COUNTED:
        return edition
    counted = structs.replace(edition.print, line_numbers="page")
    return structs.replace(edition, print=counted)


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


def pattern_of(words: str) -> re.Pattern[str] | None:
    """Return what finds these words in a text, whatever stands between them; None for none."""
    parts = re.findall(r"\w+", words)
    return re.compile(r"\W+".join(map(re.escape, parts)), re.IGNORECASE) if parts else None


def ends_of(words: str) -> tuple[str, str] | None:
    """Return how a lemma begins and ends that leaves out what is between: `arma … cano`."""
    parts = [part for part in _LEFT_OUT.split(words) if re.search(r"\w", part)]
    return (parts[0], parts[-1]) if len(parts) > 1 else None


def begin_by_words(words: str, mark: Element, parents: dict[Element, Element]) -> Element | None:
    """Make a place before the words that an entry names, which stand before its mark.

    An entry on a line or paragraph that it counts to (`@loc`) says no more; None where no run of
    text has them.
    """
    ends = ends_of(words)
    pattern, block = pattern_of(ends[0] if ends else words), parents.get(mark)
    while block is not None and block.tag not in NAMEABLE:
        block = parents.get(block)
    if pattern is None or block is None:
        return None
    place = None
    for holder, before, text in _texts_before(block, mark):
        for match in pattern.finditer(text):
            around = text[max(0, match.start() - 1) : match.end() + 1]
            if re.fullmatch(r"\W?\b.*\b\W?", around, re.DOTALL):
                place = holder, before, match.start()
    if place is None:
        return None
    holder, before, start = place
    made = Element("span")
    if before is None:
        text = holder.text or ""
        holder.text, made.tail = text[:start], text[start:]
        holder.insert(0, made)
    else:
        text = before.tail or ""
        before.tail, made.tail = text[:start], text[start:]
        holder.insert(list(holder).index(before) + 1, made)
    parents[made] = holder
    return made


def _texts_before(block: Element, mark: Element) -> Iterator[tuple[Element, Element | None, str]]:
    """Yield the runs of text of a block up to a mark, each with the element that it is in.

    And with that behind which it stands, where it is a tail.
    """
    pending: list[tuple[Element, Element | None]] = [(block, None)]
    while pending:
        holder, before = pending.pop()
        if before is not None:
            yield holder, before, before.tail or ""
            continue
        if holder is mark:
            return
        if holder.tag == "aside":
            continue
        yield holder, None, holder.text or ""
        for child in reversed(holder):
            pending += [(holder, child), (child, None)]


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
