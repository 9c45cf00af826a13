"""No code runs that the user did not ask for: the folder one stands in is a stranger's book."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

BOOK = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Tiny</title><author>Ann Author</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body><div><head>One</head><p>The government fell.</p></div></body></text>
</TEI>
"""
EDITION = 'slug = "tiny"\noutputs = ["epub", "screen"]\n'

OPTIONAL = ("brotli", "zopfli", "unicodedata2", "numpy", "usercustomize", "sitecustomize", "lz4")
"""What libraries try to import though it may not be there, and Python itself at its start."""

OTHERS = [
    ("epub", "manuscript/tiny.xml", "--no-check"),
    ("check", "--fast", "."),
    ("onix", "."),
    ("errata", "suggest", "."),
    ("errata", "sheet", ".", "--format", "pdf"),
    ("load", "dist/tiny.epub", "--to", "reader"),
    ("load", "--list"),
    ("doctor",),
]


@pytest.fixture(scope="module")
def trapped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a book whose folders hold a Python file of the name of every module there is."""
    folder = tmp_path_factory.mktemp("trapped")
    (folder / "manuscript").mkdir()
    (folder / "manuscript" / "tiny.xml").write_text(BOOK, "utf-8")
    (folder / "manuscript" / "edition.toml").write_text(EDITION, "utf-8")
    (folder / "reader").mkdir()
    names = {*sys.stdlib_module_names, *packages_distributions(), *OPTIONAL} - {"publish"}
    for name in filter(str.isidentifier, names):
        trap = f"open({str(folder / 'sprung')!r}, 'a').write({name!r} + '\\n')\n"
        for place in (folder, folder / "manuscript"):
            (place / f"{name}.py").write_text(trap, "utf-8")
    return folder


def run(folder: Path, words: tuple[str, ...], *before: str) -> None:
    environment = {**os.environ, "PUBLISH_CORES": "2"}
    done = subprocess.run(
        [*before, *words], cwd=folder, env=environment, capture_output=True, text=True
    )
    sprung = folder / "sprung"
    assert not sprung.exists(), sprung.read_text()
    assert done.returncode in {0, 1, 2, 3}, done.stderr
    assert "internal error" not in done.stderr


PUBLISH = str(Path(sys.executable).with_name("publish"))


def test_no_python_file_of_the_folder_is_imported(trapped: Path) -> None:
    run(trapped, ("build", "."), PUBLISH)


@pytest.mark.slow
@pytest.mark.parametrize("words", OTHERS, ids=" ".join)
def test_nor_is_any_by_another_command(trapped: Path, words: tuple[str, ...]) -> None:
    run(trapped, words, PUBLISH)


def test_nor_is_any_by_the_module_once_python_has_found_it(trapped: Path) -> None:
    """To find it, Python itself imports from there, unless told `-P`."""
    run(trapped, ("check", "--fast", "."), sys.executable, "-P", "-m", "publish")
    code = "import importlib.util, pkgutil, sys; print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    for name in said.split():
        (trapped / f"{name}.py").unlink(missing_ok=True)
    run(trapped, ("pdf", "."), sys.executable, "-m", "publish")
