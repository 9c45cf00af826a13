"""The errata sheet: what a reader of one printing needs, by page and line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import takewhile

from lxml import etree
from msgspec import Struct

from publish.house.language.words import named, word
from publish.model.document import Document
from publish.model.erratum import Erratum, Outcome, Resolution
from publish.model.finding import Finding, notice, warning
from publish.model.printing import Printing
from publish.model.publication import EPUB, XHTML
from publish.revise.new_errata import Finder
from publish.revise.printed_text import Printed, PrintedText, Spot
from publish.revise.reader_text import fold_letters

H = f"{{{XHTML}}}"
SHORT = 3
"""Lines of a note in which words are found without their number."""
SHOWN = frozenset({Outcome.APPLIED, Outcome.ALREADY_FIXED})
"""Outcomes of errata that are sure: those that this edition has corrected."""


class Item(Struct, frozen=True):
    """One line of the sheet."""

    erratum: Erratum
    spot: Spot
    was: str
    """The words at fault, as few as tell them from others on their line."""
    now: str
    """What they are to read; empty where they are to go."""

    def template(self, language: str) -> str:
        """Return the sentence of the book's language, with {page}, {line}, {note}, {was}, {now}."""
        sentence = word("errata_line" if self.now else "errata_delete", language)
        return sentence.replace("{place}", self._place(language))

    def _place(self, language: str) -> str:
        if not self.spot.line.is_note:
            return word("errata_place", language)
        if not self.spot.note:
            return word("errata_place_notes", language)
        name = "place_note_line" if self.spot.note_lines > SHORT else "place_note"
        return word(name, language).replace("{place}", word("place_page", language))

    @property
    def line(self) -> int:
        """Return the number of the line, in its note where that is named."""
        return self.spot.in_note if self.spot.note else self.spot.number

    def say(self, language: str) -> str:
        """Write the line as plain text, quotations between asterisks."""
        return self.template(language).format(
            page=self.spot.folio,
            line=self.line,
            note=self.spot.note,
            was=f"*{self.was}*",
            now=f"*{self.now}*",
        )


def make_sheet(
    document: Document, resolutions: list[Resolution], printing: Printing, since: str = ""
) -> tuple[list[Item], list[Finding]]:
    """List the errata of a printing in the order of its pages.

    `document` is the source with nothing applied. Taken are the errata that this edition has
    corrected, were found in the printing `since` or a later one, and whose words stand wrong on
    the printing's pages. Findings: REV-040 not to be found on the pages, REV-041 right already.
    """
    text, finder = PrintedText(printing), Finder(document)
    items: dict[Item, int] = {}
    findings: list[Finding] = []
    for resolution in resolutions:
        erratum = resolution.erratum
        if resolution.outcome not in SHOWN or not _is_due(erratum, since):
            continue
        printed = _printed(finder, erratum, text)
        reading = _reading(printed.words, erratum) if printed else None
        if printed is not None and reading is erratum.find:
            least = _least(erratum, printed.spot.line.text)
            items[Item(erratum, printed.spot, *least)] = printed.at
        elif reading is erratum.replace:
            message = f"{erratum.id}: printing {printing.name} reads {erratum.replace!r} already"
            findings.append(notice("REV-041", message, erratum.place))
        else:
            message = f"{erratum.id} quotes {erratum.find!r}, not on the pages of {printing.name}"
            hint = "give it more context, or correct the sheet by hand"
            findings.append(warning("REV-040", message, erratum.place, hint))
    ranks = {each: (each.spot.page, each.spot.line.is_note, at) for each, at in items.items()}
    return sorted(ranks, key=ranks.__getitem__), findings


def _is_due(erratum: Erratum, since: str) -> bool:
    found = erratum.since or erratum.found_in
    return not since or not found or natural(found) >= natural(since)


def natural(name: str) -> list[tuple[int, str]]:
    """Sort names of printings by their numbers: 2 before 10."""
    parts = re.findall(r"\d+|\D+", name)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _printed(finder: Finder, erratum: Erratum, text: PrintedText) -> Printed | None:
    """Find what is printed in the place that an erratum corrects, whichever reading it is."""
    sound = len(fold_letters(erratum.find[: _sound_part(erratum)]))
    found = finder.occurrences(erratum)
    readings = (erratum.find, erratum.replace)
    if len(found) != 1:  # the manuscript has been corrected since
        return text.find(erratum.before, readings, erratum.after, sound)
    return text.find(found[0].lead, readings, found[0].trail, sound)


def _reading(printed: str, erratum: Erratum) -> str | None:
    """Return which of an erratum's readings is printed, itself; None where neither is.

    Readings that have the same letters are told apart by what else they have.
    """
    was, now = fold_letters(erratum.find), fold_letters(erratum.replace)
    if was != now:
        for letters in (fold_letters(printed), re.sub(r"\d+", "", fold_letters(printed))):
            if letters in (was, now):  # without digits: the mark of a note
                return erratum.find if letters == was else erratum.replace
        return None
    longest = sorted((erratum.find, erratum.replace), key=len, reverse=True)
    return next((each for each in longest if _plain(each) in _plain(printed)), None)


def _plain(words: str) -> str:
    """Keep of some words all that house typography leaves alone."""
    words = re.sub("['\"‘’‚‛“”„‟«»‹›「」『』]", "'", unicodedata.normalize("NFKC", words))
    return " ".join(re.sub("[\u2010-\u2015\u2212-]+", "-", words).split())


def _sound_part(erratum: Erratum) -> int:
    """Count the letters of the words with which both readings begin."""
    pairs = zip(erratum.find, erratum.replace, strict=False)
    both = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return erratum.find.rfind(" ", 0, both) + 1


def _least(erratum: Erratum, line: str) -> tuple[str, str]:
    """Cut both readings to the words that differ, and to what tells them from others on the line.

    Where nothing would be left of one, a word that both have stays.
    """
    was, now = erratum.find.split(), erratum.replace.split()
    first = last = 0
    while first < min(len(was), len(now)) and was[first] == now[first]:
        first += 1
    while last < min(len(was), len(now)) - first and was[-1 - last] == now[-1 - last]:
        last += 1
    while erratum.replace.strip() and (first or last):
        left = was[first : len(was) - last], now[first : len(now) - last]
        if all(left) and _plain(line).count(_plain(" ".join(left[0]))) < 2:
            break
        first, last = (first - 1, last) if first else (first, last - 1)
    return " ".join(was[first : len(was) - last]), " ".join(now[first : len(now) - last])


def sheet_section(items: list[Item], title: str, printing: str, language: str) -> etree._Element:
    """Make the sheet as an XHTML section: a heading, the book and printing, a list of lines."""
    section = etree.Element(H + "section", {"class": "errata-slip", "role": "doc-errata"})
    section.set("id", "errata")
    section.set(f"{{{EPUB}}}type", "errata")
    etree.SubElement(section, H + "h1").text = word("errata_sheet", language)
    book = etree.SubElement(section, H + "p", {"class": "errata-book"})
    etree.SubElement(book, H + "cite").text = title
    book[0].tail = f" ({named('errata_printing', language, printing)})"
    listed = etree.SubElement(section, H + "ul", {"class": "errata-lines"})
    for item in items:
        line = etree.SubElement(listed, H + "li")
        _fill(line, item, language)
    return section


def _fill(line: etree._Element, item: Item, language: str) -> None:
    for literal, name in _parts(item.template(language)):
        if len(line):
            line[-1].tail = (line[-1].tail or "") + literal
        else:
            line.text = (line.text or "") + literal
        if name in ("was", "now"):
            words = item.was if name == "was" else item.now
            etree.SubElement(line, H + "i", {"class": f"errata-{name}"}).text = words
        elif name:
            value = {"page": item.spot.folio, "note": item.spot.note}.get(name, str(item.line))
            target = line[-1] if len(line) else None
            if target is None:
                line.text = (line.text or "") + value
            else:
                target.tail = (target.tail or "") + value


def _parts(template: str) -> Iterator[tuple[str, str]]:
    """Cut a template into literal text and the names that follow it."""
    pieces = re.split(r"\{(\w+)\}", template)
    for at in range(0, len(pieces), 2):
        yield pieces[at], pieces[at + 1] if at + 1 < len(pieces) else ""
