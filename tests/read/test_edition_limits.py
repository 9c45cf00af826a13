"""What edition.toml decides is tried on reading: every fault has its line, and all come at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from publish.house.page.press import SYSTEM
from publish.house.stylesheets import styles_folder
from publish.model.edition import Edition
from publish.model.finding import Finding, PublishError
from publish.read import read_book
from publish.read.edition_file import read_edition

TEXT = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A</title>'
    "</titleStmt><publicationStmt><p>P</p></publicationStmt><sourceDesc><p>S</p></sourceDesc>"
    '</fileDesc></teiHeader><text xml:lang="en"><body><p>Words.</p></body></text></TEI>'
)


def faults(folder: Path, edition: str) -> list[Finding]:
    (folder / "manuscript").mkdir(exist_ok=True)
    (folder / "manuscript" / "in.xml").write_text(TEXT)
    (folder / "manuscript" / "edition.toml").write_text(edition)
    return [finding for finding in read_book(folder)[2] if finding.severity == "error"]


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ('trim = "A99"', "WRI-050", "'A99'"),
        ('bleed = "3 parsecs"', "WRI-051", "bleed '3 parsecs'"),
        ('bleed = "30cm"', "WRI-051", "more than an inch"),
        ('margins = "1mm 2mm"', "WRI-051", "'1mm 2mm'"),
        ('canon = "golden"', "WRI-051", "'golden'"),
        ('font_size = "eleven"', "WRI-051", "font_size 'eleven'"),
        ('leading = "14"', "WRI-051", "leading '14'"),
        ('icc_profile = "none.icc"', "WRI-059", "'none.icc'"),
        ('icc_profile = "manuscript/in.xml"', "WRI-059", "not a CMYK profile"),
        ("trim = '13.5x21.5'", "WRI-050", "trim size '13.5x21.5'"),
        ('paper = "cream"', "REA-043", "print.paper may not be 'cream'"),
        ("pages_multiple = 0", "REA-043", "print.pages_multiple may not be 0"),
        ("pages_multiple = 3", "REA-043", "print.pages_multiple may not be 3"),
        ("paper_caliper_mm = nan", "REA-043", "print.paper_caliper_mm may not be nan"),
        ("paper_caliper_mm = -1", "REA-043", "print.paper_caliper_mm may not be -1"),
        ("signature = 6", "REA-043", "print.signature may not be 6"),
        ("signature = -4", "REA-043", "print.signature may not be -4"),
    ],
)
def test_a_wrong_choice_of_print_is_told_at_its_line(
    tmp_path: Path, line: str, code: str, words: str
) -> None:
    (found,) = faults(tmp_path, f"[print]\nhalf_title = true\n  {line}\n")
    assert (found.code, found.place and (found.place.line, found.place.column)) == (code, (3, 3))
    assert words in found.message
    assert found.hint


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('slug = "../../elsewhere"', "slug may not be '../../elsewhere'"),
        ('slug = "..\\\\elsewhere"', "slug may not be"),
        ("outputs = []", "outputs may not be empty"),
    ],
)
def test_outputs_have_a_place_in_dist_and_there_are_some(
    tmp_path: Path, line: str, words: str
) -> None:
    with pytest.raises(PublishError) as stop:
        faults(tmp_path, f"{line}\n")
    (found,) = stop.value.findings
    assert (found.code, found.place and found.place.line) == ("REA-043", 1)
    assert words in found.message


def test_a_signature_holds_whole_sheets(tmp_path: Path) -> None:
    assert faults(tmp_path, '[print]\nimposition = "4-up"\nsignature = 8\n') == []
    assert faults(tmp_path, '[print]\nimposition = "8-up"\nsignature = 8\n')


def test_a_page_without_room_is_told_at_the_table(tmp_path: Path) -> None:
    (found,) = faults(tmp_path, '\n[print]\nfont_size = "90pt"\n')
    assert found.code == "WRI-052"
    assert "font_size 90pt" in found.message
    assert found.place
    assert found.place.line == 2


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ('leading = "10pt"', "leading '10pt' is less than font_size '11pt'"),
        ('font_size = "0pt"', "font_size '0pt' is too small"),
    ],
)
def test_type_that_cannot_be_read_is_told(tmp_path: Path, choices: str, words: str) -> None:
    (found,) = faults(tmp_path, f"[print]\n{choices}\n")
    assert found.code == "WRI-051"
    assert words in found.message


def test_all_faults_come_at_once_each_with_its_line(tmp_path: Path) -> None:
    edition = (
        '[book]\nisbn_epub = "123"\n[cover]\nimage = "no.jpg"\ndesign = "ruled"\n'
        'colour = "grellow"\n[epub]\ntheme = "baroque"\n[print]\ntrim = "A99"\nmargins = "1mm"\n'
    )
    found = [(f.place.line if f.place else 0, f.code) for f in faults(tmp_path, edition)]
    assert found == [
        (2, "WRI-004"), (4, "WRI-005"), (5, "WRI-006"), (6, "WRI-007"), (8, "WRI-011"),
        (10, "WRI-050"), (11, "WRI-051"),
    ]  # fmt: skip


def test_what_is_there_is_found(tmp_path: Path) -> None:
    """A profile by path, by name and beside the book; a cover beside the manuscript."""
    (tmp_path / "manuscript").mkdir()
    Image.new("RGB", (16, 25)).save(tmp_path / "manuscript" / "front.jpg")
    profile = styles_folder() / "colour" / "FOGRA39L_coated.icc"
    (tmp_path / "press.icc").write_bytes(profile.read_bytes())
    for named in (str(profile), "FOGRA39L_coated", "press.icc"):
        edition = f'[cover]\nimage = "front.jpg"\n[print]\nicc_profile = "{named}"\n'
        assert faults(tmp_path, edition) == []


@pytest.mark.skipif(
    not any(path for root in SYSTEM for path in root.rglob("default_cmyk.icc")),
    reason="this machine has no profile of Ghostscript's",
)
def test_a_profile_of_the_machine_is_found_by_its_name(tmp_path: Path) -> None:
    assert faults(tmp_path, '[print]\nicc_profile = "default_cmyk"\n') == []
    (found,) = faults(tmp_path, '[print]\nicc_profile = "default_rgb"\n')
    assert "not a CMYK profile" in found.message


def test_a_picture_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "front.jpg").write_bytes(b"no picture")
    (found,) = faults(tmp_path, '[cover]\nimage = "front.jpg"\n')
    assert str(found).endswith("cover.image, its path from the book's folder")
    assert "0x" not in found.message, "no address of this run's memory"


def test_editions_that_say_the_same_are_one_wherever_their_keys_stand(tmp_path: Path) -> None:
    editions = []
    for said in ('[book]\ntitle = "Emma"\n', '\n\n[book]\ntitle = "Emma"\n'):
        (tmp_path / "edition.toml").write_text(said, "utf-8")
        editions.append(read_edition(tmp_path / "edition.toml").over(Edition()))
    assert editions[0].places != editions[1].places
    assert len(set(editions)) == 1
