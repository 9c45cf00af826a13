"""Loading onto drives: every kind is told apart, and no failure leaves half a book."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.cli.load import load
from publish.finding import PublishError
from publish.load import device, volume
from publish.load.device import Device, kinds, recognise

from .conftest import LAYOUTS, Plug

MakeEpub = Callable[..., Path]


def files(mount: Path) -> dict[str, bytes]:
    return {str(p.relative_to(mount)): p.read_bytes() for p in mount.rglob("*") if p.is_file()}


@pytest.mark.parametrize("kind", LAYOUTS)
def test_each_kind_is_told_by_its_files(plug: Plug, kind: str) -> None:
    found = recognise(plug(kind))
    assert found is not None
    assert found.kind.id == kind


def test_any_other_volume_is_no_reader(tmp_path: Path) -> None:
    (tmp_path / "DCIM").mkdir()
    assert recognise(tmp_path) is None


@pytest.mark.parametrize("kind", [kind for kind in LAYOUTS if "epub" in kinds()[kind].formats])
def test_a_book_lands_where_the_reader_looks(
    plug: Plug, make_epub: MakeEpub, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    mount = plug(kind)
    before = files(mount)
    monkeypatch.setattr(device, "mounted_volumes", lambda: [mount])
    monkeypatch.setattr("publish.cli.load.find_tablets", lambda: [])
    book = make_epub("october.epub", "urn:uuid:1")
    listed = CliRunner().invoke(load, ["--list"])
    assert kinds()[kind].name in listed.output
    result = CliRunner().invoke(load, [str(book)])
    assert result.exit_code == 0, result.output
    target = mount / kinds()[kind].folder / "october.epub"
    assert target.read_bytes() == book.read_bytes()
    after = files(mount)
    assert {name: after[name] for name in before} == before
    assert len(after) == len(before) + 1


def test_a_newer_build_replaces_the_older_in_its_place(plug: Plug, make_epub: MakeEpub) -> None:
    reader = recognise(plug("kobo"))
    assert reader is not None
    first = volume.load_file(make_epub("october.epub", "urn:uuid:1"), reader)
    renamed = first.path.rename(first.path.with_name("Trotsky, October.epub"))
    newer = make_epub("october.epub", "urn:uuid:1", "an erratum was applied")
    second = volume.load_file(newer, reader)
    assert second.updated
    assert second.path == renamed
    assert renamed.read_bytes() == newer.read_bytes()
    assert not first.path.exists()


def test_another_book_of_the_same_name_is_never_touched(plug: Plug, make_epub: MakeEpub) -> None:
    reader = recognise(plug("tolino"))
    assert reader is not None
    other = reader.books / "october.epub"
    other.write_bytes(make_epub("other.epub", "urn:uuid:2").read_bytes())
    before = other.read_bytes()
    loaded = volume.load_file(make_epub("october.epub", "urn:uuid:1"), reader)
    assert loaded.path.name == "october-2.epub"
    assert other.read_bytes() == before


def test_a_full_reader_is_refused_and_stays_as_it_was(plug: Plug, make_epub: MakeEpub) -> None:
    mount = plug("kobo", mebibytes=2)
    if not mount.is_mount():
        pytest.skip("no FAT image can be mounted here (fusefat, dosfstools)")
    before = files(mount)
    book = make_epub("big.epub", "urn:uuid:1", os.urandom(2 << 20).hex())
    with pytest.raises(PublishError, match="LOA-001 Kobo is full") as stop:
        volume.load_file(book, Device(kinds()["kobo"], mount))
    assert "delete a book" in stop.value.findings[0].hint
    assert files(mount) == before


def test_a_reader_that_fills_up_while_writing_keeps_no_half_book(
    plug: Plug, make_epub: MakeEpub, monkeypatch: pytest.MonkeyPatch
) -> None:
    mount = plug("kobo", mebibytes=2)
    if not mount.is_mount():
        pytest.skip("no FAT image can be mounted here (fusefat, dosfstools)")
    before = files(mount)
    monkeypatch.setattr(volume, "_refuse_full", lambda *_: None)
    book = make_epub("big.epub", "urn:uuid:1", os.urandom(2 << 20).hex())
    with pytest.raises(PublishError, match="LOA-00"):
        volume.load_file(book, Device(kinds()["kobo"], mount))
    assert files(mount) == before


def test_a_read_only_reader_is_refused(plug: Plug, make_epub: MakeEpub) -> None:
    mount = plug("kobo", read_only=True)
    before = files(mount)
    with pytest.raises(PublishError, match="LOA-002"):
        volume.load_file(make_epub("a.epub", "urn:uuid:1"), Device(kinds()["kobo"], mount))
    assert files(mount) == before


def test_a_reader_that_vanishes_halfway_is_a_clear_finding(
    plug: Plug, make_epub: MakeEpub, monkeypatch: pytest.MonkeyPatch
) -> None:
    mount = plug("kobo")

    def pull_the_cable(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(volume, "_verify", pull_the_cable)
    with pytest.raises(PublishError, match="LOA-003 Kobo went away or failed"):
        volume.load_file(make_epub("a.epub", "urn:uuid:1"), Device(kinds()["kobo"], mount))
    assert [name for name in files(mount) if "a.epub" in name] == []


def test_a_kindle_is_not_given_an_epub_it_would_not_open(plug: Plug, make_epub: MakeEpub) -> None:
    mount = plug("kindle")
    result = CliRunner().invoke(load, [str(make_epub("a.epub", "u")), "--to", str(mount)])
    assert result.exit_code == 2
    assert "LOA-007" in result.stderr
    assert "azw3, pdf" in result.stderr


def test_a_reader_that_is_not_there_is_named_with_those_we_know() -> None:
    result = CliRunner().invoke(load, ["--to", "kobo-of-my-aunt"])
    assert result.exit_code == 2
    assert "PocketBook" in result.stderr
