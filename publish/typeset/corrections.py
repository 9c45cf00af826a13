"""The list of corrections: what the source reads, what this edition reads, where, on what grounds.

Every erratum that was applied has a line. The place is a link to it: the nearest heading, with the
page where the page list has it. Print says page and line instead (`a.page-ref`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from publish.house.correction_places import under_heading
from publish.house.language.tag import direction_of
from publish.house.language.words import word
from publish.model.edition import Edition, View
from publish.model.erratum import Outcome, Resolution
from publish.model.publication import Matter, Part
from publish.typeset.added import open_section, say_word
from publish.typeset.dead_links import parts_by_id
from publish.typeset.ids import IdRegistry, as_ncname
from publish.typeset.whereabouts import Whereabouts, whereabouts
from publish.typeset.xhtml import H


def corrections_part(
    body: list[Part], resolutions: Iterable[Resolution], names: IdRegistry, edition: Edition
) -> Part | None:
    """Make the list; None where it is switched off or nothing was corrected."""
    if not edition.text.corrections_list or edition.text.view is View.DIPLOMATIC:
        return None
    applied = [each for each in resolutions if each.outcome is Outcome.APPLIED]
    part_of = parts_by_id(body) if applied else {}
    applied = [each for each in applied if names.of(each.target) in part_of]
    if not applied:
        return None
    return _part(applied, part_of, names, edition)


def _part(
    applied: list[Resolution], part_of: dict[str, Part], names: IdRegistry, edition: Edition
) -> Part:
    language = edition.book.language
    section = open_section(names, "corrections", "corrections", "errata", "doc-errata")
    title = word("corrections", language)
    heading = etree.SubElement(section, H + "h1")
    heading.text = title
    intro = etree.SubElement(section, H + "p", {"class": "corrections-intro"})
    say_word(intro, "corrections_intro", language)
    table = etree.SubElement(section, H + "table", {"class": "corrections"})
    _head(table, language)
    rows = etree.SubElement(table, H + "tbody")
    places = whereabouts(_in_order(part_of), {names.of(each.target) for each in applied})
    order = {target: number for number, target in enumerate(places)}
    applied.sort(key=lambda resolution: order.get(names.of(resolution.target), len(order)))
    for resolution in applied:
        target = names.of(resolution.target)
        row = _row(rows, resolution, edition)
        unseen = Whereabouts("", part_of[target].title)
        _set_place(row[0], target, places.get(target, unseen), edition)
        row.set("id", names.fresh(f"correction-{as_ncname(resolution.erratum.id)}"))
        if edition.text.corrections_linked:
            _link_back(target, part_of[target], str(row.get("id")))
    lang = language or "und"
    return Part("corrections", title, Matter.BACK, "errata", section, language, direction_of(lang))


def _in_order(part_of: dict[str, Part]) -> list[Part]:
    return list({id(part): part for part in part_of.values()}.values())


def _head(table: etree._Element, language: str) -> None:
    row = etree.SubElement(etree.SubElement(table, H + "thead"), H + "tr")
    for name in ("place", "was", "now", "kind"):
        cell = etree.SubElement(row, H + "th", {"scope": "col", "class": f"correction-{name}"})
        say_word(cell, f"correction_{name}", language)


def _row(rows: etree._Element, resolution: Resolution, edition: Edition) -> etree._Element:
    erratum = resolution.erratum
    row = etree.SubElement(rows, H + "tr")
    etree.SubElement(row, H + "td", {"class": "correction-place"})
    for name, words in (("was", erratum.find), ("now", erratum.replace)):
        cell = etree.SubElement(row, H + "td", {"class": f"correction-{name}"})
        _quote(cell, erratum.before, words, erratum.after)
    kind = etree.SubElement(row, H + "td", {"class": "correction-kind"})
    say_word(kind, f"kind_{erratum.kind}", edition.book.language)
    return row


def _set_place(cell: etree._Element, target: str, place: Whereabouts, edition: Edition) -> None:
    """Say where a correction is: its chapter, the page where there is one, the note it is in.

    The chapter and page of a note are those of its mark; the note's number leads to the words.
    """
    language = edition.book.language
    link = etree.Element(H + "a", {"class": "page-ref", "href": f"#{place.mark or target}"})
    under_heading(link, place.heading or edition.book.title, place.page, language)
    if not place.note:
        cell.append(link)
        return
    before, between, behind = re.split(r"\{(?:place|note)\}", word("place_note", language))
    note = etree.Element(H + "a", {"href": f"#{target}"})
    cell.text, link.tail = before or None, between
    note.text, note.tail = place.note, behind or None
    cell.extend([link, note])


def _link_back(target: str, part: Part, line: str) -> None:
    """Make the corrected words a link to their line, where they stand in no other link."""
    for tree in part.trees():
        for element in tree.iter(H + "span"):
            if element.get("id") == target and next(element.iterancestors(H + "a"), None) is None:
                element.tag = H + "a"
                element.set("href", f"#{line}")


def _quote(cell: etree._Element, before: str, words: str, after: str) -> None:
    """Write a reading with enough of its surroundings to be seen where it is only a point."""
    is_word = sum(letter.isalpha() for letter in words) >= 3
    lead = "" if is_word else before.split("\n")[-1][-16:].lstrip()
    trail = "" if is_word else after.split("\n")[0][:16].rstrip()
    cell.text = lead or None
    mark = etree.SubElement(cell, H + "span", {"class": "reading"})
    mark.text, mark.tail = words, trail or None
