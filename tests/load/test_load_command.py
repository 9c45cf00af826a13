"""`publish load` as its user meets it: the list, the words, the exit codes."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from publish.load import device
from publish.load.device import kinds

from .conftest import LAYOUTS, MakeEpub, Plug


@pytest.fixture(autouse=True)
def nothing_else_connected(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(device, "mounted_volumes", lambda: sorted(tmp_path.glob("*/")))
    monkeypatch.setattr("publish.cli.load.find_tablets", lambda: [])
    monkeypatch.chdir(tmp_path)


def load(*words: str) -> Result:
    return CliRunner().invoke(main, ["load", *words])


def test_every_connected_reader_is_listed(plug: Plug) -> None:
    mounts = {kind: plug(kind).mount for kind in LAYOUTS}
    listed = load("--list").stdout
    for kind, mount in mounts.items():
        assert kinds()[kind].name in listed
        assert str(mount) in listed
    told = json.loads(load("--list", "--json").stdout)
    assert {row["kind"] for row in told["devices"]} == set(LAYOUTS)


def test_a_file_goes_onto_every_reader_that_opens_it(plug: Plug, make_epub: MakeEpub) -> None:
    kobo, tolino = plug("kobo").mount, plug("tolino").mount
    book = make_epub("a.epub", "urn:uuid:1")
    result = load(str(book))
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == ["kobo/a.epub", "tolino/Books/a.epub"]
    assert "Kobo: a.epub: new" in result.stderr
    assert "Eject the Kobo" in result.stderr
    assert (kobo / "a.epub").read_bytes() == (tolino / "Books/a.epub").read_bytes()
    make_epub("a.epub", "urn:uuid:1", "newer")
    assert "Kobo: a.epub: updated" in load(str(book), "--to", "kobo").stderr
    told = json.loads(load(str(book), "--to", "tolino", "--json").stdout)
    assert [row["outcome"] for row in told["loaded"]] == ["updated"]


def test_one_reader_that_fails_does_not_keep_it_from_the_other(
    plug: Plug, make_epub: MakeEpub
) -> None:
    plug("kobo")
    plug("kindle")
    result = load(str(make_epub("a.epub", "urn:uuid:1")))
    assert result.exit_code == 2
    assert "LOA-007" in result.stderr
    assert result.stdout.splitlines() == ["kobo/a.epub"]


def test_any_folder_will_do(make_epub: MakeEpub, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    (shelf / "below").mkdir(parents=True)
    below = make_epub("a.epub", "urn:uuid:1", folder=shelf / "below")
    before = below.read_bytes()
    result = load(str(make_epub("a.epub", "urn:uuid:1", "newer")), "--to", str(shelf))
    assert result.stdout.splitlines() == ["shelf/a.epub"]
    assert below.read_bytes() == before


def test_a_kindle_is_not_given_an_epub_it_would_not_open(plug: Plug, make_epub: MakeEpub) -> None:
    result = load(str(make_epub("a.epub", "u")), "--to", str(plug("kindle").mount))
    assert result.exit_code == 2
    assert "LOA-007" in result.stderr
    assert "azw3, pdf" in result.stderr
    assert "publish send --to" in result.stderr


def test_a_reader_that_is_not_there_is_named_with_those_we_know() -> None:
    result = load("--to", "kobo-of-my-aunt")
    assert result.exit_code == 2
    assert "PocketBook" in result.stderr
    nothing = load()
    assert nothing.exit_code == 2
    assert "LOA-006" in nothing.stderr
    assert "publish send" in nothing.stderr


BOOK = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt>'
    "<title>Lake</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/>"
    "</sourceDesc></fileDesc></teiHeader><text><body><div><head>One</head><p>Cold.</p></div>"
    "</body></text></TEI>"
)


CONVERTER = """
import os, re, sys, zipfile
if os.environ.get("FAILS"):
    sys.exit("no luck")
package = zipfile.ZipFile(sys.argv[1]).read("EPUB/content.opf").decode()
source = b"calibre:" + re.search("urn:uuid:([^<]+)", package)[1].encode()
record = (112).to_bytes(4) + (8 + len(source)).to_bytes(4) + source
other = (100).to_bytes(4) + (12).to_bytes(4) + b"Anna"
exth = b"EXTH" + (12 + len(record + other)).to_bytes(4) + (2).to_bytes(4) + other + record
first = b"MOBI" + bytes(200) + exth
places = (100).to_bytes(4) + bytes(4) + (100 + len(first)).to_bytes(4) + bytes(4)
data = bytes(78) + places + bytes(6) + first + open(sys.argv[1], "rb").read()
open(sys.argv[2], "wb").write(data)
"""
"""What stands in for calibre: a book with the header that calibre writes."""


def without_calibre(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("publish.load.calibre.ON_MACS", "/nowhere")


def test_a_kindle_without_calibre_is_given_nothing_but_advice(
    plug: Plug, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_calibre(monkeypatch)
    Path("lake.xml").write_text(BOOK, "utf-8")
    result = load("lake.xml", "--to", str(plug("kindle").mount))
    assert (result.exit_code, result.stdout) == (3, "")
    assert "LOA-014" in result.stderr
    assert "publish send --to YOU@kindle.com" in result.stderr
    assert sorted(path.name for path in tmp_path.glob("**/*.pdf")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a program without an ending")
def test_a_kindle_gets_an_azw3_by_calibre(
    plug: Plug, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stand-in, so that the test needs no calibre; `make calibre` tries the real one."""
    program = tmp_path / "bin" / "ebook-convert"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\n{CONVERTER}")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    Path("lake.xml").write_text(BOOK, "utf-8")
    kindle = plug("kindle").mount
    result = load("lake.xml", "--to", "kindle")
    assert result.exit_code == 0, result.output
    assert (kindle / "documents/lake.azw3").read_bytes().endswith(Path("lake.epub").read_bytes())
    Path("lake.xml").write_text(BOOK.replace("Cold", "Warm"), "utf-8")
    again = load("lake.xml", "--to", "kindle")
    assert again.exit_code == 0, again.output
    assert [path.name for path in (kindle / "documents").glob("*.azw3")] == ["lake.azw3"]
    assert (kindle / "documents/lake.azw3").read_bytes().endswith(Path("lake.epub").read_bytes())
    monkeypatch.setenv("FAILS", "1")
    failed = load("lake.xml", "--to", "kindle")
    assert (failed.exit_code, "LOA-015" in failed.stderr) == (1, True)
    assert "no luck" in failed.stderr


@pytest.mark.parametrize("place", ["/media/ann/KOBOeReader", "./reader", "shelf/books"])
def test_a_folder_that_is_not_there_is_told(place: str) -> None:
    result = load("--to", place)
    assert (result.exit_code, "LOA-016" in result.stderr) == (2, True)
    assert place in result.stderr
    assert not Path(place).exists()
