"""`publish record` as a publisher calls it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pymarc import MARCReader

from publish.cli import main

TINY = Path(__file__).parents[2] / "golden" / "tiny"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The small book with all that agencies ask for."""
    shutil.copytree(TINY / "manuscript", tmp_path / "manuscript")
    edition = tmp_path / "manuscript" / "edition.toml"
    keys = 'publisher = "Press"\ndoi = "https://doi.org/10.5555/tiny"\nurl = "https://press.example/tiny"\n'
    lines = edition.read_text("utf-8").splitlines(keepends=True)
    kept = (line for line in lines if not line.startswith(("outputs", "publisher ")))
    said = 'outputs = ["epub", "press"]\n' + "".join(kept)
    said = said.replace("[book]\n", f"[book]\n{keys}", 1)
    edition.write_text(f'{said}\n[onix]\nemail = "trade@press.example"\n', "utf-8")
    return tmp_path


def record(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["record", *map(str, words)])


def test_several_records_are_written_at_once(book: Path) -> None:
    result = record("--crossref", "--csl", "--datacite", "--json", book)
    assert result.exit_code == 0, result.output
    made = [Path(path).name for path in json.loads(result.stdout)["outputs"]]
    assert sorted(name.partition("-")[2] or name for name in made) == [
        "crossref.xml",
        "csl.json",
        "datacite.xml",
    ]
    item = json.loads(next((book / "dist").glob("*-csl.json")).read_text("utf-8"))[0]
    assert item["DOI"] == "10.5555/tiny", "without the address of what resolves it"


def test_libraries_are_told_the_pages_of_the_book_that_is_made(book: Path) -> None:
    out = book / "x.mrc"
    result = record("--marc", "-o", out, book)
    assert result.exit_code == 0, result.output
    with out.open("rb") as file:
        extents = [each["300"]["a"] for each in MARCReader(file) if each is not None]
    assert extents
    assert all("pages" in extent for extent in extents)
    assert not list(book.glob("dist/*.pdf")), "what is described is not delivered"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "say which records: --marc, --marcxml, --crossref, --datacite, --csl"),
        (("--csl", "--marc", "-o", "x"), "-o names one file"),
    ],
)
def test_what_is_to_be_written_must_be_said(book: Path, words: tuple[str, ...], said: str) -> None:
    result = record(*words, book)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('doi = "storm"', "book.doi 'storm' is no DOI"),
        ('url = "press.example"', "book.url 'press.example' is no address"),
        ('series = { name = "X", issn = "2049-3631" }', "issn '2049-3631' is no ISSN"),
    ],
)
def test_a_wrong_number_is_told_at_its_line(book: Path, line: str, said: str) -> None:
    edition = book / "manuscript" / "edition.toml"
    lines = edition.read_text("utf-8").splitlines()
    key = line.partition(" ")[0]
    lines = [each for each in lines if not each.startswith((f"{key} ", "[book.series]"))]
    lines.insert(lines.index("[book]") + 1, line)
    edition.write_text("\n".join(lines) + "\n", "utf-8")
    result = record("--csl", book)
    assert result.exit_code == 1
    assert said in result.stderr
    assert f"edition.toml:{lines.index(line) + 1}:" in result.stderr
