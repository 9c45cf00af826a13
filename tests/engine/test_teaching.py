"""WeasyPrint is the one that our patches are written for, and is taught all of them alike."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from weasyprint.layout import inline

from publish.engine.patches.table import PATCHES, Patch
from publish.engine.teaching import check
from publish.engine.version import INSTALL, INSTALL_PANGO, MAJOR
from publish.model.finding import MachineError

ROOT = Path(__file__).parent.parent.parent
TAUGHT = """
import sys
from publish.engine import teach
teach()
teach()
from publish.engine.patches.table import PATCHES
applied = {(patch.owner, patch.name): patch.replacement for patch in PATCHES}
forgotten = [name for (owner, name), made in applied.items() if getattr(owner, name) != made]
print(len(applied), forgotten)
"""
TITLE = "Das Kapital 資本論 und שלום"
TEI = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>{TITLE}</title><author>Karl Autor</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="de"><body><div><head>Eins</head><p>Der Anfang.</p></div></body></text></TEI>
"""
EDITION = """manuscript = "book.xml"
slug = "kapital"
outputs = ["epub", "screen"]

[book]
date = "2026"
modified = "2026-01-02"
"""


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "publish", *words],
        cwd=folder,
        env={**os.environ, "PUBLISH_CACHE": str(folder / "cache"), **environment},
        capture_output=True,
        text=True,
    )


def lay(folder: Path) -> Path:
    (folder / "manuscript").mkdir(parents=True)
    (folder / "manuscript" / "edition.toml").write_text(EDITION, "utf-8")
    (folder / "manuscript" / "book.xml").write_text(TEI, "utf-8")
    return folder


def made(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "dist").iterdir()}


def cover_of(folder: Path) -> bytes:
    with zipfile.ZipFile(folder / "dist" / "kapital.epub") as epub:
        return epub.read("EPUB/cover.jpg")


def test_every_patch_is_applied() -> None:
    said = subprocess.run([sys.executable, "-c", TAUGHT], capture_output=True, text=True)
    places = len({(patch.owner, patch.name) for patch in PATCHES})
    assert said.stdout == f"{places} []\n", said.stderr


def test_a_function_that_takes_something_else_stops_the_work() -> None:
    with pytest.raises(MachineError) as stopped:
        check([Patch(inline, "text_align", print, "(context, line)")])
    (finding,) = stopped.value.findings
    assert "needs WeasyPrint 70.x: weasyprint.layout.inline.text_align takes (" in finding.message
    assert finding.hint == INSTALL


@pytest.mark.parametrize("over", [None, min])
def test_a_second_patch_of_a_function_names_the_first(over: type | None) -> None:
    first = Patch(os.path, "join", max, "(a, *p)")
    with pytest.raises(AssertionError, match="out of order"):
        check([first, Patch(os.path, "join", print, "(a, *p)", over)])


def test_the_distribution_asks_for_the_release_that_is_patched() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"weasyprint>={MAJOR},<{MAJOR + 1}" in project["dependencies"]


def install(site: Path, version: str, code: str) -> str:
    """Install a WeasyPrint that is this code and no more; return a PYTHONPATH that has it."""
    (site / f"weasyprint-{version}.dist-info").mkdir(parents=True)
    metadata = f"Metadata-Version: 2.1\nName: weasyprint\nVersion: {version}\n"
    (site / f"weasyprint-{version}.dist-info" / "METADATA").write_text(metadata, "utf-8")
    (site / "weasyprint").mkdir()
    (site / "weasyprint" / "__init__.py").write_text(code, "utf-8")
    return f"{site}{os.pathsep}{ROOT}"


@pytest.mark.parametrize(("word", "cores"), [("pdf", "1"), ("build", "2"), ("epub", "2")])
def test_another_release_is_told_with_the_command_that_installs_ours(
    tmp_path: Path, word: str, cores: str
) -> None:
    folder = lay(tmp_path / "book")
    path = install(tmp_path / "site", "65.1", "raise ImportError('not this one')")
    done = run(folder, word, ".", PYTHONPATH=path, PUBLISH_CORES=cores)
    assert done.returncode == 3, done.stderr
    assert f"publish needs WeasyPrint {MAJOR}.x: this is 65.1" in done.stderr
    assert INSTALL in done.stderr
    assert "internal error" not in done.stderr


def test_a_library_that_weasyprint_lacks_is_told_with_the_command_that_installs_it(
    tmp_path: Path,
) -> None:
    folder = lay(tmp_path / "book")
    problem = "cannot load library 'libpango-1.0-0': no such file.  Additionally, much more"
    path = install(tmp_path / "site", f"{MAJOR}.0", f"raise OSError({problem!r})")
    done = run(folder, "pdf", ".", PYTHONPATH=path, PUBLISH_CORES="1")
    assert done.returncode == 3, done.stderr
    assert "WeasyPrint does not start: cannot load library 'libpango-1.0-0'" in done.stderr
    assert INSTALL_PANGO in done.stderr
    assert "Additionally" not in done.stderr


def test_covers_and_pages_are_the_same_however_a_book_is_built(tmp_path: Path) -> None:
    """Neither the number of processes nor what else is made tells who draws the cover."""
    one, four, alone = (lay(tmp_path / name) for name in ("one", "four", "alone"))
    for folder, word, cores in ((one, "build", "1"), (four, "build", "4"), (alone, "epub", "2")):
        done = run(folder, word, ".", "--no-check", PUBLISH_CORES=cores)
        assert done.returncode == 0, done.stderr
    assert sorted(made(one)) == ["kapital.epub", "kapital.pdf"]
    assert made(four) == made(one)
    assert cover_of(alone) == cover_of(one)  # what is made alone has no page numbers of print
