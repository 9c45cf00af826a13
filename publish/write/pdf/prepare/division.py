"""A division of the book as one piece of layout work: it begins on a new page.

Chapters begin on new pages, so each can be laid out apart, in any order, and kept for the next
run: its pages depend on nothing but its own XHTML, the styles and the fonts.
"""

from __future__ import annotations

from enum import StrEnum
from xml.etree.ElementTree import Element, SubElement

from msgspec import Struct

from publish.engine.tree import add_class, bare, classes
from publish.engine.tree_names import ENTRIES_BY, FIRST_SIDE
from publish.model.edition import Edition
from publish.model.finding import Place
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import Matter, Part
from publish.write.pdf.prepare.apparatus import name_key
from publish.write.pdf.prepare.correction_places import name_places
from publish.write.pdf.prepare.line_numbers import mark_numbers
from publish.write.pdf.prepare.mark_runs import join_marks
from publish.write.pdf.prepare.note_links import name_note_pages
from publish.write.pdf.prepare.notes import bind_marks, place_notes
from publish.write.pdf.prepare.picture_words import name_pictures
from publish.write.pdf.prepare.setting.closing_dashes import bind_closing_dashes
from publish.write.pdf.prepare.setting.endless_words import part_endless_words
from publish.write.pdf.prepare.setting.formulas import set_formulas
from publish.write.pdf.prepare.setting.list_numbers import keep_numbers
from publish.write.pdf.prepare.setting.openings import mark_headless, mark_lead
from publish.write.pdf.prepare.setting.paragraph_ends import bind_last_words

DISPLAY = frozenset(
    "halftitlepage titlepage copyright-page dedication epigraph frontispiece cover seriespage "
    "imprint imprimatur".split()
)
"""Parts whose pages carry neither running head nor folio (Chicago 1.6, 1.16)."""

VERSO = frozenset("copyright-page imprint imprimatur frontispiece seriespage cover".split())
"""Parts that stand on a left-hand page (Chicago 1.20, 1.19)."""


FEW_COLUMNS = 2
"""Columns of a dictionary that the house's sheet sets."""


_FURTHER_INDEX = lazy_pattern(r"index-\d+")
"""Indexes behind the first follow it on the next page, whichever side that is."""


class Opens(StrEnum):
    """On which page a division may begin."""

    RECTO = "recto"
    VERSO = "verso"
    ANY = "any"


class Division(Struct):
    """One division, ready to be laid out."""

    name: str
    title: str
    matter: Matter
    root: Element
    """The bare `html` element."""
    opens: Opens = Opens.ANY
    is_display: bool = False
    place: Place | None = None
    """Where the division stands in the manuscript."""

    @property
    def page_refs(self) -> list[Element]:
        """List the links that print shows as page numbers."""
        return [a for a in self.root.iter("a") if "page-ref" in a.get("class", "").split()]


def division_of(part: Part, edition: Edition, *, has_margin: bool = True) -> Division:
    """Make the layout work of one part, its notes set where print shows them."""
    kinds = set(part.epub_type.split())
    section = bare(part.body)
    set_formulas(section)
    name_pictures(section)
    keep_numbers(section)
    join_marks(section)
    at_end = edition.print.notes == "end"
    place_notes(section, part.notes, at_end=at_end, has_margin=has_margin)
    by_page = edition.print.note_numbers == "page"
    name_places(section, part.lang)
    name_note_pages(section, {note.id for note in part.notes}, part.lang, by_page=by_page)
    bind_marks(section)
    bind_last_words(section)
    bind_closing_dashes(section)
    part_endless_words(section)
    if not kinds & DISPLAY:
        mark_headless(section)
    if part.matter is Matter.BODY:
        mark_lead(section)
        if edition.print.initials and "run" in section.get("class", "").split():
            for chapter in section.findall("section"):
                mark_lead(chapter)
    page = page_of(section, part.lang, part.direction, part.matter)
    if edition.print.entry_columns != FEW_COLUMNS:
        add_class(page[0], f"columns-{edition.print.entry_columns}")
    if "newspaper" in classes(section):
        add_class(section, f"columns-{edition.print.newspaper_columns}")
    name_key(page, edition)
    if part.matter is Matter.BODY or ENTRIES_BY in page.attrib:
        mark_numbers(page, edition)
    may_wait = any(element.tag in {"figure", "table"} for element in section.iter())
    if edition.print.float_figures and may_wait:
        add_class(page[0], "floating")
    opens = _opens(part, kinds, edition)
    if opens is not Opens.ANY:
        page.set(FIRST_SIDE, str(opens))
    return Division(
        part.name,
        part.title,
        part.matter,
        page,
        opens,
        bool(kinds & DISPLAY),
        part.place,
    )


def page_of(section: Element, lang: str, direction: str, matter: Matter) -> Element:
    """Wrap a section as a document."""
    html = Element("html", {"lang": lang or "und", "dir": direction or "ltr"})
    body = SubElement(html, "body", {"class": str(matter)})
    body.append(section)
    return html


def _opens(part: Part, kinds: set[str], edition: Edition) -> Opens:
    """Choose the side: display pages have their own, chapters as the edition says."""
    if kinds & VERSO or "in-step-facing" in (part.body.get("class") or "").split():
        return Opens.VERSO
    if part.epub_type == "index" and _FURTHER_INDEX.fullmatch(part.name):
        return Opens.ANY
    is_bound = edition.print.chapter_opens not in {"any", "page"}
    if kinds & DISPLAY or part.matter is Matter.FRONT or is_bound:
        return Opens.RECTO
    return Opens.ANY
