"""Style sheets that an earlier process has parsed: pages are the same, and damage is noticed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import hashlib, sys
from pathlib import Path
from publish.engine import parsed_sheets
parsed_sheets.FILE = Path(sys.argv[1])
from publish.engine import parse_house_sheets
parse_house_sheets()
from tests.write.pdf.books import EDITION, one_part
from publish.write.pdf import Purpose, write_pdf
book = one_part("<h1>One</h1><p>Text<sup>1</sup> and <i>more</i>.</p><ul><li>x</li></ul>")
data = write_pdf(book, EDITION, Purpose.SCREEN).data
print(hashlib.sha256(data).hexdigest(), bool(parsed_sheets._house))
"""


def run(file: Path, *options: str) -> tuple[str, str]:
    """The hash of a PDF, and whether sheets were found that had been kept."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, *options, "-c", PROGRAM, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    digest, are_kept = done.stdout.split()
    return digest, are_kept


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    file = tmp_path_factory.mktemp("kept") / "parsed.sheets"
    digest, were_kept = run(file)
    assert were_kept == "False"
    return file, digest


def test_pages_are_the_same_with_sheets_that_were_kept(kept: tuple[Path, str]) -> None:
    file, digest = kept
    assert run(file) == (digest, "True")


def test_a_damaged_file_is_written_anew(kept: tuple[Path, str]) -> None:
    file, digest = kept
    whole = file.read_bytes()
    file.write_bytes(whole[:-100] + bytes(100))
    assert run(file) == (digest, "False")
    assert run(file) == (digest, "True")


def test_nothing_is_kept_where_python_writes_no_compiled_modules(tmp_path: Path) -> None:
    file = tmp_path / "parsed.sheets"
    run(file, "-B")
    assert not file.exists()
