"""The tutorial is true: every command of docs/first-book.md says what the page says.

`pytest tests/test_tutorial.py --accept` writes the outputs anew.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.cli import main

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "first-book.md"
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.S)

pytest.importorskip("pypandoc")


def test_every_command_says_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, accept: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(DOCS / "first-book" / "the-quay.docx", tmp_path)
    written = PAGE.read_text("utf-8")
    happened = BLOCK.sub(lambda match: run(match[0]), written)
    if accept:
        PAGE.write_text(happened, "utf-8")
    assert happened == written


def run(block: str) -> str:
    """Run a block's commands, and write the block as it came out."""
    commands = [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]
    assert commands, block
    return "".join(f"$ {command}\n{said_by(command)}" for command in commands)


def said_by(command: str) -> str:
    """Run one command as a reader does; publish itself in this process, which is quicker."""
    words = shlex.split(command)
    if words[0] == "publish":
        result = CliRunner().invoke(main, words[1:])
        assert result.exit_code == 0, f"{command}\n{result.output}"
        return result.output
    shell = ["sh", "-c", command]
    return subprocess.run(
        shell, text=True, encoding="utf-8", check=True, capture_output=True
    ).stdout
