"""Guide words: the first and the last headword of each page of a dictionary, over its text."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from publish.engine.drawn import PageRecord
from publish.engine.tree import classes
from publish.write.pdf.layout.book_layout import BookLayout
from publish.write.pdf.prepare.division import Division

COLUMNS = "entry-columns"
"""The class of what holds a dictionary's entries."""

_ENTRY = frozenset({"entry", "super-entry"})

_LONGEST = 22
"""Letters of a headword that are shown; a phrase is cut behind a word."""

BETWEEN = " – "


def has_guides(book: BookLayout) -> bool:
    """Return whether some pages of a book will bear guide words."""
    return book.edition.print.guide_words and any(map(headwords_of, book.divisions))


def find_guides(book: BookLayout) -> dict[tuple[int, int], str]:
    """Find the guide words of each page, by the numbers of its division and of the page in it."""
    found: dict[tuple[int, int], str] = {}
    if not book.edition.print.guide_words:
        return found
    for number, division in enumerate(book.divisions):
        words = headwords_of(division)
        if words:
            records = book.drawn_divisions[number].page_records
            for page, guide in enumerate(_guides(words, records)):
                found[number, page] = guide
    return found


def _guides(words: dict[str, str], records: list[PageRecord]) -> list[str]:
    """Return the guide words of pages; an entry that fills one is what it names."""
    places = {name: place for place, name in enumerate(words)}
    names, last = list(words), ""
    guides = []
    for record in records:
        begun = sorted(places[name] for name in record.anchors if name in places)
        first = names[begun[0]] if begun else last
        last = names[begun[-1]] if begun else last
        ends = dict.fromkeys(words[name] for name in (first, last) if name)
        guides.append(BETWEEN.join(filter(None, ends)))
    return guides


def headwords_of(division: Division) -> dict[str, str]:
    """List the headwords of a division's columns by the ids of their entries, in their order."""
    holders = (e for e in division.root.iter("div") if COLUMNS in classes(e))
    return {
        entry.get("id", ""): _cut(_headword(entry))
        for holder in holders
        for entry in holder
        if _ENTRY & classes(entry) and entry.get("id")
    }


def _headword(entry: Element) -> str:
    found = next((e for e in entry.iter() if "orth" in classes(e)), None)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _cut(headword: str) -> str:
    if len(headword) <= _LONGEST:
        return headword
    words = headword[: _LONGEST + 1].split()[:-1] or [headword[:_LONGEST]]
    return f"{' '.join(words)} …"
