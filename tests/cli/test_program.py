"""The command as a program of its own: what gets ready too early leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

MARK = "PUBLISH_TEST_MARK"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("pdf", "nosuch.xml"), 2),
        (("pdf", "--bogus"), 2),
        (("build", "--help"), 0),
        (("pdf", "tiny.xml", "-o", "tiny.xml"), 2),
    ],
)
def test_a_run_that_makes_no_pages_leaves_no_process_and_no_folder(
    tmp_path: Path, words: tuple[str, ...], code: int
) -> None:
    """What lays out pages has begun to get ready before the line is read."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    (tmp_path / "tiny.xml").write_text("<TEI/>", "utf-8")
    environment = {**os.environ, "TMPDIR": str(scratch), MARK: str(tmp_path)}
    command = [sys.executable, "-m", "publish", *words]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert list(scratch.iterdir()) == []
    assert [each for each in psutil.process_iter() if _is_marked(each, str(tmp_path))] == []


def _is_marked(process: psutil.Process, mark: str) -> bool:
    try:
        is_running = process.status() != psutil.STATUS_ZOMBIE
        return is_running and process.environ().get(MARK) == mark
    except psutil.Error:
        return False
