"""Seed a book with random single-word errors, and write the errata that mend them."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

from lxml import etree
from msgspec.structs import replace

from publish.model.document import Document, tei
from publish.model.erratum import Erratum, Status
from publish.revise.anchoring import Anchor, anchor
from publish.revise.index import TextIndex
from publish.revise.indexing import index_text
from publish.revise.suggest.tokens import TOKEN

SEEDED = "seeded"
"""The type of the inline elements that cut seeded words."""

SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Slip:
    """One seeded error: where it begins in the index of the seeded text, and both readings."""

    start: int
    wrong: str
    right: str
    is_cut: bool


def seed(document: Document, count: int, dice: random.Random) -> tuple[list[Slip], TextIndex]:
    """Make errors in a document: a quarter each substituted, transposed, doubled, cut by markup."""
    index = index_text(document.root)[0]
    letters = Counter(index.text.lower())
    alphabet = sorted(c for c, count in letters.items() if c.isalpha() and count > 200)
    words = [
        match
        for match in TOKEN.finditer(index.text)
        if len(match[0]) >= SHORTEST and len(index.pieces_of(match.start(), match.end())) == 1
    ]
    chosen = sorted(dice.sample(words, min(count, len(words))), key=lambda match: match.start())
    made = []
    for number, match in enumerate(chosen):
        is_cut = number % 4 == 3
        made.append((match, _slip(match[0], number % 4, dice, alphabet), is_cut))
    for match, wrong, is_cut in reversed(made):
        _write(index, match.start(), match.end(), wrong, dice if is_cut else None)
    slips, moved = [], 0
    for match, wrong, is_cut in made:
        slips.append(Slip(match.start() + moved, wrong, match[0], is_cut))
        moved += len(wrong) - len(match[0])
    return slips, index_text(document.root)[0]


def _slip(word: str, way: int, dice: random.Random, alphabet: list[str]) -> str:
    while True:
        at = dice.randrange(len(word) - 1)
        if way in (0, 3):
            made = word[:at] + dice.choice(alphabet) + word[at + 1 :]
        elif way == 1:
            made = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        else:
            made = word[:at] + word[at] + word[at:]
        if made.lower() != word.lower():
            return made
        if way == 1 and len(set(word.lower())) == 1:
            way = 0


def _write(index: TextIndex, start: int, end: int, wrong: str, cut: random.Random | None) -> None:
    (piece,) = index.pieces_of(start, end)
    element = piece.segment.element
    text = (element.tail if piece.segment.is_tail else element.text) or ""
    lead, trail = text[: piece.offset], text[piece.offset + piece.length :]
    if cut is None:
        piece.segment.write(lead + wrong + trail)
        return
    first = cut.randrange(1, len(wrong))
    last = cut.randrange(first, len(wrong))
    made = etree.Element(tei("hi"), {"type": SEEDED})
    made.text = wrong[first : last + 1]
    piece.segment.write(lead + wrong[:first])
    if piece.segment.is_tail:
        element.addnext(made)
    else:
        element.insert(0, made)
    made.tail = wrong[last + 1 :] + trail


def errata_of(slips: list[Slip], index: TextIndex) -> list[Erratum]:
    """Write an erratum for each slip, with the least context that makes it unique."""
    errata = []
    for number, slip in enumerate(slips, start=1):
        end = slip.start + len(slip.wrong)
        assert index.text[slip.start : end] == slip.wrong
        context = anchor(index, slip.start, end) or Anchor()
        made = Erratum(
            id=f"S{number:04}", find=slip.wrong, replace=slip.right, status=Status.VERIFIED
        )
        made = replace(made, at=context.at, before=context.before, after=context.after)
        errata.append(made)
    return errata


def unseeded(root: etree._Element) -> None:
    """Take out the inline elements that seeding put in."""
    etree.strip_tags(root, "{urn:none}none")
    for made in [e for e in root.iter(tei("hi")) if e.get("type") == SEEDED]:
        made.tag = "{urn:none}none"
    etree.strip_tags(root, "{urn:none}none")
