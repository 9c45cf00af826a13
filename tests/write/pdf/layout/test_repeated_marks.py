"""A note that several places call stands at its first mark; marks side by side are told apart."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from publish import pipeline

FILLING = "<p>" + "Nobody in the town could say which of the two he trusted more. " * 40 + "</p>"
HEAD = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>'
AGAIN = '<ptr type="noteref" target="#n"/>'
NOTE = '<note xml:id="n">Called thrice.</note>'
APART = f"<back><div type='notes'>{NOTE}</div></back>"


def pages(body: str, folder: Path, lang: str, back: str = "", **choices: str) -> list[str]:
    """Give the words of each page that has some of the chapters."""
    source, output = folder / "book.xml", folder / "book.pdf"
    source.write_text(
        f'{HEAD}<text xml:lang="{lang}"><body>{body}</body>{back}</text></TEI>', "utf-8"
    )
    build = pipeline.prepare(source, {"print": choices})
    pipeline.build_output(build, pipeline.Progress(), "screen")
    output.write_bytes(build.outputs[0].data)
    said = subprocess.run(["pdftotext", output, "-"], capture_output=True, check=True)
    return [" ".join(page.split()) for page in said.stdout.decode().split("\f")]


@pytest.mark.parametrize(("numbers", "later", "own"), [("page", "1", "2"), ("chapter", "2", "3")])
@pytest.mark.parametrize(("first", "back"), [(AGAIN, APART), (NOTE, "")])
def test_a_later_mark_says_where_the_note_is(
    tmp_path: Path, numbers: str, later: str, own: str, first: str, back: str
) -> None:
    body = (
        f"<div><head>One</head><p>Before<note>Other.</note> first{first} same{AGAIN}.</p>{FILLING}"
        f"<p>Later{AGAIN} own<note>Own.</note>.</p></div>"
    )
    said = pages(body, tmp_path, "en", back, note_numbers=numbers)
    here = next(page for page in said if "Before" in page)
    there = next(page for page in said if "Later" in page)
    assert "Before1 first2 same2." in here
    assert "2 Called thrice." in here
    assert f"Later{later} own{own}." in there
    assert f"{later} See p. 1, note 2." in there
    assert "Called" not in there


def test_a_mark_of_another_chapters_note_is_no_number_of_this_one(tmp_path: Path) -> None:
    body = (
        f"<div><head>Eins</head><p>Wort{NOTE}.</p>{FILLING}</div>"
        f"<div><head>Zwei</head><p>Eigen<note>Mein.</note> fremd{AGAIN}.</p></div>"
    )
    said = pages(body, tmp_path, "de", chapter_opens="recto")
    there = next(page for page in said if "Eigen" in page)
    assert "Eigen1 fremd*." in there
    assert "* Siehe S. 1, Anm. 1." in there


def test_marks_side_by_side_are_told_apart(tmp_path: Path) -> None:
    many = "".join(f"<note>N{n}.</note>" for n in range(4, 23))
    body = (
        "<div><head>One</head><p>Two<note>A.</note> <note>B.</note> apart<note>C.</note> "
        f"many{many} <hi rend='italic'>in<note>D.</note></hi><note>E.</note> "
        "signs<note n='*'>F.</note><note n='†'>G.</note>.</p></div>"
    )
    said = " ".join(pages(body, tmp_path, "en"))
    assert "Two1,2 apart3 many4–22 in23,24 signs*" in said
    assert all(f"{n} N{n}." in said for n in range(4, 23))
