"""Notes of the margin: in the outer one beside their lines, or else at the foot of the page."""

from __future__ import annotations

import itertools
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from publish import pipeline

WORDS = "It was the best of times, it was the worst of times, " * 8
NOTES = "".join(f"<note place='margin'>Note{n} ja ja ja</note> und{n} " for n in range(5))
VERSE = "<lg><l>A line<note place='left'>Verse0</note></l></lg>"
Box = tuple[float, float, float, float]
Page = dict[str, Box]
MARGINS = "16mm 18mm 32mm 22mm"


def words_of(folder: Path, body: str, lang: str, margins: str) -> tuple[list[Page], list[str]]:
    """Give the words of each page with their places, and the codes of what was told."""
    source, output = folder / "book.xml", folder / "book.pdf"
    head = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>'
    text = f'<text xml:lang="{lang}"><body><div><head>One</head>{body}</div></body></text></TEI>'
    source.write_text(head + text, "utf-8")
    build = pipeline.prepare(source, {"print": {"margins": margins}})
    pipeline.build_output(build, pipeline.Progress(), "press")
    output.write_bytes(build.outputs[-1].data)
    said = subprocess.run(["pdftotext", "-bbox", output, "-"], capture_output=True, check=True)
    pages = [
        {word.text or "": _box(word) for word in page.iter("{*}word")}
        for page in etree.fromstring(said.stdout).iter("{*}page")
    ]
    return pages, [finding.code for finding in build.findings]


def _box(word: etree._Element) -> Box:
    left, top, right, foot = (float(word.get(s, 0)) for s in ("xMin", "yMin", "xMax", "yMax"))
    return left, top, right, foot


@pytest.mark.parametrize(("lang", "sides"), [("en", ("right", "left")), ("he", ("left", "right"))])
def test_they_stand_in_the_outer_margin_beside_their_lines(
    tmp_path: Path, lang: str, sides: tuple[str, str]
) -> None:
    body = f"<p>{WORDS}{NOTES}</p>{VERSE}" + f"<p>{WORDS * 6}</p>" + f"<p>{NOTES}{WORDS}</p>"
    pages, codes = words_of(tmp_path, body, lang, MARGINS)
    noted = [page for page in pages if "Note0" in page]
    assert len(noted) == 2
    assert "WRI-170" not in codes
    for page, side in zip(noted, sides, strict=True):
        text = page["und0"]
        notes = [page[f"Note{n}"] for n in range(5)]
        for note in notes:
            assert (note[0] > 396 - 91) == (side == "right")
            assert (note[2] < 91) == (side == "left")
            assert note[0] > 10
        assert abs(notes[0][3] - text[3]) < 5
        tops = [note[1] for note in notes]
        assert all(second - first > 9 for first, second in itertools.pairwise(tops))
        assert tops[-1] < 612 - 62
    assert "Verse0" in noted[0]


def test_a_long_one_and_those_of_a_narrow_margin_stand_at_the_foot(tmp_path: Path) -> None:
    body = f"<p>{WORDS}<note place='margin'>Springtime.</note>{WORDS}</p>"
    (page,), codes = _noted(*words_of(tmp_path, body, "en", ""))
    assert page["Springtime."][0] < 396 / 2
    assert page["Springtime."][1] > 400
    assert codes.count("WRI-170") == 1
    long = f"<p>{WORDS}<note place='margin'>Springtime. {WORDS}</note>{WORDS}</p>"
    (page,), codes = _noted(*words_of(tmp_path, long, "en", MARGINS))
    assert page["Springtime."][1] > 400
    assert [code for code in codes if code[4:] in {"170", "131"}] == ["WRI-131"]


def test_what_a_full_margin_sends_to_the_foot_is_told(tmp_path: Path) -> None:
    notes = "".join(f"und <note place='margin'>Note{n} {'ja ' * 70}</note>" for n in range(9))
    pages, codes = words_of(tmp_path, f"<p>{WORDS}{notes}</p>", "en", MARGINS)
    (page,) = [page for page in pages if "Note0" in page]
    assert [n for n in range(9) if page[f"Note{n}"][0] < 300], "some stand at the foot"
    assert codes.count("WRI-131") == 1


def _noted(pages: list[Page], codes: list[str]) -> tuple[list[Page], list[str]]:
    return [page for page in pages if "Springtime." in page], codes
