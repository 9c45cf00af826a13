"""A new book as its author meets it: asked for, built at once, never over what is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result
from lxml import etree

from publish.cli import main
from publish.house.sample_book import Kind

OF_ALL = ("head", "p", "emph", "note", "l", "salute", "table", "graphic", "quote", "milestone")
OF_ONE = {
    Kind.PROSE: ("div",),
    Kind.VERSE: ("lg", "epigraph"),
    Kind.PLAY: ("castList", "sp", "speaker", "stage"),
    Kind.LETTERS: ("opener", "closer", "postscript"),
    Kind.EDITION: ("app", "rdg", "witness", "supplied", "gap"),
}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_builds_at_once_without_a_finding(
    kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    language = "de" if kind is Kind.LETTERS else "en"
    words = ["--title", "The Lake & <More>", "--author", "Anna Nováková", "--author", "P. Pan"]
    made = run("new", "lake", "--kind", str(kind), "--language", language, *words)
    assert made.exit_code == 0, made.output
    assert made.stdout == "lake\n"
    root = etree.parse("lake/manuscript/the-lake-more.xml").getroot()
    names = {etree.QName(element).localname for element in root.iter(etree.Element)}
    assert {*OF_ALL, *OF_ONE[kind]} <= names
    assert "no errors, no warnings" in run("check", "--fast", "--verbose", "lake").stderr
    result = run("build", "lake", "--json")
    told = json.loads(result.stdout)
    assert told["findings"] == []
    pdf, epub = (Path(path) for path in told["outputs"])
    with zipfile.ZipFile(epub) as archive:
        package = archive.read("EPUB/content.opf").decode()
    assert "The Lake &amp; &lt;More&gt;" in package
    assert package.index("Anna Nováková") < package.index("P. Pan")
    assert f">{language}</dc:language>" in package
    printed = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    assert "mistake in it" in printed
    assert "mistkae" in printed, "the list of corrections names it"


def test_a_new_book_is_the_same_whenever_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("one/storm_at-sea", "two/storm_at-sea"):
        assert run("new", folder).exit_code == 0
    one, two = ({p.name: p.read_bytes() for p in Path(n).rglob("*.*")} for n in ("one", "two"))
    assert one == two
    edition = tomllib.loads(one["edition.toml"].decode())
    assert (edition["book"]["title"], edition["book"]["language"]) == ("Storm at sea", "en")
    assert "contributors" not in edition["book"]


def test_common_keys_that_are_commented_out_can_be_taken_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("new", "lake", "--title", "Lake")
    edition = Path("lake/manuscript/edition.toml")
    text = edition.read_text("utf-8")
    keys = [line for line in text.splitlines() if line.startswith("# ") and (" = " in line)]
    assert len(keys) > 10
    taken = [line.removeprefix("# ") if line in keys else line for line in text.splitlines()]
    taken = [line.removeprefix("# ") if line.startswith("# [") else line for line in taken]
    taken = [line for line in taken if not line.startswith(("isbn", "image"))]
    edition.write_text("\n".join(taken), "utf-8")
    told = json.loads(run("check", "--fast", "--json", "lake").stdout)
    assert [f for f in told["findings"] if f["code"].startswith("REA")] == []


@pytest.mark.parametrize("name", ["manuscript/edition.toml", "old.xml", "styles/own.css"])
def test_nothing_is_written_over_what_is_there(name: str, tmp_path: Path) -> None:
    there = tmp_path / name
    there.parent.mkdir(exist_ok=True)
    there.write_text("mine", "utf-8")
    result = run("new", str(tmp_path))
    assert (result.exit_code, "CLI-046" in result.stderr) == (2, True), result.output
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [there]
    assert there.read_text("utf-8") == "mine"


def test_a_repository_keeps_its_own_gitignore(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine", "utf-8")
    assert run("new", str(tmp_path)).exit_code == 0
    assert (tmp_path / ".gitignore").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    "words", [("--language", "no such"), ("--title", "a\x00b"), ("--kind", "epic")]
)
def test_what_no_book_can_have_is_refused(words: tuple[str, str], tmp_path: Path) -> None:
    result = run("new", str(tmp_path / "x"), *words)
    assert (result.exit_code, "CLI-005" in result.stderr) == (2, True), result.output
    assert not (tmp_path / "x").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")
def test_on_a_terminal_it_asks_for_what_is_not_said(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "publish", "new", "lake"]
    os.write(ours, b"The Storm\nAnna B.\n\nplay\n")
    done = subprocess.run(
        command, stdin=theirs, capture_output=True, cwd=tmp_path, timeout=60, text=True
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "lake\n", "questions are no output"
    edition = tomllib.loads((tmp_path / "lake/manuscript/edition.toml").read_text("utf-8"))
    assert edition["book"]["title"] == "The Storm"
    assert edition["book"]["contributors"] == [{"name": "Anna B.", "role": "aut"}]
    assert edition["book"]["language"] == "en"
    assert "<castList" in (tmp_path / "lake/manuscript/the-storm.xml").read_text("utf-8")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def test_a_press_writes_its_name_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_config_path", lambda _name: tmp_path / "config")
    defaults = tmp_path / "config" / "defaults.toml"
    defaults.parent.mkdir()
    defaults.write_text('publisher = "Žďár Press"\nsupplier = "The \\"Barge\\""\n', "utf-8")
    assert run("new", str(tmp_path / "lake")).exit_code == 0
    text = (tmp_path / "lake/manuscript/edition.toml").read_text("utf-8")
    edition = tomllib.loads(text)
    assert edition["book"]["publisher"] == "Žďár Press"
    assert "publisher_place" not in edition["book"]
    assert edition["onix"]["supplier"] == 'The "Barge"'
    defaults.write_text('publihser = "x"', "utf-8")
    result = run("new", str(tmp_path / "other"))
    assert result.exit_code == 1
    assert "did you mean publisher?" in result.stderr
    assert not (tmp_path / "other").exists()
