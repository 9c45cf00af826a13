"""Number the notes of a part, or keep the signs that the manuscript gives them.

Notes count through a chapter (Chicago 14.20). The manuscript's own signs are kept where a
reader can tell them apart within the chapter: `*` and `†` used once each, numbers that rise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import etree

from publish.publication import Note
from publish.typeset.note_shapes import label_in

if TYPE_CHECKING:
    from publish.typeset.render import Typesetter


@dataclass(slots=True)
class Reference:
    """A note, the sign that the manuscript gives it, and the marks that show its label."""

    note: Note
    sign: str
    marks: list[etree._Element] = field(default_factory=list)


def label_notes(references: list[Reference]) -> None:
    """Give every note of a part its label, and write that into its marks."""
    symbols = [ref.sign for ref in references if ref.sign and not ref.sign.isdigit()]
    keeps_symbols = len(set(symbols)) == len(symbols)
    others = [ref for ref in references if not (keeps_symbols and ref.sign in symbols)]
    keeps_numbers = _rise([ref.sign for ref in others])
    number = 0
    for reference in references:
        if (keeps_symbols and reference.sign in symbols) or keeps_numbers:
            label = reference.sign
        else:
            number += 1
            label = str(number)
        reference.note.label = label
        for mark in reference.marks:
            mark.text = label


def number_links(typesetter: Typesetter) -> None:
    """Let every link that speaks of a note say the number that the note has come to have."""
    for link, note in typesetter.links_to_notes:
        reference = typesetter.reference_of.get(note)
        if reference is None or not reference.note.label:
            continue
        written = "".join(map(str, link.itertext()))
        sign = label_in(written)
        typesetter.ledger.unsaid.append(sign or written)
        for child in list(link):
            link.remove(child)
        link.text = written.replace(sign, reference.note.label, 1) if sign else reference.note.label
        link.set("href", f"#{reference.note.id}")
        names = [name for name in (link.get("class") or "").split() if name != "page-ref"]
        link.set("class", " ".join(names if "noteref" in names else [*names, "note-number"]))


def _rise(signs: list[str]) -> bool:
    """Tell whether all of these are numbers, each higher than the one before."""
    if not all(sign.isdigit() for sign in signs):
        return False
    numbers = [int(sign) for sign in signs]
    return all(first < second for first, second in pairwise(numbers))
