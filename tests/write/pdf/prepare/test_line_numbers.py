"""Numbers beside lines: in the outer margin, counted on the page or as the source counts."""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from publish import pipeline

HEAD = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text xml:lang="en"><body>'
PROSE = "It was the best of times, it was the worst of times. " * 9
VERSE = "".join(f'<l n="{number}">A verse of some words</l>' for number in range(1, 13))
LONG_VERSE = f"<l>{'words and ' * 9}words</l>"
LEFT, RIGHT = 60.0, 352.0
TOP, FOOT = 62.0, 568.0
"""Points: the edges of the text of the house's page, whichever side the page is on."""

Number = tuple[str, float, float]
"""What a number says, where it begins, and how far below the head of its page."""


def numbers_of(folder: Path, body: str, **choices: object) -> list[list[Number]]:
    """List what stands beside the text of each page that has any."""
    source, output = folder / "book.xml", folder / "book.pdf"
    source.write_text(f"{HEAD}{body}</body></text></TEI>", "utf-8")
    every = choices.pop("line_number_every", 5)
    build = pipeline.prepare(source, {"print": choices, "text": {"line_number_every": every}})
    pipeline.build_output(build, pipeline.Progress(), "press")
    output.write_bytes(build.outputs[-1].data)
    said = subprocess.run(["pdftotext", "-bbox", output, "-"], capture_output=True, check=True)
    pages = etree.fromstring(said.stdout).iter("{*}page")
    return [found for found in map(list, map(_beside, pages)) if found]


def _beside(page: etree._Element) -> Iterator[Number]:
    for word in page.iter("{*}word"):
        left, right, foot = (float(word.get(side, 0)) for side in ("xMin", "xMax", "yMax"))
        is_beside = (right < LEFT or left > RIGHT) and TOP < foot < FOOT
        if is_beside and (word.text or "").isdigit():
            yield str(word.text), left, foot


def test_lines_count_from_the_head_of_each_page_in_the_outer_margin(tmp_path: Path) -> None:
    pages = numbers_of(tmp_path, f"<div><p>{PROSE * 14}</p></div>", line_numbers="page")
    said = [[number for number, _, _ in page] for page in pages]
    assert [page[:3] for page in said[:3]] == [["5", "10", "15"]] * 3
    assert [page[0][1] > RIGHT for page in pages[:3]] == [True, False, True]
    steps = {round(b[2] - a[2]) for page in pages for a, b in itertools.pairwise(page)}
    assert steps == {70}, "five lines of 14 pt"


def test_lines_of_a_section_count_on_over_pages_and_anew_behind_headings(tmp_path: Path) -> None:
    inner = f"<div><head>Two</head><p>{PROSE}</p></div>"
    body = f"<div><head>One</head><p>{PROSE * 8}</p>{inner}</div>"
    pages = numbers_of(tmp_path, body, line_numbers="section")
    said = [int(number) for page in pages for number, _, _ in page]
    first = said.index(5, 1)
    assert said[:first] == list(range(5, 5 * first + 1, 5))
    assert first > 4
    assert len(pages) > 1


def test_a_verse_that_turns_over_is_one_line_and_headings_are_none(tmp_path: Path) -> None:
    body = f"<div><head>A head</head><lg>{LONG_VERSE * 3}{VERSE}</lg></div>"
    (page,) = numbers_of(tmp_path, body, line_numbers="page", line_number_every=3)
    assert [number for number, _, _ in page] == ["3", "6", "9", "12", "15"]
    assert page[1][2] - page[0][2] > 3 * 14 + 1, "the third verse has two lines"


@pytest.mark.parametrize(("choice", "count"), [("margin", 2), ("beside", 0)])
def test_the_margin_shows_the_numbers_of_the_source(
    tmp_path: Path, choice: str, count: int
) -> None:
    pages = numbers_of(tmp_path, f"<div><head>A</head><lg>{VERSE}</lg></div>", line_numbers=choice)
    assert [number for page in pages for number, _, _ in page] == ["5", "10"][:count]


def test_numbers_of_sections_stand_in_the_margin_by_a_key(tmp_path: Path) -> None:
    parts = "".join(
        f'<div type="textpart" subtype="section" n="{n}"><p>{PROSE[:160]}</p></div>'
        for n in ("7", "8a", "9")
    )
    body = f'<div type="textpart" subtype="chapter" n="1">{parts}</div>'
    source, output = tmp_path / "book.xml", tmp_path / "book.pdf"
    source.write_text(f"{HEAD}{body}</body></text></TEI>", "utf-8")
    build = pipeline.prepare(source, {"text": {"section_numbers": "margin"}})
    pipeline.build_output(build, pipeline.Progress(), "press")
    output.write_bytes(build.outputs[-1].data)
    said = subprocess.run(["pdftotext", "-bbox", output, "-"], capture_output=True, check=True)
    words = list(etree.fromstring(said.stdout).iter("{*}word"))
    beside = [w for w in words if w.text in {"7", "8a", "9"}]
    assert [w.text for w in beside] == ["7", "8a", "9"]
    assert all(float(w.get("xMin", 0)) > RIGHT for w in beside)


def test_the_margin_shows_the_lines_of_prose_that_the_source_numbers(tmp_path: Path) -> None:
    lines = "".join(f'It was the best of times, <lb n="{n}"/>' for n in range(2, 24))
    body = f'<div type="textpart" subtype="chapter" n="1"><p>{lines}</p></div>'
    pages = numbers_of(tmp_path, body, line_numbers="margin")
    assert [number for page in pages for number, _, _ in page] == ["5", "10", "15", "20"]


def test_lines_of_two_columns_share_their_numbers_beside_them(tmp_path: Path) -> None:
    sides = "".join(
        f'<div type="{kind}" xml:lang="{tag}"><ab>{PROSE * 4}</ab></div>'
        for kind, tag in (("original", "en"), ("translation", "en-GB"))
    )
    (tmp_path / "edition.toml").write_text('[text]\ntranslation = "columns"\n')
    source = tmp_path / "book.xml"
    source.write_text(f"{HEAD}{sides}</body></text></TEI>", "utf-8")
    build = pipeline.prepare(tmp_path, {"print": {"line_numbers": "page"}})
    pipeline.build_output(build, pipeline.Progress(), "press")
    output = tmp_path / "book.pdf"
    output.write_bytes(build.outputs[-1].data)
    said = subprocess.run(["pdftotext", "-bbox", output, "-"], capture_output=True, check=True)
    pages = list(etree.fromstring(said.stdout).iter("{*}page"))
    found = [[number for number, _, _ in _beside(page)] for page in pages]
    first = next(numbers for numbers in found if numbers)
    assert first == [str(5 * n) for n in range(1, len(first) + 1)]
    assert len(first) > 3
    words = [word for page in pages for word in page.iter("{*}word") if word.text == "times,"]
    assert max(float(word.get("xMax", 0)) for word in words) < RIGHT


@pytest.mark.parametrize("line_ends", ["flow", "keep"])
def test_source_lines_have_their_numbers_kept_or_begun_within_a_word(
    tmp_path: Path, line_ends: str
) -> None:
    inside = ' break="no"'
    lines = "".join(f'<lb n="{n}"{"" if n % 5 else inside}/>{PROSE[:40]}wor' for n in range(1, 22))
    source = tmp_path / "book.xml"
    source.write_text(f"{HEAD}<div><p>{lines}</p></div></body></text></TEI>", "utf-8")
    given = {"print": {"line_numbers": "margin"}, "text": {"line_ends": line_ends}}
    build = pipeline.prepare(source, given)
    pipeline.build_output(build, pipeline.Progress(), "press")
    output = tmp_path / "book.pdf"
    output.write_bytes(build.outputs[-1].data)
    said = subprocess.run(["pdftotext", "-bbox", output, "-"], capture_output=True, check=True)
    pages = etree.fromstring(said.stdout).iter("{*}page")
    assert [n for page in pages for n, _, _ in _beside(page)] == ["5", "10", "15", "20"]
