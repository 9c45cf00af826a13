"""Originals and translations in print: on facing pages, or in two columns, beginning level."""

from __future__ import annotations

import functools
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from lxml import etree

from publish import pipeline
from publish.model.finding import Severity

LATIN = "flumina in montibus oriuntur et in mare exeunt "
ENGLISH = "rivers rise in hills and they end in the seas, as all who have seen them know well "
COUNT = 14
NOTED = 3
LONG = 9

Place = tuple[int, float, float]
"""The page, counted from 1, and where a word begins on it."""


def manuscript() -> str:
    def texts(kind: str, lang: str, mark: str, words: str) -> str:
        paragraphs = []
        for n in range(1, COUNT + 1):
            times = 5 + 40 * (n == LONG)
            note = f"<note>{mark}note</note>" if n == NOTED else ""
            early = f"{mark}early<note>{mark}noted</note> " if n == LONG else ""
            text = f"{mark}{n} {early}{words * times}{mark}end{n}{note}"
            paragraphs.append(f'<p n="{n}">{text}</p>')
        head = f"<head>{mark}head</head>"
        return f'<div type="{kind}" xml:lang="{lang}">{head}{"".join(paragraphs)}</div>'

    both = texts("edition", "la", "L", LATIN) + texts("translation", "en", "E", ENGLISH)
    head = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text xml:lang="la"><body>'
    return f"{head}{both}</body></text></TEI>"


@functools.cache
def words_of(translation: str) -> dict[str, Place]:
    """Build the book, and find the first place of each word."""
    return words_in(manuscript(), translation)


def words_of_texts(original: str, translation: str, look: str) -> dict[str, Place]:
    """Build a book of an original and a translation, and find the first place of each word."""
    return words_in(of_texts(original, translation), look)


def of_texts(original: str, translation: str) -> str:
    title = "<fileDesc><titleStmt><title>Arma</title></titleStmt></fileDesc>"
    head = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{title}</teiHeader>'
    sides = (
        f'<div type="edition" xml:lang="la">{original}</div>'
        f'<div type="translation" xml:lang="en">{translation}</div>'
    )
    return f'{head}<text xml:lang="la"><body>{sides}</body></text></TEI>'


def words_in(text: str, translation: str) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for word, place in all_words(text, translation):
        found.setdefault(word.rstrip("12ab"), place)
        found.setdefault(word, place)
    return found


def all_words(text: str, translation: str) -> Iterator[tuple[str, Place]]:
    """Build a book and yield the words of its pages."""
    with TemporaryDirectory() as name:
        source, output = Path(name) / "book.xml", Path(name) / "book.pdf"
        source.write_text(text, "utf-8")
        build = pipeline.prepare(source, {"text": {"translation": translation}})
        pipeline.build_output(build, pipeline.Progress(), "screen")
        assert not [f for f in build.findings if f.severity is not Severity.NOTICE]
        output.write_bytes(build.outputs[-1].data)
        said = subprocess.run(["pdftotext", "-bbox", output, "-"], capture_output=True, check=True)
    for number, page in enumerate(etree.fromstring(said.stdout).iter("{*}page"), start=1):
        for word in page.iter("{*}word"):
            place = (number, float(word.get("xMin", 0)), float(word.get("yMin", 0)))
            yield word.text or "", place


@pytest.mark.parametrize("n", range(1, COUNT + 1))
def test_passages_begin_level_on_facing_pages(n: int) -> None:
    words = words_of("facing")
    (verso, _, left_y), (recto, _, right_y) = words[f"L{n}"], words[f"E{n}"]
    assert verso % 2 == 0
    assert recto == verso + 1
    assert right_y == pytest.approx(left_y, abs=1)


def test_a_long_passage_goes_on_in_the_next_opening_on_both_sides() -> None:
    words = words_of("facing")
    assert words["Eend9"][0] > words["E9"][0]
    assert words["Lend9"][0] == words["Eend9"][0] - 1


@pytest.mark.parametrize("look", ["facing", "columns"])
def test_notes_to_a_passage_over_several_pages_stand_on_the_page_of_their_marks(look: str) -> None:
    words = words_of(look)
    for mark in "LE":
        (page, _, y), (noted, _, foot) = words[f"{mark}early"], words[f"{mark}noted"]
        assert words[f"{mark}end{LONG}"][0] > page
        assert (noted, foot > y) == (page, True)


def test_columns_that_go_on_on_the_next_page_are_filled() -> None:
    words = words_of("columns")
    assert words[f"L{LONG}"][0] == words[f"E{LONG}"][0]
    assert words[f"E{LONG + 1}"][0] == words[f"Eend{LONG}"][0]


@pytest.mark.parametrize("look", ["facing", "columns"])
def test_stanzas_begin_level_with_the_prose_that_translates_them(look: str) -> None:
    stanzas = "".join(f'<lg n="{n}"><l>L{n} arma</l><l>virumque cano</l></lg>' for n in range(1, 9))
    prose = "".join(f'<p n="{n}">E{n} {ENGLISH}</p>' for n in (2, 5))
    words = words_of_texts(stanzas, f'{prose}<p n="6-7">E6 {ENGLISH}</p>', look)
    for n in (2, 5, 6):
        (verso, left, left_y), (recto, _, right_y) = words[f"L{n}"], words[f"E{n}"]
        assert recto == verso + (look == "facing")
        assert right_y == pytest.approx(left_y, abs=1)
        assert left == words["L1"][1]


def test_an_original_without_translation_is_never_set_on_right_pages() -> None:
    stanzas = "".join(
        f'<lg n="{n}"><l>L{n} arma</l><stage>canit</stage><l>cano</l></lg>' for n in range(1, 40)
    )
    words = words_of_texts(stanzas, f'<p n="39">E39 {ENGLISH}</p>', "facing")
    assert {words[f"L{n}"][0] % 2 for n in range(1, 40)} == {0}


@pytest.mark.slow
def test_a_passage_with_spaces_between_its_paragraphs_is_parted() -> None:
    def side(mark: str, words: str, count: int) -> str:
        paragraphs = [f"<p>{mark}{n} {words * 12}</p>" for n in range(count)]
        noted = f"<p>{mark}early<note>{mark}noted</note> {words}</p>"
        return noted + '<milestone unit="section" rend="*"/>'.join(paragraphs)

    words = words_of_texts(side("L", LATIN, 30), side("E", ENGLISH, 29), "columns")
    for mark in "LE":
        assert words[f"{mark}noted"][0] == words[f"{mark}early"][0]


@pytest.mark.parametrize("look", ["facing", pytest.param("columns", marks=pytest.mark.slow)])
def test_pages_with_an_apparatus_at_the_foot_stay_in_step(look: str) -> None:
    """Entries run on in lines that measures of single notes do not know; they are reckoned."""

    def paragraph(n: int) -> str:
        varied = "<app><lem>virumque</lem><rdg>et virum</rdg></app> cano " * (3 + n % 4)
        return f'<p n="{n}">L{n} arma {varied}</p>'

    original = "".join(map(paragraph, range(1, 25)))
    translation = "".join(f'<p n="{n}">E{n} arms and man</p>' for n in range(1, 25))
    words = words_of_texts(original, translation, look)
    pages = [words[f"L{n}"][0] for n in range(1, 25)]
    for n in range(1, 25):
        (page, _, left_y), (other, _, right_y) = words[f"L{n}"], words[f"E{n}"]
        assert other == page + (look == "facing")
        assert right_y == pytest.approx(left_y, abs=1)
    steps = {after - before for before, after in pairwise(pages)} - {0}
    assert steps == {2 if look == "facing" else 1}


RUNNING_HEAD = 60.0
"""Points from the top of the page, above which there are running heads."""


def chapters(mark: str, words: str, first: int, last: int) -> str:
    """Make chapters without heads, which get one of the book's own, and a place of their id."""
    return "".join(
        f'<div type="textpart" subtype="chapter" n="{n}" xml:id="{mark}c{n}">'
        f"<p>{mark}{n} {words * 12}</p></div>"
        for n in range(first, last + 1)
    )


@pytest.mark.parametrize("look", ["facing", "columns"])
def test_no_page_ends_with_a_heading_though_places_of_ids_stand_beside_it(look: str) -> None:
    text = of_texts(chapters("L", LATIN, 1, 20), chapters("E", ENGLISH, 1, 20))
    page_of_heading, checked = {}, 0
    for word, (page, _, y) in all_words(text, look):
        if y < RUNNING_HEAD:
            continue
        if word in {"Caput", "Chapter"}:
            page_of_heading[word] = page
        elif word[:1] in "LE" and word[1:].isdigit():
            assert page_of_heading["Caput" if word[0] == "L" else "Chapter"] == page
            checked += 1
    assert checked == 40


def test_chapters_that_nothing_translates_fill_their_pages() -> None:
    text = of_texts(chapters("L", LATIN * 2, 1, 12), chapters("E", ENGLISH, 1, 1))
    words = words_in(text, "facing")
    pages = [words[f"L{n}"][0] for n in range(1, 13)]
    assert {page % 2 for page in pages} == {0}
    assert (pages[-1] - pages[0]) // 2 + 1 <= 8


def inscription() -> str:
    lines = "".join(f'<lb n="{n}"/>L{n} {LATIN}' for n in range(1, 61))
    paragraphs = "".join(f"<p>E{n} {ENGLISH * 6}</p>" for n in range(1, 9))
    support = "<support>A stone.</support>"
    description = f"<physDesc><objectDesc><supportDesc>{support}</supportDesc></objectDesc>"
    title = "<titleStmt><title>Arma</title></titleStmt>"
    source = f"<sourceDesc><msDesc><msIdentifier/>{description}</physDesc></msDesc></sourceDesc>"
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>{title}{source}</fileDesc>'
        f'</teiHeader><text xml:lang="la"><body>'
        f'<div type="edition" xml:lang="la"><ab>{lines}</ab></div>'
        f'<div type="translation" xml:lang="en">{paragraphs}</div></body></text></TEI>'
    )


def test_an_inscription_faces_its_translation_and_goes_on_line_by_line() -> None:
    words = words_in(inscription(), "facing")
    (verso, _, left_y), (recto, _, right_y) = words["L1"], words["E1"]
    assert (verso % 2, recto) == (0, verso + 1)
    assert right_y == pytest.approx(left_y, abs=1)
    assert {words[f"L{n}"][0] % 2 for n in range(1, 61)} == {0}
    assert words["E8"][0] == words["L60"][0] + 1


def test_notes_stand_at_the_foot_of_their_own_side() -> None:
    words = words_of("facing")
    for mark in "LE":
        page, _, y = words[f"{mark}note"]
        assert page == words[f"{mark}end{NOTED}"][0]
        assert y > words[f"{mark}end{NOTED}"][2]


def test_openings_are_filled() -> None:
    pages = {page for word, (page, _, _) in words_of("facing").items() if word[:1] == "E"}
    assert len(pages) <= 6


@pytest.mark.parametrize("n", range(1, COUNT + 1))
def test_passages_begin_level_in_two_columns(n: int) -> None:
    words = words_of("columns")
    (page, left, y), (other, right, other_y) = words[f"L{n}"], words[f"E{n}"]
    assert (page, y) == (other, pytest.approx(other_y, abs=1))
    assert right > left + 100


def test_a_translation_stands_behind_the_original_where_nothing_else_is_asked_for() -> None:
    words = words_of("after")
    assert words["Ehead"][0] > words[f"Lend{COUNT}"][0] or (
        words["Ehead"][2] > words[f"Lend{COUNT}"][2]
    )
