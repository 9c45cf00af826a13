"""Loading onto drives: every kind is told apart, and no failure leaves half a book."""

from __future__ import annotations

import os
from pathlib import Path

import psutil
import pytest

from publish.load import device, mounts, volume
from publish.load.device import Device, find_without_a_drive, kinds, recognise
from publish.load.volume import Outcome
from publish.model.finding import PublishError

from .conftest import LAYOUTS, MakeEpub, Plug


def files(mount: Path) -> dict[str, bytes]:
    return {str(p.relative_to(mount)): p.read_bytes() for p in mount.rglob("*") if p.is_file()}


@pytest.mark.parametrize("kind", LAYOUTS)
def test_each_kind_is_told_by_its_files(plug: Plug, kind: str) -> None:
    found = recognise(plug(kind).mount)
    assert found is not None
    assert found.kind.id == kind


def test_every_definition_is_tested_here() -> None:
    assert set(kinds()) - set(LAYOUTS) == {"folder", "remarkable"}


def test_any_other_volume_is_no_reader(tmp_path: Path) -> None:
    (tmp_path / "DCIM").mkdir()
    (tmp_path / "documents").mkdir()
    assert recognise(tmp_path) is None


def test_a_mounted_image_is_found_among_the_volumes(plug: Plug) -> None:
    stick = plug("kobo", real=True)
    assert stick.mount in mounts.mounted_volumes()
    assert Device(kinds()["kobo"], stick.mount) in device.connected()


@pytest.mark.parametrize(
    ("points", "found"),
    [
        (["/", "/boot/efi", "/media/ann/KOBOeReader"], ["/media/ann/KOBOeReader"]),
        (["/", "/System/Volumes/Data", "/Volumes/Kindle"], ["/Volumes/Kindle"]),
        (["C:\\", "E:\\"], ["E:\\"]),
    ],
    ids=["linux", "macos", "windows"],
)
def test_volumes_of_the_machine_itself_are_left_alone(
    monkeypatch: pytest.MonkeyPatch, points: list[str], found: list[str]
) -> None:
    partitions = [psutil._ntuples.sdiskpart("dev", point, "vfat", "rw") for point in points]
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: partitions)
    monkeypatch.setenv("SYSTEMDRIVE", "C:")
    monkeypatch.setattr(mounts, "_folders_of_gnome", lambda: [])
    assert mounts.mounted_volumes() == [Path(path) for path in found]


@pytest.mark.parametrize("kind", [kind for kind in LAYOUTS if "epub" in kinds()[kind].formats])
def test_a_book_lands_where_the_reader_looks(plug: Plug, make_epub: MakeEpub, kind: str) -> None:
    mount = plug(kind).mount
    before = files(mount)
    reader = recognise(mount)
    assert reader is not None
    book = make_epub("october.epub", "urn:uuid:1")
    loaded = volume.load_file(book, reader)
    assert loaded.outcome is Outcome.NEW
    target = mount / kinds()[kind].folder / "october.epub"
    assert loaded.path == target
    after = files(mount)
    assert after.pop(str(target.relative_to(mount))) == book.read_bytes()
    assert after == before


def test_a_newer_build_replaces_the_older_in_its_place(plug: Plug, make_epub: MakeEpub) -> None:
    reader = recognise(plug("kobo").mount)
    assert reader is not None
    first = volume.load_file(make_epub("october.epub", "urn:uuid:1"), reader)
    shelf = reader.books / "Trotsky, Leon"
    shelf.mkdir()
    renamed = first.path.rename(shelf / "October.epub")
    newer = make_epub("october.epub", "urn:uuid:1", "an erratum was applied")
    second = volume.load_file(newer, reader)
    assert (second.outcome, second.path) == (Outcome.UPDATED, renamed)
    assert [finding.code for finding in second.findings] == ["LOA-010"]
    assert renamed.read_bytes() == newer.read_bytes()
    assert not first.path.exists()


def test_the_same_build_is_not_written_again(plug: Plug, make_epub: MakeEpub) -> None:
    reader = recognise(plug("kobo").mount)
    assert reader is not None
    book = make_epub("october.epub", "urn:uuid:1")
    when = volume.load_file(book, reader).path.stat().st_mtime_ns
    again = volume.load_file(book, reader)
    assert again.outcome is Outcome.SAME
    assert again.path.stat().st_mtime_ns == when


def test_another_book_of_the_same_name_is_never_touched(plug: Plug, make_epub: MakeEpub) -> None:
    reader = recognise(plug("tolino").mount)
    assert reader is not None
    other = reader.books / "dr. october.epub"
    other.write_bytes(make_epub("other.epub", "urn:uuid:2").read_bytes())
    before = other.read_bytes()
    loaded = volume.load_file(make_epub("dr. october.epub", "urn:uuid:1"), reader)
    assert loaded.path.name == "dr. october-2.epub"
    assert other.read_bytes() == before


def test_a_damaged_book_on_the_reader_is_no_hindrance(plug: Plug, make_epub: MakeEpub) -> None:
    reader = recognise(plug("pocketbook").mount)
    assert reader is not None
    assert (reader.books / "old.epub").read_text() == "the reader's own"
    assert volume.load_file(make_epub("a.epub", "urn:uuid:1"), reader).outcome is Outcome.NEW


def test_a_name_that_fat_does_not_allow_is_changed(plug: Plug, make_epub: MakeEpub) -> None:
    reader = recognise(plug("kobo").mount)
    assert reader is not None
    loaded = volume.load_file(make_epub('What "Is": Done?.kepub.epub', "urn:uuid:1"), reader)
    assert loaded.path.name == "What _Is__ Done_.kepub.epub"


def test_a_full_reader_is_refused_and_stays_as_it_was(plug: Plug, make_epub: MakeEpub) -> None:
    mount = plug("kobo", mebibytes=2, real=True).mount
    before = files(mount)
    book = make_epub("big.epub", "urn:uuid:1", os.urandom(2 << 20).hex())
    with pytest.raises(PublishError, match="LOA-001 Kobo is full") as stop:
        volume.load_file(book, Device(kinds()["kobo"], mount))
    assert "delete a book" in stop.value.findings[0].hint
    assert files(mount) == before


def test_a_reader_that_fills_up_while_writing_keeps_no_half_book(
    plug: Plug, make_epub: MakeEpub, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = plug("kobo", mebibytes=2, real=True)
    before = files(stick.mount)
    monkeypatch.setattr(volume, "_refuse_full", lambda *_: None)
    book = make_epub("big.epub", "urn:uuid:1", os.urandom(2 << 20).hex())
    with pytest.raises(PublishError, match="LOA-00"):
        volume.load_file(book, Device(kinds()["kobo"], stick.mount))
    assert files(stick.mount) == before


def test_a_read_only_reader_is_refused(plug: Plug, make_epub: MakeEpub) -> None:
    mount = plug("kobo", read_only=True).mount
    before = files(mount)
    with pytest.raises(PublishError, match="LOA-002"):
        volume.load_file(make_epub("a.epub", "urn:uuid:1"), Device(kinds()["kobo"], mount))
    assert files(mount) == before


def test_a_cable_pulled_halfway_leaves_no_half_book(
    plug: Plug, make_epub: MakeEpub, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = plug("kobo", real=True)
    older = make_epub("a.epub", "urn:uuid:1")
    reader = Device(kinds()["kobo"], stick.mount)
    volume.load_file(older, reader)
    whole = volume._hash

    def pull_the_cable(path: Path) -> bytes:
        if path.is_relative_to(stick.mount):
            stick.pull()
        return whole(path)

    monkeypatch.setattr(volume, "_hash", pull_the_cable)
    with pytest.raises(PublishError, match="LOA-003 Kobo went away or failed"):
        volume.load_file(make_epub("a.epub", "urn:uuid:1", "newer" * 9999), reader)
    assert list(stick.mount.iterdir()) == []
    books = [line for line in stick.listing().splitlines() if line.endswith(".epub")]
    assert books == ["::/a.epub"]
    monkeypatch.undo()
    assert stick.plug()
    assert (stick.mount / "a.epub").read_bytes() != b""
    loaded = volume.load_file(make_epub("a.epub", "urn:uuid:1", "newer" * 9999), reader)
    assert loaded.outcome is Outcome.UPDATED
    assert not [name for name in files(stick.mount) if name.endswith(".part")]


def test_the_mount_point_of_a_reader_that_left_is_no_reader(
    make_epub: MakeEpub, tmp_path: Path
) -> None:
    left = tmp_path / "KOBOeReader"
    left.mkdir()
    with pytest.raises(PublishError, match="LOA-003"):
        volume.load_file(make_epub("a.epub", "urn:uuid:1"), Device(kinds()["kobo"], left))
    assert list(left.iterdir()) == []


def test_a_copy_that_reads_back_otherwise_is_removed(
    plug: Plug, make_epub: MakeEpub, monkeypatch: pytest.MonkeyPatch
) -> None:
    mount = plug("kobo").mount
    before = files(mount)
    monkeypatch.setattr(volume, "_hash", lambda path: str(path).encode())
    with pytest.raises(PublishError, match="LOA-004"):
        volume.load_file(make_epub("a.epub", "urn:uuid:1"), Device(kinds()["kobo"], mount))
    assert files(mount) == before


def test_a_kindle_without_a_drive_is_told_to_send(tmp_path: Path) -> None:
    (tmp_path / "1-1").mkdir()
    (tmp_path / "1-1" / "idVendor").write_text("1949\n")
    (told,) = find_without_a_drive([], tmp_path)
    assert told.code == "LOA-008"
    assert "publish send --to" in told.hint
    assert find_without_a_drive([Device(kinds()["kindle"], tmp_path)], tmp_path) == []
