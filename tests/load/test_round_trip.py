"""A reader's place survives a new build: same identifier, file names and ids after an erratum."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pymupdf
import pytest
from click.testing import CliRunner
from lxml import etree

from publish.cli import main
from publish.load.identity import identify

from .conftest import Plug

ENGINES = Path(__file__).parent.parent / "engines"
BOOK = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Tiny</title><author>Ann Author</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body><div xml:id="one"><head>One</head>
<p>The governmetn<note>A first note.</note> fell.</p><p>Another <hi>paragraph</hi> there.</p></div>
<div><head>Two</head><p>It rose<note>A second note.</note> again, see
<ref target="#one">above</ref>.</p></div></body></text></TEI>
"""
ERRATUM = """[[erratum]]
id = "E001"
find = "governmetn"
replace = "government"
status = "verified"
date = 2026-01-02
"""

MAY_MOVE = re.compile(r"erratum-E001$|kobo\.2\.").match
"""A correction has an anchor of its own, and Kobo counts the sentences in its paragraph anew."""


@pytest.fixture(params=["generic", "kobo"])
def builds(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, Path]:
    """The same book before and after a correction, without the list of corrections at its end."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "book" / "manuscript"
    folder.mkdir(parents=True)
    (folder / "tiny.xml").write_text(BOOK, "utf-8")
    (folder / "edition.toml").write_text("[text]\ncorrections_list = false\n", "utf-8")
    ending = ".kepub.epub" if request.param == "kobo" else ".epub"
    paths = tmp_path / "older" / f"tiny{ending}", tmp_path / "newer" / f"tiny{ending}"
    for path in paths:
        words = ["epub", "book", "--for", request.param, "--no-check", "-o", str(path)]
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, result.output
        (folder / "errata.toml").write_text(ERRATUM, "utf-8")
    return paths


def anchors(path: Path) -> dict[str, list[str]]:
    """What reading positions, notes and bookmarks are kept by: the files and the ids in them."""
    with zipfile.ZipFile(path) as book:
        found = {}
        for name in book.namelist():
            data = book.read(name)
            is_xml = name.endswith((".xhtml", ".opf", ".ncx"))
            found[name] = etree.fromstring(data).xpath("//@id") if is_xml else []
        return found


def words(path: Path) -> str:
    """What MuPDF shows."""
    with pymupdf.open(path, filetype="epub") as book:
        return " ".join(" ".join(page.get_text() for page in book).split())


def test_ids_and_names_stay_when_an_erratum_is_applied(builds: tuple[Path, Path]) -> None:
    older, newer = builds
    before, after = anchors(older), anchors(newer)
    assert list(before) == list(after)
    for name, ids in before.items():
        assert set(ids) <= set(after[name])
        assert [i for i in ids if not MAY_MOVE(i)] == [i for i in after[name] if not MAY_MOVE(i)]
    assert identify(older) == identify(newer)
    assert identify(older).identifier


def test_foliate_finds_the_readers_place_again(builds: tuple[Path, Path], tmp_path: Path) -> None:
    if not (shutil.which("node") and (ENGINES / "node_modules").is_dir()):
        pytest.skip("no foliate-js here: needs Node.js, and `npm ci` in tests/engines")
    folders = [tmp_path / "unzipped-older", tmp_path / "unzipped-newer"]
    for path, folder in zip(builds, folders, strict=True):
        with zipfile.ZipFile(path) as book:
            book.extractall(folder)
    places = ["there.", "It rose", "A second note."]
    command = ["node", ENGINES / "open_book.mjs", *folders, *places]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["found"] == places
    assert len(set(told["identifiers"])) == 1
    assert told["sections"][0] == told["sections"][1]
    assert [entry["label"] for entry in told["contents"]][:2] == ["One", "Two"]
    assert all(entry["leads"] for entry in told["contents"])


def test_an_update_on_the_reader_opens_with_the_correction(
    builds: tuple[Path, Path], plug: Plug
) -> None:
    kobo = plug("kobo").mount
    for path, outcome in zip(builds, ("new", "updated"), strict=True):
        done = CliRunner().invoke(main, ["load", str(path), "--to", str(kobo), "--json"])
        (loaded,) = json.loads(done.stdout)["loaded"]
        assert loaded["outcome"] == outcome
    (on_it,) = kobo.glob("*.epub")
    assert on_it.read_bytes() == builds[1].read_bytes()
    assert "The government" in words(on_it)
    assert "governmetn" in words(builds[0])


def test_the_books_folder_is_built_in_the_form_that_the_reader_opens_best(
    tmp_path: Path, plug: Plug, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("publish.check.epub.check_epub", lambda *_: [])
    Path("tiny.xml").write_text(BOOK, "utf-8")
    for kind, name in (("kobo", "tiny.kepub.epub"), ("tolino", "Books/tiny.epub")):
        mount = plug(kind).mount
        done = CliRunner().invoke(main, ["load", "tiny.xml", "--to", str(mount)])
        assert done.exit_code == 0, done.output
        with zipfile.ZipFile(mount / name) as book:
            spans = b"koboSpan" in b"".join(book.read(n) for n in book.namelist())
        assert spans == (kind == "kobo")
