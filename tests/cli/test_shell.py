"""What the shell knows of the command: its completion, and its page for man."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PUBLISH = Path(sys.executable).parent / "publish"
PAGE = ROOT / "docs" / "man" / "publish.1"


def completed(words: str) -> list[str]:
    """What bash offers for the last of the words."""
    asked = {
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
        "_PUBLISH_COMPLETE": "bash_complete",
    }
    done = subprocess.run(
        [PUBLISH], env=os.environ | asked, capture_output=True, text=True, check=True
    )
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


def test_the_shell_completes_commands_options_and_their_words() -> None:
    assert completed("publish do") == ["doctor"]
    assert completed("publish pdf --f") == ["--for"]
    assert completed("publish schema e") == ["edition", "errata"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_manual_says_how_each_shell_is_told(shell: str) -> None:
    manual = (ROOT / "docs" / "install.md").read_text("utf-8")
    assert f"_PUBLISH_COMPLETE={shell}_source publish" in manual
    if shutil.which(shell):
        asked = os.environ | {"_PUBLISH_COMPLETE": f"{shell}_source"}
        done = subprocess.run([PUBLISH], env=asked, capture_output=True, text=True, check=True)
        checked = subprocess.run([shell, "-n"], input=done.stdout, text=True, check=False)
        assert checked.returncode == 0


def test_the_page_for_man_is_up_to_date() -> None:
    page = runpy.run_path(str(ROOT / "docs" / "make_man.py"))["page"]()
    assert PAGE.read_text("utf-8") == page, "run `make docs`"


@pytest.mark.skipif(not shutil.which("groff"), reason="no groff to set the page")
def test_man_sets_the_page_without_a_word_of_complaint() -> None:
    command = ["groff", "-man", "-Tutf8", "-ww", str(PAGE)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    shown = re.sub(r"\x1b\[[0-9;]*m|.\x08", "", done.stdout.decode())
    for words in ("publish errata suggest [BOOK]", "--keep-going", "EXIT STATUS", "PUBLISH_CACHE"):
        assert words in shown.replace("\u2010", "-").replace("\u2212", "-")
