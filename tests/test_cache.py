"""What earlier runs made is used again, and never stands in the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from publish.cache import Cache, key_of


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


def test_no_two_lists_of_pieces_share_a_key() -> None:
    assert key_of(["ab", "c"]) != key_of(["a", "bc"]) != key_of(["abc"])
