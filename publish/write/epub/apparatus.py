"""The chapter of a critical apparatus: all entries, by the parts and passages that they are on.

Print has them at the foot of the page. A screen has no page: a reader pops one up from the small
ring behind its words, or reads on through the chapter, where each leads back to its words. They are
no `aside`, which Apple Books hides where it stands.
"""

from __future__ import annotations

from itertools import groupby

from lxml import etree
from msgspec import Struct

from publish.house.language.words import language_of_word, word
from publish.house.note_signs import OF_HEADING
from publish.model.publication import Matter, Note, Part, Publication
from publish.write.epub.content import EPUB_TYPE, XML_LANG, H, targets_of

IDENTIFIER = "apparatus-of-entries"
"""The id of the chapter; a name of the manuscript's own may be `apparatus`."""

_HEADINGS = frozenset(f"{H}h{rank}" for rank in range(1, 7))


def apparatus_part(parts: list[Part], publication: Publication) -> Part | None:
    """Take the entries out of the notes of parts and make a part of them; None without any."""
    if not any(note.passage is not None for part in parts for note in part.notes):
        return None
    lang = publication.lang
    title = word("apparatus", lang)
    section = etree.Element(H + "section", {"id": IDENTIFIER, "class": "apparatus-of-entries"})
    section.set(EPUB_TYPE, "backmatter")
    heading = etree.SubElement(section, H + "h1")
    heading.text = title
    own = language_of_word("apparatus", lang)
    if own != lang:
        heading.set("lang", own)
        heading.set(XML_LANG, own)
    is_only = sum(any(note.passage for note in part.notes) for part in parts) == 1
    made = Part("apparatus", title, Matter.BACK, "backmatter", section, lang, publication.direction)
    every = (entry for top in publication.contents for _, entry in top.flat())
    titles = {entry.target: entry.title for entry in every if not entry.is_bare}
    for part in parts:
        entries = [note for note in part.notes if note.passage is not None]
        made.notes += _called_inside(entries, part)
        part.notes = [n for n in part.notes if n.passage is None and n not in made.notes]
        if entries:
            _add_part(section, part, _entries_of(part, entries, titles), is_only=is_only)
    return made


def _called_inside(entries: list[Note], part: Part) -> list[Note]:
    """List the notes with numbers that an entry calls first, and those that these call."""
    called = targets_of(part.body)
    found: list[Note] = []
    inside = {target for entry in entries for target in targets_of(entry.body)} - called
    for note in part.notes:
        if note.passage is None and note.id in inside:
            found.append(note)
            inside |= targets_of(note.body) - called
    return found


class _Entry(Struct):
    note: Note
    band: int
    key: str
    """How its place is cited; `tit.` on a heading; empty where the text has no numbers."""
    under: str
    """The title of the section that it is in, where keys alone do not tell its place."""


def _entries_of(part: Part, notes: list[Note], titles: dict[str, str]) -> list[_Entry]:
    """Find out where the entries of a part stand."""
    marks = {a.get("id"): a for a in part.body.iter(H + "a")}
    entries = []
    for note in notes:
        mark, passage = marks.get(note.ref_id), note.passage
        around = [] if mark is None else list(mark.iterancestors())
        key = (passage.key or passage.verse) if passage is not None else ""
        if any(e.tag in _HEADINGS or "head" in (e.get("class") or "").split() for e in around):
            key = f"{key} {OF_HEADING}".strip()
        sections = (titles.get(e.get("id") or "") for e in around if e.tag == H + "section")
        under = next(filter(None, sections), part.title)
        entries.append(_Entry(note, passage.band if passage is not None else 0, key, under))
    if all(e.key and (e.key != OF_HEADING or e.under == part.title) for e in entries):
        for entry in entries:
            entry.under = part.title
    return entries


def _add_part(section: etree._Element, part: Part, entries: list[_Entry], *, is_only: bool) -> None:
    """Add the entries of a part, with its title as a heading where there are several."""
    is_named = bool(part.title) and not is_only
    if is_named:
        etree.SubElement(section, H + "h2").text = part.title
    for band, of_one in groupby(sorted(entries, key=_band), key=_band):
        of_band = etree.SubElement(section, H + "div", {"class": f"band band-{band}"})
        before, under = "", part.title
        for entry in of_one:
            if entry.under != under:
                before, under = "", entry.under
                etree.SubElement(of_band, H + ("h3" if is_named else "h2")).text = under
            _add_entry(of_band, entry.note, entry.key if entry.key != before else "", part.lang)
            before = entry.key


def _band(entry: _Entry) -> int:
    return entry.band


def _add_entry(of_band: etree._Element, note: Note, key: str, lang: str) -> None:
    """Add an entry: how its place is cited, which leads there, then what it says."""
    made = etree.SubElement(of_band, H + "div", {"id": note.id, "class": "entry"})
    made.set(EPUB_TYPE, "footnote")
    made.set("role", "doc-footnote")
    for name in ("lang", XML_LANG, "dir"):
        if note.body.get(name):
            made.set(name, str(note.body.get(name)))
    if lang and not made.get("lang"):
        made.set("lang", lang)
        made.set(XML_LANG, lang)
    made.text = note.body.text
    made.extend(list(note.body))
    first = made[0] if len(made) and made[0].tag == H + "p" else made
    link = etree.Element(H + "a", {"class": "entry-key", "href": f"#{note.ref_id}"})
    link.set("role", "doc-backlink")
    link.set(EPUB_TYPE, "backlink")
    link.text = key or note.label
    link.tail = f" {(first.text or '').lstrip()}"
    first.text = None
    first.insert(0, link)
