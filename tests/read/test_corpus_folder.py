"""A folder of TEI files that is one book: `manuscript = "*.xml"`."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.model.document import TEI, tei
from publish.model.finding import PublishError
from publish.read import read_book


def write(folder: Path, name: str, words: str) -> None:
    (folder / name).write_text(
        f"<TEI xmlns='{TEI}'><teiHeader><fileDesc><titleStmt><title>{name}</title></titleStmt>"
        "</fileDesc></teiHeader><text xml:lang='en'><body><p xml:id='a'>"
        f"{words}</p></body></text></TEI>",
        "utf-8",
    )


def book(folder: Path, named: str) -> Path:
    home = folder / "manuscript"
    home.mkdir()
    write(home, "MS_10.xml", "ten")
    write(home, "MS_9.xml", "nine")
    write(home, "notes.xml", "more")
    (home / "edition.toml").write_text(f'manuscript = "{named}"\n[book]\ntitle = "T"\n', "utf-8")
    return folder


def test_all_files_of_a_folder_are_one_book_in_the_order_of_numbers(tmp_path: Path) -> None:
    document, edition, findings = read_book(book(tmp_path, "*.xml"))
    assert [p.text for p in document.root.iter(tei("p"))] == ["nine", "ten", "more"]
    assert edition.book.title == "T"
    places = [document.place(p).file for p in document.root.iter(tei("p"))]
    assert [Path(place).name for place in places] == ["MS_9.xml", "MS_10.xml", "notes.xml"]
    assert {finding.code for finding in findings} <= {"REA-028", "REA-024"}


def test_a_pattern_takes_what_it_matches(tmp_path: Path) -> None:
    document, _, _ = read_book(book(tmp_path, "MS_*.xml"))
    assert [p.text for p in document.root.iter(tei("p"))] == ["nine", "ten"]


def test_a_pattern_that_matches_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(PublishError) as told:
        read_book(book(tmp_path, "X*.xml"))
    assert told.value.findings[0].code == "REA-003"


def test_the_language_is_told_by_the_words_of_all_files(tmp_path: Path) -> None:
    folder = book(tmp_path, "*.xml")
    words = "Der Brief und das Bild, die er nicht mit dem Boten schickt, sind auf der Reise. "
    for number, words_of in enumerate(["Kurz.", words * 6]):
        path = folder / "manuscript" / f"MS_{number}.xml"
        write(path.parent, path.name, words_of)
    for path in (folder / "manuscript").glob("*.xml"):
        path.write_text(path.read_text("utf-8").replace(" xml:lang='en'", ""), "utf-8")
    assert read_book(folder)[1].book.language == "de"
