"""Every finding as an author meets it: a folder of files, a command, and what it says.

A folder tests/findings/CODE holds the files, `command.txt` with the words after `publish` where
they are not `check --fast --verbose in.xml` (or `.` for a book's folder), and `expected.txt` with
the lines on stderr. `pytest tests/test_findings.py --accept` writes `expected.txt` anew.
"""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.cli import main

FOLDERS = sorted(path for path in (Path(__file__).parent / "findings").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_finding_reads_as_the_manual_promises(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, accept: bool
) -> None:
    shutil.copytree(folder, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    result = CliRunner().invoke(main, command(folder))
    said = result.stderr
    assert f" {folder.name} " in said, result.output
    assert "Traceback" not in result.output
    has_error = any(": error " in f": {line}" for line in said.splitlines())
    assert (result.exit_code != 0) == has_error
    expected = folder / "expected.txt"
    if accept:
        expected.write_text(said, "utf-8")
    assert said == expected.read_text("utf-8")


def command(folder: Path) -> list[str]:
    """Give the words after `publish`."""
    if (folder / "command.txt").is_file():
        return shlex.split((folder / "command.txt").read_text("utf-8"))
    book = "in.xml" if (folder / "in.xml").is_file() else "."
    return ["check", "--fast", "--verbose", book]
