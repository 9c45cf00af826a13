"""edition.toml and errata.toml: every slip is named at once, with its line and the nearest key."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.house.page.measure import read_trim
from publish.model.edition import Contributor
from publish.pipeline import override, prepare

from .reading import Outcome, outcome, tei


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book's folder with one manuscript."""
    monkeypatch.chdir(tmp_path)
    Path("manuscript").mkdir()
    Path("manuscript/book.xml").write_text(tei("<p>The wind rose.</p>"), "utf-8")
    return tmp_path


def edition(text: str) -> Outcome:
    Path("manuscript/edition.toml").write_text(text, "utf-8")
    return outcome(Path())


def errata(text: str) -> Outcome:
    Path("manuscript/errata.toml").write_text(text, "utf-8")
    return edition("")


def test_an_empty_edition_is_an_edition(folder: Path) -> None:
    result = edition("")
    assert result.edition is not None
    assert result.edition.book.title == "T"
    assert result.edition.folder == Path()


def test_the_edition_overrides_the_header_key_by_key(folder: Path) -> None:
    result = edition(
        '[book]\ntitle = "Another"\ndate = 1901\n[[book.contributors]]\nname = "Doe, Jane"\n'
        'role = "translator"\n[print]\ntrim = "A5"\n'
    )
    assert result.edition is not None
    book = result.edition.book
    assert (book.title, book.date, book.language) == ("Another", "1901", "en")
    assert book.contributors == (Contributor(name="Doe, Jane", role="trl", file_as="Doe, Jane"),)
    assert (result.edition.print.trim, result.edition.print.bleed) == ("A5", "3mm")
    assert result.edition.slug == "another"


def test_what_a_printer_takes_goes_before_the_house_and_behind_the_edition(folder: Path) -> None:
    result = edition('[print]\nprinter = "kdp"\npaper = "cream"\ntrim = "5x8in"\n')
    assert result.edition is not None
    choices = result.edition.print
    assert (choices.trim, choices.bleed, choices.variant) == ("5x8in", "0.125in", "pdf/x-1a")
    assert choices.paper_caliper_mm == pytest.approx(0.127)
    again = override(result.edition, {"print": {"printer": "bod"}})
    assert (again.print.trim, again.print.bleed) == ("5x8in", "5mm"), "what is stated stays"


@pytest.mark.parametrize(("trim", "unit"), [("6x9", "inches"), ("148 x 210", "millimetres")])
def test_a_trim_without_a_unit_is_read_and_told(folder: Path, trim: str, unit: str) -> None:
    Path("manuscript/edition.toml").write_text(f'[print]\ntrim = "{trim}"\n', "utf-8")
    (finding,) = (f for f in prepare(Path()).findings if f.code == "WRI-206")
    assert str(finding.place) == "manuscript/edition.toml:2:1"
    assert f"is read as {unit}" in finding.message
    assert read_trim(trim) == read_trim(finding.hint.split('"')[1])
    (finding,) = (
        f for f in prepare(Path(), {"print": {"trim": trim}}).findings if f.code == "WRI-206"
    )
    assert finding.place is None, "it was said on the command line"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('[book]\ntitel = "x"', "2:1", "did you mean title?"),
        ('[book]\nauthors = ["x"]', "2:1", "write [[book.contributors]]"),
        ('[books]\ntitle = "x"', "1:1", "did you mean book?"),
        ("[print]\nqqqq = 1", "2:1", "allowed here: printer"),
        ("title = 3\n[book]\n", "1:1", "unknown key 'title'"),
        ('book = "x"', "1:1", "write [book] on a line of its own"),
        ("[book]\ntitle = [1]", "2:1", "is a list"),
        ("[print]\nmarks = 1", "2:1", "true or false"),
        ("outputs = 'epub'", "1:1", "not a list"),
        ('outputs = ["epub", "mobi"]', "1:1", "allowed: epub"),
        ('[text]\nview = "correct"', "2:1", "did you mean corrected?"),
        ('[book]\ntitle = "x', "2:11", "close the quotation mark"),
        ('[book]\ntitle = "x"\ntitle = "y"', "3:", "twice"),
        (
            '[[book.contributors]]\nname = "A"\nidentifiers = ["https://orcid.org/1"]',
            "3:1",
            "is no record of a person at ORCID",
        ),
        ('[book]\ntdm = "no"', "2:1", "reserved, allowed"),
        ("[book]\ntdm_policy = 'https://a.example/p'", "2:1", 'add tdm = "reserved"'),
        ("[[book.pictures]]\nfile = 'x'\nai = 'maid'", "3:1", "did you mean made?"),
        ("[book\n", "1:6", "not TOML"),
        ("= 1\n", "1:1", "not TOML"),
    ],
)
def test_a_slip_is_named_with_its_line_and_repair(
    folder: Path, text: str, place: str, words: str
) -> None:
    (finding,) = edition(text).findings
    assert f"edition.toml:{place}" in str(finding)
    assert words in str(finding)


def test_a_byte_that_is_no_utf_8_has_its_place(folder: Path) -> None:
    Path("manuscript/edition.toml").write_bytes(b'[book]\ntitle = "\xe9"\n')
    finding = outcome(Path()).the("REA-040")
    assert str(finding.place) == "manuscript/edition.toml:2:10"
    assert "UTF-8" in finding.hint


def test_all_slips_of_a_file_are_told_in_one_run(folder: Path) -> None:
    result = edition('[book]\nx = 1\ny = 2\n[print]\nmarks = "no"\n')
    assert [finding.place.line for finding in result.findings if finding.place] == [2, 3, 5]


def test_an_erratum_knows_its_line(folder: Path) -> None:
    result = errata('\n[[erratum]]\nid = "E1"\nfind = "wind"\nreplace = "gale"\n')
    assert result.document is not None
    (erratum,) = result.document.errata
    assert str(erratum.place) == "manuscript/errata.toml:2:1"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[errata]]\nid = "E1"', "did you mean erratum?"),
        ('[erratum]\nid = "E1"', "begin every entry with [[erratum]]"),
        ('[[erratum]]\nid = "E1"\nfind = "a"', "lacks replace"),
        ('[[erratum]]\nid = "E1"\nfind = " "\nreplace = "b"', "find is empty"),
        ('[[erratum]]\nid = "E1"\nfind = "a"\nreplace = "b"\nkind = "typo"', "allowed: printer"),
        ('[[erratum]]\nid = "E1"\nfind = "a"\nreplace = "b"\ndate = "soon"', "write a date"),
        ('[[erratum]]\nid = "E1"\nfind = "a"\ncorrection = "b"\nreplace = "b"', "mean replace?"),
    ],
)
def test_a_slip_of_an_erratum_is_named(folder: Path, text: str, words: str) -> None:
    (finding,) = errata(text).findings
    assert words in str(finding)
    assert "errata.toml:" in str(finding)


def test_a_bare_file_has_its_errata_beside_it(folder: Path) -> None:
    Path("manuscript/book.errata.toml").write_text(
        '[[erratum]]\nid = "E1"\nfind = "wind"\nreplace = "gale"\n', "utf-8"
    )
    result = outcome(Path("manuscript/book.xml"))
    assert result.document is not None
    assert [erratum.id for erratum in result.document.errata] == ["E1"]


def test_which_file_is_the_manuscript_must_be_clear(folder: Path) -> None:
    Path("manuscript/other.xml").write_text(tei("<p/>"), "utf-8")
    assert 'manuscript = "book.xml"' in edition("").the("REA-003").hint
    assert edition('manuscript = "other.xml"').codes == []
    assert "'book.xml'" in edition('manuscript = "boook.xml"').the("REA-003").hint
