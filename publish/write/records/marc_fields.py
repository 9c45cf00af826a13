"""Fields of MARC 21 and how they are made; the two forms of a book that have a record each."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from pymarc import Field, Indicators, Subfield

from publish.model.purpose import Purpose
from publish.write.folded import fold

LONGEST = 9000
"""Bytes of a note; a field's length has four figures in ISO 2709."""


class Form(Struct, frozen=True):
    """What a record describes: the files, or the printed book (RDA 3.2, 3.3)."""

    is_online: bool
    numbered_as: Purpose
    qualifier: str
    """Of its ISBN (020 $q)."""
    media: tuple[str, str]
    carrier: tuple[str, str]
    called: str
    """What a record of the other form calls it (776 $i)."""


ONLINE = Form(
    is_online=True,
    numbered_as=Purpose.EPUB,
    qualifier="EPUB",
    media=("computer", "c"),
    carrier=("online resource", "cr"),
    called="Online version:",
)
PRINTED = Form(
    is_online=False,
    numbered_as=Purpose.PRESS,
    qualifier="print",
    media=("unmediated", "n"),
    carrier=("volume", "nc"),
    called="Print version:",
)


def field(tag: str, indicators: str, *parts: tuple[str, str]) -> Field:
    """Make a field; `indicators` are two characters, parts without words are left out."""
    subfields = [Subfield(code, fold(words)) for code, words in parts if fold(words)]
    return Field(tag, Indicators(indicators[0], indicators[1]), subfields)


def notes(tag: str, indicators: str, text: str) -> Iterator[Field]:
    """Make a note, or several where one would be longer than a field may be."""
    piece: list[str] = []
    size = 0
    for word in fold(text).split():
        size += len(word.encode()) + 1
        if size > LONGEST and piece:
            yield field(tag, indicators, ("a", " ".join(piece)))
            piece, size = [], len(word.encode()) + 1
        piece.append(word)
    if piece:
        yield field(tag, indicators, ("a", " ".join(piece)))


def stopped(text: str) -> str:
    """End a text with a full stop, where it has no sign that ends one (LC-PCC PS 1.7.1)."""
    return text if text.endswith((".", "?", "!", "]", ")", "-")) else f"{text}."
