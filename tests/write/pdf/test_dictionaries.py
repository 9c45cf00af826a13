"""A dictionary in print: its columns, guide words over them, its letters in the contents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree
from msgspec import structs

from publish.model.document import Document
from publish.model.edition import Print
from publish.model.purpose import Purpose
from publish.typeset import typeset
from publish.write.pdf import write_pdf
from tests.write.pdf.books import EDITION, page_texts

LETTERS = "abc"
EACH = 130


def dictionary() -> Document:
    entries = "".join(
        f"<entry><form><orth>{letter}{n:03d}word</orth></form>"
        f"<sense><def>the meaning of number {n}, told at some length</def></sense></entry>"
        for letter in LETTERS
        for n in range(EACH)
    )
    root = etree.fromstring(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>'
        f'<text xml:lang="en"><body>{entries}</body></text></TEI>'
    )
    return Document(root, Path("d.xml"), "d.xml")


def pages(tmp_path: Path, **choices: object) -> list[str]:
    edition = structs.replace(EDITION, print=Print(**choices))  # type: ignore[arg-type]
    publication, _ = typeset(dictionary(), edition)
    return page_texts(write_pdf(publication, edition, Purpose.SCREEN).data, tmp_path, "-layout")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return pages(tmp_path_factory.mktemp("dictionary"))


def headwords(page: str) -> list[str]:
    """List the headwords of a page, its first line left aside."""
    return re.findall(r"[abc]\d{3}word", page.split("\n", 2)[2])


def test_guide_words_are_the_first_and_last_headword_of_the_page(printed: list[str]) -> None:
    guided = [page for page in printed if "word – " in page.split("\n", 1)[0]]
    assert len(guided) > 2
    for page in guided:
        first, last = re.findall(r"[abc]\d{3}word", page.split("\n", 1)[0])
        assert (first, last) == (min(headwords(page)), max(headwords(page)))


def test_entries_stand_in_two_columns(printed: list[str]) -> None:
    lines = [line for page in printed for line in page.splitlines()]
    assert sum(len(re.findall(r"[abc]\d{3}word", line)) == 2 for line in lines) > EACH


def test_letters_stand_in_one_line_of_the_contents(printed: list[str]) -> None:
    assert any(re.search(r"A\s?1\s+B\s?\d+\s+C\s?\d+", page) for page in printed)


def test_one_column_and_no_guide_words_by_key(tmp_path: Path) -> None:
    made = pages(tmp_path, entry_columns=1, guide_words=False)
    assert not any("word – " in page for page in made)
    assert not any(
        len(re.findall(r"[abc]\d{3}word", line)) > 1 for p in made for line in p.split("\n")
    )
