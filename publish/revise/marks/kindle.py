"""Marks of a Kindle: `My Clippings.txt`, in which entries stand between lines of ten equal signs.

The head of an entry is in the device's language: `- Your Highlight on page 12 | Location 170-171 |
Added on Sunday, ...`. Its numbers are the same in all, `10-12`, `10–12` (Russian) or `10 t/m 12`
(Dutch); a note is known by its word. A book with pages of its own may have these alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import structs

from publish.model.finding import Place
from publish.model.lazy_pattern import lazy_pattern
from publish.revise.marks.mark import Mark

BREAK = "=========="
NOTES = lazy_pattern(
    r"(?i)\b(?:note|notiz|nota|notitie|заметка|anteckning|notatka|notunuz|notu)\b"
    r"|笔记|筆記|註記|メモ|메모|टिप्पणी|नोट|ملاحظة|ملاحظتك"
)
PLACES = lazy_pattern(
    r"(?i)\b(?:bookmark|lesezeichen|signet|marcador|segnalibro|bladwijzer|закладка|bokmärke"
    r"|zakładka|yer işareti)\b|书签|書籤|ブックマーク|북마크|बुकमार्क|إشارة"
)
PAGES = lazy_pattern(
    r"(?i)\b(?:page|seite|página|pagina|страниц[еы]|sida(?:n)?|stron(?:ie|a)|sayfa)\b"
    r"|第 ?\d+ ?[页頁]|ページ|페이지|पृष्ठ|صفحة"
)
HEAD = lazy_pattern(r"[-\u2013\u2014] .*\d")
TITLE = lazy_pattern(r"^(.*?)\s*(?:\(([^()]*)\))?$")


def is_clippings(text: str) -> bool:
    """Return whether a text is a file of clippings."""
    return f"\n{BREAK}" in text and any(map(HEAD.match, text.split("\n")))


def marks_of_clippings(text: str, file_name: str) -> list[Mark]:
    """Read the highlights, each with the note that stands at its place."""
    entries = list(_entries(text, file_name))
    notes = [(mark, span) for mark, is_note, span in entries if is_note]
    with_locations = {mark.title for mark, _, _ in entries if mark.locations}
    marks = []
    for mark, is_note, span in entries:
        if is_note:
            continue
        own = [n.note for n, (at, _) in notes if n.title == mark.title and span[0] <= at <= span[1]]
        is_apart = mark.locations is None and mark.title in with_locations
        order = () if is_apart else mark.order  # pages say nothing among locations
        marks.append(structs.replace(mark, note=" ".join(own), order=order))
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
            locations=span if span[1] and _has_location(head) else None,
            spot=rows[1].lstrip("-\u2013\u2014 "),
            place=place,
        )
        yield mark, NOTES.search(head) is not None, span


def _has_location(head: str) -> bool:
    """Return whether a head tells a location; of a page alone it says so in one of two ways."""
    return "|" in head or "（" in head or PAGES.search(head) is None


def _span(where: str) -> tuple[int, int]:
    """Return the last numbers that a head tells: locations where it has them, else pages."""
    found = re.findall(r"(\d+)(?:\s*(?:[-–]|t/m)\s*#?(\d+))?", where)
    if not found:
        return (0, 0)
    first, last = found[-1]
    end = int(last) if last else int(first)
    if last and len(last) < len(first):  # 1702-03
        end = int(first[: -len(last)] + last)
    return int(first), end
