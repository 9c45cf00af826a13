"""Scanned pages: ALTO, PAGE and hOCR come to the same text."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.cli import main

from .conftest import Imported

Lines = list[tuple[int, int, str]]
"""Left, top and words of the lines of a page."""

PAGES: list[Lines] = [
    [
        (450, 30, "THE STORM"),
        (900, 30, "11"),
        (100, 200, "The sea lay still under the morning, and the"),
        (100, 240, "boats went out one after the other to catch fi-"),
        (100, 280, "sh, as every day."),
        (140, 320, "Nobody said a word, for the old man was"),
        (100, 360, "asleep behind his house, and they knew the"),
    ],
    [
        (450, 30, "THE STORM"),
        (900, 30, "12"),
        (100, 200, "way that the wind goes over the water there."),
    ],
    [
        (450, 30, "THE STORM"),
        (900, 30, "13"),
        (100, 200, "The fish were gone, and so was he."),
    ],
]  # fmt: skip


def alto(lines: Lines) -> str:
    blocks = "".join(
        f'<TextBlock HPOS="{x}" VPOS="{y}" WIDTH="{len(t) * 15}" HEIGHT="30">'
        + "".join(_alto_line(*line) for line in group)
        + "</TextBlock>"
        for group in groups(lines)
        for x, y, t in group[:1]
    )
    return (
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout>'
        f'<Page WIDTH="1000" HEIGHT="1500"><PrintSpace>{blocks}</PrintSpace></Page></Layout></alto>'
    )


def _alto_line(x: int, y: int, text: str) -> str:
    words = "<SP/>".join(
        f'<String CONTENT="{word}" WC="{0.3 if word == "asleep" else 0.9}"/>'
        for word in text.split()
    )
    return (
        f'<TextLine HPOS="{x}" VPOS="{y}" WIDTH="{len(text) * 15}" HEIGHT="30">{words}</TextLine>'
    )


def page_xml(lines: Lines) -> str:
    regions = "".join(
        f'<TextRegion id="r{n}">{_coordinates(*group[0])}'
        + "".join(
            f"<TextLine>{_coordinates(x, y, t)}{_words(t)}<TextEquiv><Unicode>{t}</Unicode>"
            "</TextEquiv></TextLine>"
            for x, y, t in group
        )
        + "</TextRegion>"
        for n, group in enumerate(groups(lines))
    )
    return (
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">'
        f'<Page imageFilename="x.tif" imageWidth="1000" imageHeight="1500">{regions}</Page></PcGts>'
    )


def _words(text: str) -> str:
    if "asleep" not in text:
        return ""
    return '<Word><TextEquiv conf="0.3"><Unicode>asleep</Unicode></TextEquiv></Word>'


def _coordinates(x: int, y: int, text: str) -> str:
    right = x + len(text) * 15
    return f'<Coords points="{x},{y} {right},{y} {right},{y + 30} {x},{y + 30}"/>'


def hocr(lines: Lines) -> str:
    paragraphs = "".join(
        '<p class="ocr_par">'
        + "".join(
            f'<span class="ocr_line" title="bbox {x} {y} {x + len(t) * 15} {y + 30}">'
            f"{_hocr(t)}</span>"
            for x, y, t in group
        )
        + "</p>"
        for group in groups(lines)
    )
    return (
        '<html><head><meta name="ocr-system" content="t"/></head><body><div class="ocr_page" '
        f'title="bbox 0 0 1000 1500">{paragraphs}</div></body></html>'
    )


def _hocr(text: str) -> str:
    return " ".join(
        f'<span class="ocrx_word" title="x_wconf {30 if word == "asleep" else 90}">{word}</span>'
        for word in text.split()
    )


def groups(lines: Lines) -> list[Lines]:
    """The running heads each by itself, and the text."""
    return [[lines[0]], [lines[1]], lines[2:]]


@pytest.fixture(params=[alto, page_xml, hocr], ids=["alto", "page", "hocr"])
def scans(request: pytest.FixtureRequest, tmp_path: Path) -> Imported:
    folder = tmp_path / "pages"
    folder.mkdir()
    ending = "hocr" if request.param is hocr else "xml"
    for number, lines in enumerate(PAGES, start=1):
        (folder / f"p{number}.{ending}").write_text(request.param(lines), "utf-8")
        (folder / f"p{number}.jpg").write_bytes(b"a picture")
    out = tmp_path / "out"
    result = CliRunner().invoke(main, ["import", str(folder), "-o", str(out), "--verbose"])
    assert result.exit_code == 0, result.output
    return Imported(out, result.stderr)


def test_paragraphs_and_words_go_on_over_lines_and_pages(scans: Imported) -> None:
    paragraphs = [" ".join("".join(p.itertext()).split()) for p in scans.find("//body//p")]
    assert paragraphs == [
        "The sea lay still under the morning, and the boats went out one after the other to catch "
        "fish, as every day.",
        "Nobody said a word, for the old man was asleep behind his house, and they knew the "
        "THE STORM12way that the wind goes over the water there.",
        "The fish were gone, and so was he.",
    ]


def test_pages_have_their_number_and_picture_and_running_heads_are_set_aside(
    scans: Imported,
) -> None:
    breaks = [(each.get("n"), each.get("facs")) for each in scans.find("//pb")]
    assert breaks == [("11", "facs/p1.jpg"), ("12", "facs/p2.jpg"), ("13", "facs/p3.jpg")]
    assert "IMP-014" not in scans.said
    for _, facs in breaks:
        assert (scans.folder / "manuscript" / str(facs)).read_bytes() == b"a picture"
    assert [(each.get("type"), each.text) for each in scans.find("//fw")][:2] == [
        ("header", "THE STORM"),
        ("pageNum", "11"),
    ]


def test_words_that_the_ocr_doubts_are_told(scans: Imported) -> None:
    assert "the OCR was not sure of one word" in scans.said
    (erratum,) = scans.errata
    assert (erratum["find"], erratum["replace"]) == ("asleep", "asleep")
    assert (erratum["status"], erratum["kind"]) == ("reported", "transcription")
    assert erratum["source"] == "facs/p1.jpg"
    assert "the OCR was 30% sure" in erratum["note"]
    assert "IMP-004" not in scans.said


def test_pictures_are_found_where_the_page_says_or_told(tmp_path: Path) -> None:
    (tmp_path / "OCR").mkdir()
    (tmp_path / "IMG").mkdir()
    (tmp_path / "IMG" / "a 1.png").write_bytes(b"a picture")
    (tmp_path / "secret").write_bytes(b"no picture")
    for number, named in enumerate(["IMG/a 1.png", "../secret", "gone.png"], start=1):
        text = page_xml(PAGES[number - 1]).replace("x.tif", named)
        (tmp_path / "OCR" / f"p{number}.xml").write_text(text, "utf-8")
    out = tmp_path / "out"
    result = CliRunner().invoke(main, ["import", str(tmp_path / "OCR"), "-o", str(out)])
    assert result.exit_code == 0, result.output
    made = Imported(out, result.stderr)
    assert [each.get("facs") for each in made.find("//pb")] == [
        "facs/a-1.png",
        "secret",
        "gone.png",
    ]
    assert [path.name for path in (out / "manuscript" / "facs").iterdir()] == ["a-1.png"]
    assert "IMP-014 the pictures of 2 pages are not there, the first 'secret'" in made.said


def test_a_folder_without_ocr_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("no OCR", "utf-8")
    result = CliRunner().invoke(main, ["import", str(tmp_path), "-o", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "IMP-001" in result.stderr


def test_another_reading_of_the_ocr_is_the_proposal(tmp_path: Path) -> None:
    text = alto(PAGES[0]).replace(
        '<String CONTENT="asleep" WC="0.3"/>',
        '<String CONTENT="asleep" WC="0.3"><ALTERNATIVE>asheep</ALTERNATIVE></String>',
    )
    (tmp_path / "p.xml").write_text(text, "utf-8")
    result = CliRunner().invoke(
        main, ["import", str(tmp_path / "p.xml"), "-o", str(tmp_path / "o")]
    )
    assert result.exit_code == 0, result.output
    errata = (tmp_path / "o/manuscript/errata.toml").read_text("utf-8")
    assert 'find = "asleep"\nreplace = "asheep"' in errata
    assert "asheep" not in next((tmp_path / "o/manuscript").glob("*.xml")).read_text("utf-8")


def test_numbers_of_pages_without_one_are_inferred(tmp_path: Path) -> None:
    for number, lines in enumerate(PAGES, start=1):
        bare = [line for line in lines if line[2] != "12"]
        (tmp_path / f"p{number}.xml").write_text(alto(bare), "utf-8")
    result = CliRunner().invoke(
        main, ["import", str(tmp_path), "-o", str(tmp_path / "o"), "--verbose"]
    )
    assert result.exit_code == 0, result.output
    assert 'n="12"' in next((tmp_path / "o/manuscript").glob("*.xml")).read_text("utf-8")
    assert "IMP-052" in result.stderr
