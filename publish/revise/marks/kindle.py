"""Marks of a Kindle: `My Clippings.txt`, in which entries stand between lines of ten equal signs.

The head of an entry is in the device's language: `- Your Highlight on page 12 | Location 170-171 |
Added on Sunday, ...`. Its numbers are the same in all; a note is known by its word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from publish.model.finding import Place
from publish.revise.marks.mark import Mark

BREAK = "=========="
NOTES = re.compile(
    r"(?i)\b(?:note|notiz|nota|notitie|заметка|anteckning|notatka|notunuz|notu)\b"
    r"|笔记|筆記|註記|メモ|메모|टिप्पणी|नोट|ملاحظة|ملاحظتك"
)
PLACES = re.compile(
    r"(?i)\b(?:bookmark|lesezeichen|signet|marcador|segnalibro|bladwijzer|закладка|bokmärke"
    r"|zakładka|yer işareti)\b|书签|書籤|ブックマーク|북마크|बुकमार्क|إشارة"
)
HEAD = re.compile(r"[-\u2013\u2014] .*\d")
TITLE = re.compile(r"^(.*?)\s*(?:\(([^()]*)\))?$")


def is_clippings(text: str) -> bool:
    """Return whether a text is a file of clippings."""
    return f"\n{BREAK}" in text and any(map(HEAD.match, text.split("\n")))


def marks_of_clippings(text: str, file_name: str) -> list[Mark]:
    """Read the highlights, each with the note that stands at its place."""
    entries = list(_entries(text, file_name))
    notes = [(mark, span) for mark, is_note, span in entries if is_note]
    marks = []
    for mark, is_note, span in entries:
        if is_note:
            continue
        own = [n.note for n, (at, _) in notes if n.title == mark.title and span[0] <= at <= span[1]]
        marks.append(structs.replace(mark, note=" ".join(own)))
    return marks


def _entries(text: str, file_name: str) -> Iterator[tuple[Mark, bool, tuple[int, int]]]:
    line = 1
    for block in text.replace("\ufeff", "").split(BREAK):
        rows = block.split("\n")
        blank = next((n for n, row in enumerate(rows) if row.strip()), len(rows))
        place, line = Place(file_name, line + blank), line + len(rows) - 1
        rows = [row.strip() for row in rows[blank:]]
        words = " ".join(filter(None, rows[2:]))
        if len(rows) < 3 or not HEAD.match(rows[1]) or not words:
            continue
        head = rows[1].rpartition("|")[0] or rows[1]  # without when
        if PLACES.search(head):
            continue
        span = _span(head)
        named = TITLE.match(rows[0])
        mark = Mark(
            words=words,
            note=words,
            device="Kindle",
            title=named[1] if named else rows[0],
            order=(float(span[0]),) if span[1] else (),
            spot=rows[1].lstrip("-\u2013\u2014 "),
            place=place,
        )
        yield mark, NOTES.search(head) is not None, span


def _span(where: str) -> tuple[int, int]:
    """Return the last numbers that a head tells: locations where it has them, else pages."""
    found = re.findall(r"(\d+)(?:\s*[-–]\s*(\d+))?", where)
    if not found:
        return (0, 0)
    first, last = found[-1]
    end = int(last) if last else int(first)
    if last and len(last) < len(first):  # 1702-03
        end = int(first[: -len(last)] + last)
    return int(first), end
