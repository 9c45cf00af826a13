"""Number the notes of a part, or keep the signs that the manuscript gives them.

Notes count through a chapter (Chicago 14.20). The manuscript's own signs are kept where a
reader can tell them apart within the chapter: `*` and `†` used once each, numbers that rise.
Print counts signs anew on each page (`write/pdf/layout/note_numbers.py`).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from publish.house.note_signs import LETTERS, SERIES, SYMBOLS, count_signs
from publish.typeset.note_shapes import Reference, label_in

if TYPE_CHECKING:
    from publish.typeset.render import Typesetter


KEYED = "°"
"""The mark of an entry of an apparatus on a screen, where print has none."""

MOST_SIGNS = 12
"""Signs, single and doubled, that a chapter is counted with; more are told apart by their links."""


def label_notes(references: list[Reference]) -> None:
    """Give every note of a part its label, and write that into its marks.

    Letters and symbols count apart from numbers, where the edition says so (`text.note_series`)
    or the manuscript's own signs come again.
    """
    for reference in references:
        if reference.note.passage is not None:
            reference.note.label = KEYED
    every, references = references, [ref for ref in references if ref.note.passage is None]
    letters = [ref.sign for ref in references if ref.sign.isalpha()]
    keeps_letters = len(set(letters)) == len(letters)
    others = []
    for reference in references:
        sign, asked = reference.sign, reference.note.series
        if asked in SERIES:
            reference.note.sign = sign if _kind(sign) == asked else ""
        elif not asked and _kind(sign) == SYMBOLS:
            reference.note.series, reference.note.sign = SYMBOLS, sign
        elif not asked and keeps_letters and sign and not sign.isdigit():
            reference.note.label = sign
        else:
            others.append(reference)
    _count_apart(references)
    keeps_numbers = _rise([ref.sign for ref in others])
    for number, reference in enumerate(others, start=1):
        reference.note.label = reference.sign if keeps_numbers else str(number)
    for reference in every:
        for mark in reference.marks:
            mark.text = reference.note.label


def _count_apart(references: list[Reference]) -> None:
    """Label the notes of each series but the numbers; where signs are many, as they are written."""
    for kind in SERIES:
        notes = [ref.note for ref in references if ref.note.series == kind]
        signs = [note.sign for note in notes]
        labels = signs if len(signs) > MOST_SIGNS and all(signs) else count_signs(signs, kind)
        for note, label in zip(notes, labels, strict=True):
            note.label = label


def _kind(sign: str) -> str:
    if not sign or sign.isdigit():
        return ""
    return LETTERS if sign.isalnum() else SYMBOLS


def number_links(typesetter: Typesetter) -> None:
    """Let every link that speaks of a note say the number that the note has come to have."""
    for link, note in typesetter.walk.links_to_notes:
        reference = typesetter.walk.reference_of.get(note)
        if reference is None or not reference.note.label:
            continue
        written = "".join(map(str, link.itertext()))
        sign = label_in(written)
        typesetter.walk.ledger.unsaid.append(sign or written)
        for child in list(link):
            link.remove(child)
        link.text = written.replace(sign, reference.note.label, 1) if sign else reference.note.label
        link.set("href", f"#{reference.note.id}")
        link.attrib.pop("aria-label", "")  # the number is what is seen of it, and heard
        names = [name for name in (link.get("class") or "").split() if name != "page-ref"]
        link.set("class", " ".join(names if "noteref" in names else [*names, "note-number"]))


def _rise(signs: list[str]) -> bool:
    """Return whether all of these are numbers, each higher than the one before."""
    if not all(sign.isdigit() for sign in signs):
        return False
    numbers = [int(sign) for sign in signs]
    return all(first < second for first, second in pairwise(numbers))
