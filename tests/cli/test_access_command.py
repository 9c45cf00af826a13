"""`publish access`: what is missing is listed, and given by the command that the list names."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from tests.check.access.broken import BOOK

ASKED = ("1.1.1", "1.3.3", "1.4.1", "1.4.3", "1.4.5", "1.4.11", "2.4.4", "2.4.6", "3.1.2")


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
    assert "sea.png has no alternative text" in done.output
