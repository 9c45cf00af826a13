"""Chapters laid out each by itself come to the same as all of them in one document."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from publish.engine import Laid, lay_out
from publish.model.publication import Publication
from publish.write.pdf import Purpose
from publish.write.pdf.book import begin
from publish.write.pdf.prepare.division import Division
from tests.engine.measured import measure
from tests.write.pdf.books import EDITION, SENTENCE, mark, note, part

NUMBERS = range(1, 7)


def novel() -> Publication:
    """Chapters of various lengths; each has notes, one of them long."""
    parts = []
    for number in NUMBERS:
        paragraphs = [
            f"<p>{'So ' * (n % 5)}{SENTENCE * (n % 4 + 1)}{mark(100 * number + n)}</p>"
            if n % 6 == 2
            else f"<p>{'Well ' * (n % 3)}{SENTENCE * (n % 5 + 1)}</p>"
            for n in range(12 + 5 * number)
        ]
        made = part(f"chapter-{number}", f"<h1>Chapter {number}</h1>{''.join(paragraphs)}")
        made.notes = [
            note(100 * number + n, SENTENCE * (n % 3 + 1))
            for n in range(12 + 5 * number)
            if n % 6 == 2
        ]
        parts.append(made)
    return Publication("A Novel", "en", "ltr", parts, [])


def as_one(divisions: list[Division]) -> Element:
    """Put the chapters into one document, each on a new page."""
    root = Element("html", dict(divisions[0].root.attrib))
    body = SubElement(root, "body", dict(divisions[0].root[0].attrib))
    for division in divisions:
        section = division.root[0][0]
        section.set("style", "break-before: page")
        body.append(section)
    return root


def texts(laid: Laid) -> list[list[tuple[str, float, float]]]:
    """List what stands on each page, and where."""
    return [
        [
            (text.text, round(text.left, 3), round(line.baseline, 3))
            for line in page.lines
            for text in line.texts
        ]
        for page in measure(laid)
    ]


def test_same_page_breaks_and_same_places() -> None:
    book = begin(novel(), EDITION, Purpose.SCREEN)
    chapters = [division for division in book.divisions if division.name.startswith("chapter")]
    assert len(chapters) == len(NUMBERS)
    apart = [
        page for division in chapters for page in texts(lay_out(division.root, book.resources))
    ]
    again = begin(novel(), EDITION, Purpose.SCREEN)
    divisions = [division for division in again.divisions if division.name.startswith("chapter")]
    whole = texts(lay_out(as_one(divisions), again.resources))
    assert len(apart) > 25
    assert apart == whole
