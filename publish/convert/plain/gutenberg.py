"""Project Gutenberg's frame round a text: what it says of the book, and its licence.

Its header has fields (`Title: ...`), its licence stands behind the text since 2003 and before it in
older files, whose header ends with the small print.
"""

from __future__ import annotations

import re

from msgspec import Struct, field

from publish.convert.meta import Meta, Person, note
from publish.model.lazy_pattern import lazy_pattern

_START = lazy_pattern(
    r"^\*{3} ?START OF (?:THE|THIS) PROJECT GUTENBERG[^\n]*(?:\n[^\n]+)?\*{3}[^\n]*$|"
    r"^\*END[ *][^\n]*THE SMALL PRINT[^\n]*$|"
    r"^\*{4} +SMALL PRINT! FOR __ [^\n]*\n\[[^\n]*\]$",
    re.MULTILINE | re.IGNORECASE,
)
_END = lazy_pattern(
    r"^\*{3} ?END OF (?:THE|THIS) PROJECT GUTENBERG[^\n]*$|"
    r"^\s*End of (?:the |this )?Project Gutenberg[^\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_FIELD = lazy_pattern(r"^([A-Z][A-Za-z ]{2,30}):[ \t]+(\S.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_NUMBER = lazy_pattern(r"\[(?:EBook|eBook|Etext) #?(\d+)\]", re.IGNORECASE)
_PRODUCED = lazy_pattern(
    r"\s*((?:Produced|E-?text prepared|Transcribed|This e(?:book|text) was (?:produced|prepared))"
    r"\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_TRANSCRIBER = lazy_pattern(
    r"\[(?:Transcriber|E-?text|Editor)[^\]\n]{0,20} [Nn]otes?\b[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]",
    re.IGNORECASE,
)
TRANSCRIBED = lazy_pattern(
    r"[\s\[]*(Produced by|E-?text prepared|Transcribed (by|from)|This e(book|text) was|"
    r"(Transcriber|E-?text)['’]?s?['’]? notes?\b)",
    re.IGNORECASE,
)
"""How paragraphs on the file begin."""
LONGEST_CREDIT, LONGEST_NOTE = 600, 4000
"""Characters."""
_TRADEMARK = lazy_pattern(r"project gutenberg", re.IGNORECASE)

ROLES = {
    "author": "aut", "editor": "edt", "translator": "trl", "illustrator": "ill",
    "contributor": "ctb", "commentator": "win", "compiler": "com", "adapter": "adp",
}  # fmt: skip


class Framed(Struct):
    """The text inside the frame, and what the frame says."""

    text: str
    first_line: int
    meta: Meta = field(default_factory=Meta)
    encoding: str = ""


def unframe(text: str) -> Framed:
    """Take Gutenberg's frame off; a text without one is as it was."""
    start = _START.search(text)
    if start is None or not _TRADEMARK.search(text[: start.end()]):
        return Framed(text, 1)
    found = _END.search(text, start.end())
    before, after = text[: start.end()], text[found.start() :] if found else ""
    inner = text[start.end() : found.start() if found else len(text)]
    meta = meta_of_header(before)
    meta.notices = [_paragraphs(before), _paragraphs(after)]
    framed = Framed(inner, before.count("\n") + 1, meta)
    _take_producers(framed)
    meta.notices = [notice for notice in meta.notices if notice]
    return framed


def meta_of_header(header: str) -> Meta:
    """Read the fields of a header."""
    meta = Meta()
    for name, value in _FIELD.findall(header):
        words, key = " ".join(value.split()), name.strip().lower()
        if key == "title" and not meta.title:
            lines = [line.strip() for line in value.split("\n")]
            meta.title, meta.subtitle = lines[0].rstrip(" :;,"), " ".join(lines[1:])
        elif key in ROLES:
            meta.people += [Person(each, ROLES[key]) for each in re.split(r" and |; ", words)]
        elif key == "language":
            note(meta, "language", words)
        elif key in {"original publication", "credits"}:
            meta.source = words if key == "original publication" else meta.source
    number = _NUMBER.search(header)
    if number:
        said = f"Project Gutenberg, no. {number[1]}"
        meta.source = f"{meta.source.rstrip('.')}. {said}" if meta.source else said
    return meta


def _paragraphs(text: str) -> list[str]:
    return [" ".join(each.split()) for each in re.split(r"\n\s*\n", text) if each.strip()]


def _take_producers(framed: Framed) -> None:
    """Take what is said of the file by those who made it out of the beginning of the text."""
    while True:
        rest = framed.text.lstrip("\n ")
        first = re.split(r"\n\s*\n", rest, maxsplit=1)[0]
        noted = _TRANSCRIBER.match(rest)
        if noted and len(noted[0]) < LONGEST_NOTE:
            first = noted[0]
        elif not _PRODUCED.fullmatch(first) or len(first) > LONGEST_CREDIT:
            return
        framed.meta.notices.append(_paragraphs(first))
        gone = framed.text[: framed.text.index(first) + len(first)]
        framed.first_line += gone.count("\n")
        framed.text = framed.text[len(gone) :]


def declared_encoding(head: bytes) -> str:
    """Return the encoding that a header of Gutenberg's names; empty for none."""
    found = re.search(rb"Character set encoding:\s*([\w.-]+)", head[:4000], re.IGNORECASE)
    return found[1].decode("ascii", "ignore") if found else ""
