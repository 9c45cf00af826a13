"""`publish load` as its user meets it: the list, the words, the exit codes."""

from __future__ import annotations

import json
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


def test_what_publish_cannot_build_is_told(plug: Plug) -> None:
    result = load("--to", str(plug("kindle").mount), "--format", "azw3")
    assert result.exit_code == 2
    assert "LOA-013" in result.stderr


def test_a_reader_that_is_not_there_is_named_with_those_we_know() -> None:
    result = load("--to", "kobo-of-my-aunt")
    assert result.exit_code == 2
    assert "PocketBook" in result.stderr
    nothing = load()
    assert nothing.exit_code == 2
    assert "LOA-006" in nothing.stderr
    assert "publish send" in nothing.stderr
