"""Notes as reading systems pop them up: an `aside` at the end of the file, linked both ways.

Apple Books, Kobo, Kindle and Thorium show an `aside epub:type="footnote"` that a noteref points
at; all others follow the link, and the number at the note's start leads back (EPUB 3.3 section
6.1.3, DPUB-ARIA 1.1).
"""

from __future__ import annotations

from lxml import etree

from publish.model.publication import Note
from publish.write.epub.content import EPUB_TYPE, XML_LANG, ContentFile, H

_BLOCKS = frozenset(H + name for name in ("p", "div", "blockquote", "section"))
_STRUCTURES = frozenset(H + name for name in "ul ol dl table figure pre hr".split())
"""Blocks that no link can begin; it stands in a paragraph before them."""


def notes_section(file: ContentFile) -> etree._Element | None:
    """Make the block of a file's notes; None where it has none."""
    if not file.notes:
        return None
    block = etree.Element(H + "div", {"class": "footnotes", EPUB_TYPE: "footnotes"})
    for note in file.notes:
        block.append(_aside(note))
    return block


def _aside(note: Note) -> etree._Element:
    attributes = {"id": note.id, "class": "footnote", EPUB_TYPE: "footnote"}
    aside = etree.Element(H + "aside", {**attributes, "role": "doc-footnote"})
    for name in ("lang", XML_LANG, "dir"):
        if note.body.get(name):
            aside.set(name, str(note.body.get(name)))
    if note.body.get("class"):
        aside.set("class", f"footnote {note.body.get('class')}")
    aside.text = note.body.text
    aside.extend(list(note.body))
    _add_backlink(aside, note)
    return aside


def _add_backlink(aside: etree._Element, note: Note) -> None:
    link = etree.Element(H + "a", {"class": "note-label", "href": f"#{note.ref_id}"})
    link.set("role", "doc-backlink")
    link.set(EPUB_TYPE, "backlink")
    link.text = note.label
    holder = aside
    while not _says(holder) and len(holder) and holder[0].tag in _BLOCKS:
        holder = holder[0]
    if not _says(holder) and len(holder) and holder[0].tag in _STRUCTURES:
        lead = etree.Element(H + "p")
        holder.insert(0, lead)
        holder = lead
    link.tail = f" {(holder.text or '').lstrip()}"
    holder.text = None
    holder.insert(0, link)


def _says(element: etree._Element) -> bool:
    return bool((element.text or "").strip())
