"""Several files as one book: links between them, its title, and what a folder is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from publish.cli import main

PROSE = "The sea lay still under the morning, and the boats went out one after the other.\n\n"
ONE = (
    f"# One\n\n{PROSE}See [the nets](02-two.md#the-nets), [two](./02-two.md) and [it](#end).\n\n"
    f"## End\n\n{PROSE}"
)
TWO = (
    f"# Two\n\n{PROSE}\n## The nets\n\n{PROSE}Back to [one](01-one.md); [gone](three.md), "
    "[off](01-one.md#no).\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "03-learn-to-sail"
    made.mkdir()
    (made / "01-one.md").write_text(ONE, "utf-8")
    (made / "02-two.md").write_text(TWO, "utf-8")
    monkeypatch.chdir(made)
    return made


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["import", *arguments])
    assert result.exit_code == code, result.output
    return result.stderr


def test_links_between_files_lead_to_their_places(folder: Path) -> None:
    said = run("01-one.md", "02-two.md", "-o", "book", "--verbose")
    root = etree.parse(next(Path("book/manuscript").glob("*.xml"))).getroot()
    ids = {each.get("{http://www.w3.org/XML/1998/namespace}id"): each for each in root.iter()}
    leads = {
        "".join(ref.itertext()): "".join(ids[str(ref.get("target"))[1:]].itertext())
        for ref in root.iter("{*}ref")
    }
    assert leads == {"the nets": "The nets", "two": "Two", "it": "End", "one": "One", "off": "One"}
    told = [line for line in said.splitlines() if "IMP-015" in line]
    assert ["three.md" in line or "'no' of 01-one.md" in line for line in told] == [True, True]


def test_a_link_to_a_file_without_words_leads_nowhere(folder: Path) -> None:
    Path("two.html").write_text("<html><body></body></html>", "utf-8")
    Path("one.html").write_text(f'<h1>One</h1><p>See <a href="two.html">two</a>. {PROSE}', "utf-8")
    said = run("one.html", "two.html", "-o", "book", "--verbose")
    assert "IMP-015 a link leads to two.html, which holds no words" in said
    root = etree.parse(next(Path("book/manuscript").glob("*.xml"))).getroot()
    assert not list(root.iter("{*}ref"))
    assert "See two. The sea" in "".join(root.itertext())


def test_several_files_are_called_as_their_folder(folder: Path) -> None:
    run("01-one.md", "02-two.md", "-o", "book")
    assert 'title = "Learn to sail"' in Path("book/manuscript/edition.toml").read_text("utf-8")


def test_a_number_before_a_files_name_is_no_title(folder: Path) -> None:
    Path("01_to-debug.md").write_text(PROSE + "## A\n\n" + PROSE + "## B\n\n" + PROSE, "utf-8")
    run("01_to-debug.md", "-o", "book")
    assert 'title = "To debug"' in Path("book/manuscript/edition.toml").read_text("utf-8")


def test_a_folder_of_files_is_told_how_to_import_them(folder: Path) -> None:
    said = run(str(folder), code=1)
    assert "IMP-001" in said
    assert f"publish import {folder / '01-one.md'} {folder / '02-two.md'}" in said


def test_what_cannot_be_imported_is_told_before_the_place(folder: Path) -> None:
    Path("x.pdf").write_bytes(b"%PDF-1.7")
    Path("x/manuscript").mkdir(parents=True)
    said = run("x.pdf", code=1)
    assert "IMP-001" in said
    assert "IMP-005" not in said


def test_what_is_the_same_in_all_books_is_written_into_the_edition(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_: folder)
    (folder / "defaults.toml").write_text(
        'publisher = "Barge Press"\npublisher_place = "Hull"\nsupplier = "Gulls"\n', "utf-8"
    )
    run("01-one.md", "-o", "book")
    edition = Path("book/manuscript/edition.toml").read_text("utf-8")
    assert 'publisher = "Barge Press"\npublisher_place = "Hull"\n' in edition
    assert '[onix]\nsupplier = "Gulls"' in edition


def test_a_title_that_each_file_begins_with_is_the_books(folder: Path) -> None:
    for name in ("01-one.md", "02-two.md"):
        Path(name).write_text(f"# Sailing\n\n## {name[3:6].title()}\n\n{PROSE}", "utf-8")
    run("01-one.md", "02-two.md", "-o", "book")
    root = etree.parse(next(Path("book/manuscript").glob("*.xml"))).getroot()
    assert 'title = "Sailing"' in Path("book/manuscript/edition.toml").read_text("utf-8")
    assert [head.text for head in root.iter("{*}head")] == ["One", "Two"]


def test_chapters_of_several_authors_have_bylines(folder: Path) -> None:
    Path("01-one.md").write_text(
        f"# The Sea\n\n### Ann Miller\n\n{PROSE}## Nets\n\n{PROSE}", "utf-8"
    )
    Path("02-two.md").write_text(
        f"### Bob de Vries and Cay Lee\n\n# The Shore\n\n{PROSE}## Sand\n\n{PROSE}", "utf-8"
    )
    said = run("01-one.md", "02-two.md", "-o", "book", "--verbose")
    root = etree.parse(next(Path("book/manuscript").glob("*.xml"))).getroot()
    chapters = [
        [(etree.QName(each).localname, each.text) for each in list(div)[:2]]
        for div in root.iter("{*}div")
        if div.getparent().tag.endswith("body")
    ]
    assert chapters == [
        [("head", "The Sea"), ("byline", "Ann Miller")],
        [("head", "The Shore"), ("byline", "Bob de Vries and Cay Lee")],
    ]
    assert said.count("IMP-010") == 2


def test_names_below_titles_of_the_same_rank_are_bylines(folder: Path) -> None:
    chapters = (("Sea Ethics", "Ann Miller"), ("The Shore", "Bob Lee"), ("Of Sand", "Cay Orr"))
    text = "".join(
        f"# {title}\n\n# {name}\n\n{PROSE}## Nets\n\n{PROSE}" for title, name in chapters
    )
    Path("01-one.md").write_text(text, "utf-8")
    run("01-one.md", "-o", "book")
    root = etree.parse(next(Path("book/manuscript").glob("*.xml"))).getroot()
    assert [each.text for each in root.iter("{*}byline")] == [name for _, name in chapters]
    assert len(root.find(".//{*}body")) == 3
