"""`publish onix` as a publisher calls it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.cli import main
from tests.write.onix.records import read


@pytest.fixture
def book(first_book: Path, tmp_path: Path) -> Path:
    """The first book under an imprint, to be sold in both forms."""
    shutil.copytree(first_book / "manuscript", tmp_path / "manuscript")
    edition = tmp_path / "manuscript" / "edition.toml"
    said = edition.read_text("utf-8").replace(
        'publisher = ""',
        'publisher = "Little Press"\nisbn_epub = "9783161484100"\nisbn_print = "0306406152"',
    )
    edition.write_text(f'{said}\n[onix]\nprice_print = "14.90"\ncurrency = "EUR"\n', "utf-8")
    return tmp_path


def test_the_first_book_is_described_as_it_is_made(book: Path) -> None:
    result = CliRunner().invoke(main, ["onix", "--json", str(book)])
    assert result.exit_code == 0, result.output
    made = json.loads(result.stdout)["outputs"]
    assert [Path(path).name for path in made] == ["how-we-made-the-russian-october-onix.xml"]
    assert sorted(path.name for path in (book / "dist").iterdir()) == [Path(made[0]).name]
    epub, printed = read((book / "dist" / Path(made[0]).name).read_bytes()).iter("Product")
    codes = {each.text for each in epub.iter("ProductFormFeatureValue")}
    assert {"19", "41"} <= codes, "the EPUB has the pages of the printed book"
    pages = {each.findtext("ExtentType"): each.findtext("ExtentValue") for each in printed.iter()}
    assert int(pages["06"] or 0) >= int(pages["00"] or 0) > 10


def test_a_wrong_price_is_told_at_its_line(book: Path) -> None:
    edition = book / "manuscript" / "edition.toml"
    edition.write_text(edition.read_text("utf-8").replace('"14.90"', '"14,90 EUR"'), "utf-8")
    result = CliRunner().invoke(main, ["onix", str(book)])
    assert result.exit_code == 1
    line = edition.read_text("utf-8").splitlines().index('price_print = "14,90 EUR"') + 1
    assert f"edition.toml:{line}:1: error REA-043 onix.price_print" in result.stderr


def test_without_a_publisher_nothing_is_written(first_book: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.xml"
    result = CliRunner().invoke(main, ["onix", "-o", str(out), str(first_book)])
    assert result.exit_code == 1
    assert 'WRI-080 the shop is told no publisher; add publisher = "..." to [book]' in result.stderr
    assert not out.exists()


def test_what_is_lacking_is_told_where_it_can_be_added(book: Path) -> None:
    edition = book / "manuscript" / "edition.toml"
    text = edition.read_text("utf-8").replace("Little Press", "").replace('currency = "EUR"', "")
    edition.write_text(text, "utf-8")
    said = CliRunner().invoke(main, ["onix", str(book)]).stderr
    for line, what in (('publisher = ""', "no publisher"), ("[onix]", "a price without its")):
        number = text.splitlines().index(line) + 1
        assert f"edition.toml:{number}:1: error WRI-080 the shop is told {what}" in said


def test_a_bare_file_is_named_where_there_is_no_edition(tmp_path: Path, first_book: Path) -> None:
    (manuscript,) = (first_book / "manuscript").glob("*.xml")
    bare = tmp_path / "bare.xml"
    shutil.copy(manuscript, bare)
    result = CliRunner().invoke(main, ["onix", "--json", str(bare), "-o", str(tmp_path / "x.xml")])
    found = json.loads(result.stdout)["findings"]
    lacking = [each for each in found if each["code"] == "WRI-080"]
    assert lacking
    assert {each["file"] for each in lacking} == {str(bare)}
