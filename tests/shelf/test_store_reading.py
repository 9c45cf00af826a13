"""Files of a shelf are read where they lie, piece by piece, wherever that is."""

from __future__ import annotations

from pathlib import Path

import fsspec
import pytest

from publish.shelf.ledger import Ledger
from publish.shelf.store import open_store
from publish.shelf.whereabouts import address_of, folder_of


def test_a_file_is_read_where_it_lies(tmp_path: Path) -> None:
    for address in (str(tmp_path), "memory://shelf-reading", f"file://{tmp_path}/x"):
        store = open_store(address)
        store.put("a/b.epub", bytes(range(256)) * 40)
        found = store.open("a/b.epub")
        with found.open("rb") if isinstance(found, Path) else found as file:
            file.seek(250)
            assert file.read(10) == bytes([*range(250, 256), *range(4)])
    fsspec.filesystem("memory").rm("/shelf-reading", recursive=True)
    with pytest.raises(OSError, match="gone"):
        open_store("memory://shelf-reading").open("gone.epub")


@pytest.mark.parametrize(
    ("out", "ledger_path", "where"),
    [
        ("dist", None, "."),
        ("s3://bucket/shelf", None, "s3://bucket/shelf"),
        ("books", "elsewhere/l.sqlite", "books"),
    ],
)
def test_the_ledger_knows_where_its_books_are(
    tmp_path: Path, out: str, ledger_path: str | None, where: str
) -> None:
    with Ledger.open(tmp_path / "shelf.sqlite") as ledger:
        assert address_of(ledger) == str(tmp_path)
        ledger.begin_run("2026-01-01", "t", {"out": out, "ledger_path": ledger_path})
        assert address_of(ledger) == (str(tmp_path) if where == "." else where)
        assert (folder_of(ledger) is None) is ("://" in out)
