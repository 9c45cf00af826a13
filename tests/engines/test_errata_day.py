"""Twenty errors of a printed book, from letters, marks and suggestions to a mended text.

The printed book is that of the house's first one with twenty slips; its scans are the pages of the
text without them, printed, turned and blurred. `pytest -s` prints the seconds of each decision.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import ImageFilter

from publish import pipeline
from publish.cli.printings import open_record
from publish.makers import print_pages
from publish.model.document import Document
from publish.model.purpose import Purpose
from publish.model.word_places import WordPlaces
from publish.read import read_book
from publish.revise import apply_errata
from publish.revise.page_places import PrintedLines, PrintedPlace
from publish.revise.reader_text import ReaderText
from publish.revise.suggest import suggest_errata
from tests.engines.browser import find_browser, seen_at_look

pytestmark = pytest.mark.slow

BOOK = Path(__file__).parents[2] / "manuscript"
TITLE = "How We Made the Russian October"
COUNT = 20
LETTERS, MARKS = 8, 6
"""The rest is found by `suggest`."""


@dataclass
class Day:
    """The printed book, and who has written of what."""

    home: Path
    slips: dict[str, str]
    """What the printed book has, and what it is to read."""
    scans: dict[str, str] = field(default_factory=dict)
    letters: list[dict[str, Any]] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    suggested: list[str] = field(default_factory=list)
    seen: dict[str, dict[str, Any]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The day as it went."""
    find_browser()
    home = tmp_path_factory.mktemp("day")
    day = print_book(home)
    ask_readers(day)
    told = home / "day.json"
    told.write_text(
        json.dumps({"letters": day.letters, "suggested": day.suggested, "scans": day.scans})
    )
    day.seen, _ = seen_at_look(home, "use_errata_day.mjs", told, seconds=900)
    return day


def print_book(home: Path) -> Day:
    """Print the text and photograph its pages; then make slips in it, and record that printing."""
    folder = home / "manuscript"
    folder.mkdir()
    (folder / "edition.toml").write_text('outputs = ["press"]\n[book]\nlanguage = "en"\n', "utf-8")
    manuscript = folder / "october.xml"
    (source,) = BOOK.glob("*.xml")
    text = source.read_text("utf-8")
    manuscript.write_text(text, "utf-8")
    build = pipeline.prepare(home)
    assert build.publication is not None
    printed = print_pages(build, build.publication, Purpose.SCREEN, pipeline.Progress())
    photograph(printed.data, folder)
    document, _, _ = read_book(home)
    lines, words = PrintedLines(printed.printing, ReaderText(document)), WordPlaces(document)
    begun = []
    for number, page in enumerate(printed.printing.pages):
        first = next((line for line in page.lines if len(line.text) > 20), None)
        if page.folio.isdigit() and first is not None and not first.is_note:
            place = lines.match(PrintedPlace(page.folio, first.number)).place(words)
            begun.append((place.line or 1, place.column or 1, number))
    slips, wrong = make_slips(text)
    manuscript.write_text(with_pages(wrong, begun), "utf-8")
    record = [sys.executable, "-m", "publish", "build", home, "--record", "1"]
    subprocess.run(record, check=True, capture_output=True)
    scans = scans_of(manuscript.read_text("utf-8"), slips)
    return Day(home, slips, scans)


def photograph(pdf: bytes, folder: Path) -> None:
    """Make scans of printed pages: turned a little, blurred a little, on grey paper."""
    pages = pypdfium2.PdfDocument(pdf)
    for number in range(len(pages)):
        picture = pages[number].render(scale=1.6).to_pil().convert("L")
        angle = random.Random(number).uniform(-1.5, 1.5)
        turned = picture.rotate(angle, fillcolor=225).filter(ImageFilter.GaussianBlur(0.8))
        turned.point(lambda grey: min(235, grey + 10)).save(folder / f"leaf-{number}.png")
    pages.close()


def make_slips(text: str) -> tuple[dict[str, str], str]:
    """Change two letters in the middle of words that come once, all over the text."""
    body = text.index("<body")
    found = [
        match
        for match in re.finditer(r"(?<=[ \n])[a-z]{8,12}(?=[ ,.;\n])", text)
        if match.start() > body and text.count(match[0]) == 1 and match[0][3] != match[0][4]
    ]
    step = len(found) // COUNT
    slips: dict[str, str] = {}
    for match in found[step // 2 :: step][:COUNT]:
        right = match[0]
        wrong = right[:3] + right[4] + right[3] + right[5:]
        slips[wrong] = right
        text = text[: match.start()] + wrong + text[match.end() :]
    return slips, text


def with_pages(text: str, begun: list[tuple[int, int, int]]) -> str:
    """Write the page breaks of the source into the text."""
    lines = text.split("\n")
    for line, column, number in reversed(begun):
        words = lines[line - 1]
        mark = f'<pb n="{number}" facs="leaf-{number}.png"/>'
        lines[line - 1] = words[: column - 1] + mark + words[column - 1 :]
    return "\n".join(lines)


def scans_of(text: str, slips: dict[str, str]) -> dict[str, str]:
    """Tell in which picture each slip is to be looked up."""
    return {
        wrong: re.findall(r'facs="(leaf-\d+\.png)"', text[: text.index(wrong)])[-1]
        for wrong in slips
    }


def ask_readers(day: Day) -> None:
    """Have some slips found by reading programs, some by readers on paper, some on a device."""
    document, _, _ = read_book(day.home)
    listed = {each.find for each in suggest_errata(document, "en", limit=100, least=0.1)}
    day.suggested = [wrong for wrong in day.slips if wrong in listed][: COUNT - LETTERS - MARKS]
    rest = [wrong for wrong in day.slips if wrong not in day.suggested]
    printing = open_record(day.home, "1")
    for page in printing.pages:
        for line in page.lines:
            for wrong in rest:
                if wrong in line.text and len(day.letters) < LETTERS and not line.is_note:
                    who = f"reader {len(day.letters) + 1}"
                    spot = {"page": page.folio, "line": line.number, "who": who}
                    day.letters.append({**spot, "for": wrong, "read": day.slips[wrong]})
    written = {letter["for"] for letter in day.letters}
    day.marks = [wrong for wrong in rest if wrong not in written]
    (day.home / "reader.annotations").write_bytes(annotated(day, document_text(day.home)))
    imported = [sys.executable, "-m", "publish", "errata", "import"]
    subprocess.run(
        [*imported, day.home / "reader.annotations", day.home], check=True, capture_output=True
    )


def document_text(home: Path) -> str:
    document, _, _ = read_book(home)
    return " ".join("".join(document.root.itertext()).split())


def annotated(day: Day, text: str) -> bytes:
    """Write the marks that a reader has made on a tablet (EPUB Annotations 1.0, draft)."""
    items = []
    for wrong in day.marks:
        at = text.index(wrong)
        quote = {
            "type": "TextQuoteSelector",
            "exact": wrong,
            "prefix": text[at - 30 : at],
            "suffix": text[at + len(wrong) :][:30],
        }
        body = {"type": "TextualBody", "value": f"should read: {day.slips[wrong]}"}
        items.append({"type": "Annotation", "target": {"selector": [quote]}, "body": body})
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as box:
        told = {"type": "AnnotationSet", "about": {"dc:title": TITLE}, "items": items}
        box.writestr("annotations.json", json.dumps(told))
    return packed.getvalue()


def test_twenty_errors_are_worked_through(day: Day) -> None:
    table = [
        f"{wrong:14} {how:10} {day.seen['filed'].get(wrong, 0):6.1f} "
        f"{day.seen['decided'][wrong]:6.1f}"
        for how, words in (
            ("letter", [each["for"] for each in day.letters]),
            ("mark", day.marks),
            ("suggestion", day.suggested),
        )
        for wrong in words
    ]
    print("\nword           from         filed decided (seconds)", *table, sep="\n")  # noqa: T201
    assert len(table) == COUNT
    assert set(day.seen["decided"]) == set(day.slips)


def test_each_was_looked_up_in_the_picture_of_its_page(day: Day) -> None:
    assert day.seen["scans"] == day.scans


def test_the_text_reads_as_it_did_before_the_printer_had_it(day: Day) -> None:
    document, edition, _ = read_book(day.home)
    assert apply_errata(document, edition) == []
    for sic in document.root.iter("{*}sic"):
        sic.text = ""
    (source,) = BOOK.glob("*.xml")
    original, _, _ = read_book(source)
    assert words_of(document) == words_of(original)


def words_of(document: Document) -> list[str]:
    (text,) = document.root.iter("{*}text")
    return "".join(text.itertext()).split()
