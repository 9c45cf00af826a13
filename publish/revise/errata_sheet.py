"""The errata sheet: what a reader of one printing needs, by page and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from lxml import etree

from publish.house.language.words import named, word
from publish.model.document import Document
from publish.model.erratum import Erratum, Outcome, Resolution
from publish.model.finding import Finding, notice, warning
from publish.model.printing import Printing
from publish.model.publication import EPUB, XHTML
from publish.revise.new_errata import occurrences
from publish.revise.printed_text import PrintedText, Spot, reduce

H = f"{{{XHTML}}}"
SHOWN = frozenset({Outcome.APPLIED, Outcome.ALREADY_FIXED})
"""Outcomes of errata that are sure: those that this edition has corrected."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the sheet."""

    erratum: Erratum
    spot: Spot

    def template(self, language: str) -> str:
        """Return the sentence of the book's language, with {page}, {line}, {was} and {now}."""
        name = "errata_line" if self.erratum.replace.strip() else "errata_delete"
        if self.spot.line.is_note:
            name += "_note"
        return word(name, language)

    def say(self, language: str) -> str:
        """Write the line as plain text, quotations between asterisks."""
        return self.template(language).format(
            page=self.spot.folio,
            line=self.spot.number,
            was=f"*{_in_one_line(self.erratum.find)}*",
            now=f"*{_in_one_line(self.erratum.replace)}*",
        )


def _in_one_line(words: str) -> str:
    return " ".join(words.split())


def make_sheet(
    document: Document, resolutions: list[Resolution], printing: Printing, since: str = ""
) -> tuple[list[Item], list[Finding]]:
    """List the errata of a printing in the order of its pages.

    `document` is the source with nothing applied. Taken are the errata that this edition has
    corrected, were found in the printing `since` or a later one, and whose words stand wrong on
    the printing's pages. Findings: REV-040 not to be found on the pages, REV-041 right already.
    """
    text = PrintedText(printing)
    items: list[Item] = []
    findings: list[Finding] = []
    for resolution in resolutions:
        erratum = resolution.erratum
        if resolution.outcome not in SHOWN or not _is_due(erratum, since):
            continue
        wrong = _locate(document, erratum, erratum.find, text)
        right = _locate(document, erratum, erratum.replace, text)
        if wrong is not None and (right is None or wrong[1] >= right[1]):
            items.append(Item(erratum, wrong[0]))
        elif right is not None:
            message = f"{erratum.id}: printing {printing.name} reads {erratum.replace!r} already"
            findings.append(notice("REV-041", message, erratum.place))
        else:
            message = f"{erratum.id} quotes {erratum.find!r}, not on the pages of {printing.name}"
            hint = "give it more context, or correct the sheet by hand"
            findings.append(warning("REV-040", message, erratum.place, hint))
    items.sort(key=lambda item: (item.spot.page, item.spot.line.is_note, item.spot.number))
    return items, findings


def _is_due(erratum: Erratum, since: str) -> bool:
    found = erratum.since or erratum.found_in
    return not since or not found or natural(found) >= natural(since)


def natural(name: str) -> list[tuple[int, str]]:
    """Sort names of printings by their numbers: 2 before 10."""
    parts = re.findall(r"\d+|\D+", name)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _locate(
    document: Document, erratum: Erratum, words: str, text: PrintedText
) -> tuple[Spot, int] | None:
    """Find where on the pages a reading goes wrong, by what stands around it in the manuscript."""
    if not reduce(words):
        return None
    found = occurrences(document, erratum)
    is_one = len(found) == 1
    lead, trail = (found[0].lead, found[0].trail) if is_one else (erratum.before, erratum.after)
    sound = _sound_part(erratum)
    return text.find_in(lead + words[:sound], words[sound:], trail)


def _sound_part(erratum: Erratum) -> int:
    """Count the letters of the words with which both readings begin."""
    pairs = zip(erratum.find, erratum.replace, strict=False)
    both = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return erratum.find.rfind(" ", 0, both) + 1


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
            words = item.erratum.find if name == "was" else item.erratum.replace
            etree.SubElement(line, H + "i", {"class": f"errata-{name}"}).text = _in_one_line(words)
        elif name:
            value = item.spot.folio if name == "page" else str(item.spot.number)
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
