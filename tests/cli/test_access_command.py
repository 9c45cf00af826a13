"""`publish access`: what is missing is listed, and given by the command that the list names."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from tests.check.access.broken import ASKED, BOOK


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["access", *map(str, args)])


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return shutil.copytree(BOOK, tmp_path / "book", ignore=shutil.ignore_patterns("access.toml"))


def sign(book: Path, *names: str, said: str = "yes", date: str = "2026-11-28") -> Result:
    answers = [part for name in names for part in ("--answer", name, said)]
    return run(book, *answers, "--by", "Ada Vale", "--date", date, "--words", "read through")


def test_what_is_missing_is_listed_with_the_command_that_gives_it(book: Path) -> None:
    done = run(book, "--fast")
    assert done.exit_code == 0
    assert "1.1.1 Non-text Content (A): no evidence\n    check: pictures have words" in done.output
    assert "publish access --answer 1.3.3 yes --by NAME --date YYYY-MM-DD" in done.output
    assert "9 without evidence, 0 failed: the evidence carries no level" in done.output


def test_answers_are_written_beside_the_comments_that_are_there(book: Path) -> None:
    file = book / "manuscript" / "access.toml"
    file.write_text("# Looked at on paper.\n")
    assert sign(book, *ASKED).exit_code == 0
    assert file.read_text().startswith("# Looked at on paper.\n\n[[answer]]\n")
    done = run(book, "--fast", "--json")
    told = json.loads(done.output)
    assert (told["access"]["level"], told["access"]["evaluated"]) == ("AA", "2026-11-28")
    assert sign(book, "1.3.3", said="no", date="2026-11-29").exit_code == 0
    assert file.read_text().count("[[answer]]") == len(ASKED)
    again = json.loads(run(book, "--fast", "--json").output)["access"]
    assert again["level"] == ""
    (fallen,) = [each for each in again["criteria"] if each["verdict"] == "failed"]
    assert "Ada Vale, 2026-11-29: no: read through" in fallen["faults"][0]["message"]


def test_a_remark_on_the_next_answer_stays_above_it(book: Path) -> None:
    signed = ["--by", "Ada Vale", "--date", "2026-11-28"]
    answers = ["--answer", "1.1.1", "yes", "--answer", "1.3.3", "yes"]
    assert run(book, *answers, *signed).exit_code == 0
    file = book / "manuscript" / "access.toml"
    first, second = file.read_text().split("\n\n")
    file.write_text(f"{first}\n\n# Asked a reader of braille.\n{second}")
    assert sign(book, "1.1.1").exit_code == 0
    assert file.read_text() == (
        f'{first}\nwords = "read through"\n\n# Asked a reader of braille.\n{second}'
    )


def test_an_answer_is_void_when_the_text_changes(book: Path) -> None:
    assert sign(book, *ASKED).exit_code == 0
    text = book / "manuscript" / "sea.xml"
    text.write_text(text.read_text().replace("Nobody slept", "Everybody slept"))
    done = run(book, "--fast")
    assert "access.toml:9:1: warning WRI-250 the answer to 1.3.3" in done.output
    assert "publish access --answer 1.3.3 yes" in done.output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--answer", "1.3.9", "yes", "--by", "A", "--date", "2026-11-28"), "did you mean 1.3."),
        (("--answer", "1.3.3", "yes", "--date", "2026-11-28"), "give --by NAME"),
        (("--answer", "1.3.3", "yes", "--by", "A"), "--date YYYY-MM-DD"),
        (("--answer", "1.3.3", "maybe", "--by", "A", "--date", "2026-11-28"), "'yes', 'no', 'na'"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(book: Path, args: tuple[str, ...], said: str) -> None:
    done = run(book, *args)
    assert done.exit_code == 2
    assert "CLI-005" in done.output
    assert said in done.output
    assert not (book / "manuscript" / "access.toml").exists()


def test_a_check_that_fails_names_file_line_and_words(book: Path) -> None:
    text = book / "manuscript" / "sea.xml"
    text.write_text(
        text.read_text().replace("<figDesc>The sea at night, with one sail</figDesc>", "")
    )
    done = run(book, "--fast")
    assert "1.1.1 Non-text Content (A): failed" in done.output
    assert "sea.png has no alternative text (the document of " in done.output
    assert "sea.xml:12:7)" in done.output
    assert "warning WRI-251 against its accessibility speak: 1.1.1" in done.output
    assert (done.exit_code, run(book, "--fast", "--strict").exit_code) == (0, 1)


def test_a_page_for_readers_leaves_every_answer_as_it_is(book: Path) -> None:
    assert sign(book, *ASKED).exit_code == 0
    edition = book / "manuscript" / "edition.toml"
    edition.write_text(edition.read_text().replace("[epub]", "[epub]\naccessibility_page = true"))
    told = json.loads(run(book, "--fast", "--json").output)
    assert (told["access"]["level"], told["findings"]) == ("AA", [])


def test_the_claim_and_the_pdf_s_own_faults_are_told(book: Path) -> None:
    assert sign(book, *ASKED).exit_code == 0
    done = run(book)
    assert "claimed: EPUB Accessibility 1.1 - WCAG 2.2 Level AA, by Small Press" in done.output
    assert "the PDF's own checks: 0 faults; the evidence carries AA" in done.output
    assert not (book / "dist").exists()


FAKE = """\
import json, pathlib, sys
out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
found = [{{
    "earl:test": {{"dct:title": "image-alt"}},
    "earl:result": {{"dct:description": "Fix it", "html": "<img src='x'/>"}},
}}]
of_one = {{"earl:testSubject": {{"url": "text/one.xhtml"}}, "assertions": {found}}}
report = {{"assertions": [of_one]}}
out.mkdir()
(out / "report.json").write_text(json.dumps(report))
(out / "report.html").write_text("<p>seen</p>")
"""


def install_ace(folder: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Put a program in the place of Ace; tests/ace has the real one."""
    folder.mkdir()
    (folder / "ace.py").write_text(program)
    (folder / "ace").write_text(f'#!/bin/sh\nexec {sys.executable} {folder / "ace.py"} "$@"\n')
    (folder / "ace").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")


@pytest.mark.skipif(sys.platform == "win32", reason="the program that stands for Ace is a script")
def test_what_ace_finds_is_told_and_its_report_is_kept(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_ace(tmp_path / "bin", monkeypatch, FAKE.format(found="found"))
    done = run(book, "--fast", "--ace")
    assert done.exit_code == 0
    path = "the-sea-and-the-shore.epub/text/one.xhtml"
    assert f"{path}: warning WRI-253 Ace image-alt: Fix it <img src='x'/>" in done.output
    kept = book / "dist" / "the-sea-and-the-shore-ace"
    assert (kept / "report.html").read_text() == "<p>seen</p>"
    assert run(book, "--fast", "--ace", "--strict").exit_code == 1


@pytest.mark.skipif(sys.platform == "win32", reason="the program that stands for Ace is a script")
def test_ace_that_fails_or_is_not_there_is_told(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_ace(tmp_path / "bin", monkeypatch, "raise SystemExit('no browser')")
    done = run(book, "--fast", "--ace")
    assert (done.exit_code, "WRI-254 Ace made no report: no browser" in done.output) == (1, True)
    (tmp_path / "bin" / "ace").unlink()
    done = run(book, "--fast", "--ace")
    assert (done.exit_code, "npm install --global @daisy/ace" in done.output) == (3, True)
