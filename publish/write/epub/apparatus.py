"""The chapter of a critical apparatus: all entries, by the parts and passages that they are on.

Print has them at the foot of the page. A screen has no page: a reader pops one up from the small
ring behind its words, or reads on through the chapter, where each leads back to its words. They are
no `aside`, which Apple Books hides where it stands.
"""

from __future__ import annotations

from itertools import groupby

from lxml import etree

from publish.house.language.words import language_of_word, word
from publish.model.publication import Matter, Note, Part, Publication
from publish.write.epub.content import EPUB_TYPE, XML_LANG, H, targets_of

IDENTIFIER = "apparatus-of-entries"
"""The id of the chapter; a name of the manuscript's own may be `apparatus`."""


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
    for part in parts:
        entries = [note for note in part.notes if note.passage is not None]
        made.notes += _called_inside(entries, part)
        part.notes = [n for n in part.notes if n.passage is None and n not in made.notes]
        if entries:
            _add_part(section, part, entries, is_only=is_only)
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


def _add_part(section: etree._Element, part: Part, entries: list[Note], *, is_only: bool) -> None:
    """Add the entries of a part, with its title as a heading where there are several."""
    if part.title and not is_only:
        etree.SubElement(section, H + "h2").text = part.title
    for band, notes in groupby(sorted(entries, key=_band), key=_band):
        of_band = etree.SubElement(section, H + "div", {"class": f"band band-{band}"})
        before = ""
        for note in notes:
            passage = note.passage
            key = (passage.key or passage.verse) if passage is not None else ""
            _add_entry(of_band, note, key if key != before else "", part.lang)
            before = key


def _band(note: Note) -> int:
    return note.passage.band if note.passage is not None else 0


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
