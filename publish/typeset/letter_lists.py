"""The calendar of a series of letters, and what its index of correspondents lists."""

from __future__ import annotations

from lxml import etree

from publish.house.language.tag import direction_of
from publish.house.language.words import word
from publish.model.edition import Edition
from publish.model.publication import Entry, Matter, Part
from publish.model.text_kind import IndexOf
from publish.typeset.added import open_section
from publish.typeset.correspondence import Letter
from publish.typeset.generated_lists import entries_list
from publish.typeset.ids import IdRegistry
from publish.typeset.index_terms import IndexTerm
from publish.typeset.xhtml import H

FEWEST_CORRESPONDENTS = 3
"""Of two people who write to each other no index is needed."""


def calendar_of(letters: list[Letter], names: IdRegistry, edition: Edition) -> Part | None:
    """List a series of letters by date: who wrote to whom, when, from where."""
    language = edition.book.language
    known = [(letter, names.of(letter.target)) for letter in letters]
    known = [(letter, target) for letter, target in known if target in names.taken]
    if len(known) < 2:
        return None
    section = open_section(names, "calendar", "contents calendar", "appendix", "doc-appendix")
    title = word("calendar", language)
    etree.SubElement(section, H + "h1").text = title
    by_date = sorted(known, key=lambda pair: pair[0].day or "9")
    entries = [Entry(_line(letter, language), target) for letter, target in by_date]
    section.append(entries_list(entries, 1, 1))
    slug = section.get("id") or "calendar"
    direction = direction_of(language or "und")
    return Part(slug, title, Matter.BACK, "appendix", section, language, direction)


def _line(letter: Letter, language: str) -> str:
    heading = letter.heading(language)
    place = letter.sent_from
    return f"{heading}, {place}" if place and place not in heading else heading


def correspondents_of(letters: list[Letter], names: IdRegistry) -> list[IndexTerm]:
    """List each letter under who sent and who received it; nothing for two people alone."""
    people: dict[str, str] = {}
    for letter in letters:
        for person in (*letter.senders, *letter.recipients):
            people.setdefault(person.key, person.filed)
    if len(letters) < 2 or len(people) < FEWEST_CORRESPONDENTS:
        return []
    return [
        IndexTerm((people[person.key],), names.of(letter.target), str(IndexOf.CORRESPONDENTS))
        for letter in letters
        for person in (*letter.senders, *letter.recipients)
    ]
