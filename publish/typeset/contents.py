"""The contents: one entry for each part and, below it, for the headings inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from publish.house.language.words import word
from publish.model.document import XML_LANG
from publish.model.edition import Edition
from publish.model.publication import Entry, Matter, Medium, Part
from publish.typeset.bare_numbers import name_bare
from publish.typeset.entry_groups import LETTER
from publish.typeset.heading_dates import bind_days
from publish.typeset.headings import HEADING_TAGS, plain_title
from publish.typeset.planned import Planned
from publish.typeset.statements import words_in
from publish.typeset.textparts import UNIT
from publish.typeset.titles import first_words, kind_title, opening_title
from publish.typeset.xhtml import H, classes

_UNLISTED = frozenset(
    "titlepage halftitlepage cover frontispiece copyright-page dedication epigraph imprint"
    " colophon".split()
)
"""Parts of one page each, around the text."""

_ADVERTISEMENTS = frozenset("advertisement advertisements advert adverts ad ads anzeige".split())
"""Classes of divisions inside a part that contents pass over: a newspaper has dozens to a page."""

_NOT_INSIDE = frozenset(H + name for name in ("blockquote", "aside", "figure", "table", "li", "dd"))
"""A heading inside one of these belongs to what is quoted or shown, not to the book."""

Made = tuple[Planned, Part | None]


def contents_of(made: Sequence[Made], generated: Sequence[Part], edition: Edition) -> list[Entry]:
    """List the manuscript's parts in their hierarchy, and what the edition adds before and behind.

    Title pages, dedications and the like are left out (Chicago 1.38), and so is what an EPUB alone
    has, and a part that is called by the first of its sections, such as a page of a ledger.
    """
    top: list[Entry] = []
    entry_of: dict[int, Entry] = {}
    depth, fronts = max(1, edition.contents.depth), 0
    for plan, part in made:
        siblings, level = _siblings(plan, entry_of, top)
        if part is None:
            if plan.is_virtual and level <= depth:
                entry = Entry(_virtual_title(plan, edition), "")
                entry_of[id(plan)] = entry
                siblings.append(entry)
            continue
        if _is_unlisted(part) or level > depth:
            continue
        inner = _headings(part, depth - level)
        if plan.is_run and plan.owner is None and inner:
            siblings += _headings(part, depth - level + 1)
            continue
        entry = Entry(part.title or edition.book.title or word("text", part.lang), _id(part.body))
        entry.lang = part.lang if part.lang != edition.book.language else ""
        if inner and _is_called_by_section(part, inner[0]):
            siblings += _headings(part, depth - level + 1)
            continue
        entry.children = inner
        entry_of[id(plan)] = entry
        siblings.append(entry)
        fronts += siblings is top and part.matter is Matter.FRONT
    top[fronts:fronts] = [
        Entry(p.title, _id(p.body))
        for p in generated
        if p.matter is Matter.FRONT and p.medium is Medium.BOTH and not _is_unlisted(p)
    ]
    _aim_virtual(top)
    top += [Entry(p.title, _id(p.body)) for p in generated if _is_listed(p)]
    _bind_days(top, edition.book.language)
    listed = [entry for entry in top if entry.target]
    parts = [part for _, part in made if part is not None]
    sections = (e for part in parts for e in part.body.iter(H + "section"))
    name_bare(listed, {str(section.get("id")): section for section in sections})
    return listed


def _is_called_by_section(part: Part, first: Entry) -> bool:
    """Return whether a part has no name but that of its first section, with which it begins."""
    begin = next((e for e in part.body if e.tag == H + "section" or words_in(e)), None)
    is_section = begin is not None and begin.tag == H + "section"
    return is_section and part.title in {first.title, first_words(part.body)}


def _bind_days(entries: list[Entry], language: str) -> None:
    for entry in entries:
        entry.title = bind_days(entry.title, entry.lang or language)
        _bind_days(entry.children, language)


def _is_unlisted(part: Part) -> bool:
    """Return whether contents pass a part over; a dedication that is a letter stays."""
    kinds = set(part.epub_type.split())
    is_letter = "dedication" in kinds and "long" in (part.body.get("class") or "").split()
    return bool(kinds & _UNLISTED) and not is_letter


def _is_listed(part: Part) -> bool:
    return part.matter is Matter.BACK and part.medium is Medium.BOTH


def _siblings(
    plan: Planned, entry_of: dict[int, Entry], top: list[Entry]
) -> tuple[list[Entry], int]:
    """Find the list that a part's entry joins, and the level of that list."""
    level, around = 1, plan.parent
    nearest: Entry | None = None
    while around is not None:
        if id(around) in entry_of:
            nearest = nearest or entry_of[id(around)]
            level += 1
        around = around.parent
    return (nearest.children if nearest is not None else top), level


def _virtual_title(plan: Planned, edition: Edition) -> str:
    named = kind_title(plan.kind, plan.owner, edition.book.language)
    return plan.heading or named or word("part", edition.book.language)


def _aim_virtual(entries: list[Entry]) -> None:
    """Have an entry without a page of its own lead to the first one below it."""
    for entry in list(entries):
        _aim_virtual(entry.children)
        if not entry.target:
            if entry.children:
                entry.target = entry.children[0].target
            else:
                entries.remove(entry)


def _id(element: etree._Element) -> str:
    return element.get("id") or ""


def _headings(part: Part, depth: int) -> list[Entry]:
    """List the headings inside a part, nested by the sections that they open."""
    return list(_entries_in(part.body, depth)) if depth > 0 else []


def _entries_in(section: etree._Element, depth: int) -> Iterator[Entry]:
    """Yield an entry for each section below that has a heading or a name."""
    sections = list(_inner_sections(section))
    is_only = sum("piece" in classes(inner) for inner in sections) == 1
    for inner in sections:
        if not _ADVERTISEMENTS.isdisjoint(classes(inner)):
            continue
        title = _title_of_section(inner, is_only=is_only)
        below = list(_entries_in(inner, depth - 1)) if depth > 1 else []
        if title and inner.get("id"):
            entry = Entry(title, _id(inner), inner.get(XML_LANG) or "", below)
            entry.is_letter = LETTER in classes(inner)
            yield entry
        else:
            yield from below


def _inner_sections(section: etree._Element) -> Iterator[etree._Element]:
    pending = list(reversed(section))
    while pending:
        element = pending.pop()
        if element.tag == H + "section":
            yield element
        elif isinstance(element.tag, str) and not _is_apart(element):
            pending.extend(reversed(element))


def _is_apart(element: etree._Element) -> bool:
    return element.tag in _NOT_INSIDE or "floating-text" in (element.get("class") or "").split()


def _title_of_section(section: etree._Element, *, is_only: bool) -> str:
    """Find what to call a section; a poem or letter without heading has its first words.

    The only one of a division, which a comment may follow, is what the division's heading names.
    """
    if UNIT in classes(section):
        return ""
    headed = opening_title(section)
    if headed:
        return headed
    heading = next(_own_headings(section), None)
    if heading is not None:
        return plain_title(heading)
    is_piece = "piece" in classes(section) and not is_only
    return first_words(section) if is_piece else ""


def _own_headings(section: etree._Element) -> Iterator[etree._Element]:
    for element in section:
        if element.tag in HEADING_TAGS:
            yield element
        elif element.tag == H + "div":
            yield from _own_headings(element)
