"""What earlier runs made is used again, and never stands in the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.cli import main
from publish.run.cache import FOLDER, Cache, key_of


def test_what_was_kept_is_given_back(tmp_path: Path) -> None:
    Cache(tmp_path / "new" / "folder").put("aa11", b"pages")
    assert Cache(tmp_path / "new" / "folder").get("aa11") == b"pages"
    assert Cache(tmp_path).get("bb22") is None


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 40])
def test_a_damaged_entry_counts_as_absent(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put("aa11", b"pages")
    (tmp_path / "aa" / "aa11").write_bytes(damage)
    assert cache.get("aa11") is None


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file")
    cache.put("aa11", b"pages")
    assert cache.get("aa11") is None
    assert Cache().get("aa11") is None


def test_beyond_its_limit_it_drops_what_was_not_used_for_longest(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit_mb=0.0025)
    for age, key in enumerate(["aa11", "bb22", "cc33"]):
        cache.put(key, bytes(1000))
        os.utime(tmp_path / key[:2] / key, (1000 + age, 1000 + age))
    cache.get("aa11")
    cache.close()
    assert cache.get("aa11") and cache.get("cc33")
    assert cache.get("bb22") is None


def test_after_a_little_was_written_it_is_not_looked_through(tmp_path: Path) -> None:
    """That takes time with each entry, and a run that changes a word writes few."""
    first = Cache(tmp_path, limit_mb=0.1)
    first.put("aa11", bytes(1000))
    first.close()
    too_much = tmp_path / "bb" / "bb22"
    too_much.parent.mkdir()
    too_much.write_bytes(bytes(200_000))
    os.utime(too_much, (1000, 1000))
    for number, is_there in enumerate([True, True, False]):
        later = Cache(tmp_path, limit_mb=0.1)
        later.put(f"cc{number}", bytes(700))
        later.close()
        assert too_much.exists() == is_there


def test_files_of_others_in_its_folder_are_never_deleted(tmp_path: Path) -> None:
    letter = tmp_path / "de" / "letter.txt"
    letter.parent.mkdir()
    letter.write_bytes(bytes(5000))
    cache = Cache(tmp_path, limit_mb=0.001)
    cache.put("aa11", bytes(1000))
    cache.close()
    cache.clear()
    assert letter.is_file()
    assert cache.get("aa11") is None


def test_the_command_shows_and_clears_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    Cache.of_user().put("aa11", bytes(1_000_000))
    shown = CliRunner().invoke(main, ["cache"])
    assert shown.stdout.splitlines() == [str(tmp_path), "entries: 1, 1.0 MB of 1024 MB"]
    cleared = CliRunner().invoke(main, ["cache", "--clear"])
    assert cleared.stdout == "entries deleted: 1, 1.0 MB\n"
    assert Cache.of_user().get("aa11") is None
    monkeypatch.setenv(FOLDER, "")
    assert "nothing is kept" in CliRunner().invoke(main, ["cache"]).stdout


def test_no_two_lists_of_pieces_share_a_key() -> None:
    assert key_of(["ab", "c"]) != key_of(["a", "bc"]) != key_of(["abc"])
