"""What earlier runs made, kept by the hash of all it was made from.

A cache is a folder of the user's own, outside the book: nothing is lost when it is deleted, and a
build without it makes the same bytes. An entry that is damaged, or that cannot be read or written,
counts as absent.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import stat
import time
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec
import platformdirs

from publish.model.lazy_pattern import lazy_pattern
from publish.run.cache.toolchain import toolchain
from publish.run.whole_file import Draft, clear_leftovers, replace_file

T = TypeVar("T")

FOLDER = "PUBLISH_CACHE"
"""The environment variable that names another folder; where it is empty nothing is kept."""

LIMIT_MB = 1024
"""What was not used for longest is dropped beyond this."""

SHARE = 0.02
"""How much of that a run itself may write before it is looked whether there is more."""

_SINCE = "written-since"
"""The file with the bytes that were written since all entries were looked at."""

_DIGEST_SIZE = 32

_FOLDER = lazy_pattern(r"[0-9a-z]{2}")
"""Where entries stand; a folder that PUBLISH_CACHE names may hold files of others."""


class Cache:
    """Bytes by key, in a folder; without a folder it keeps nothing."""

    def __init__(self, folder: Path | None = None, limit_mb: float = LIMIT_MB) -> None:
        """Keep entries in `folder`, which is made when the first is put."""
        self.folder = folder
        self._limit = int(limit_mb * 1_000_000)
        self._written = 0

    @classmethod
    def of_user(cls) -> Cache:
        """Return the user's cache, in the place that this system has for such things."""
        named = os.environ.get(FOLDER)
        if named is not None:
            return cls(Path(named) if named else None)
        return cls(platformdirs.user_cache_path("publish"))

    def __bool__(self) -> bool:
        """Return whether anything is kept."""
        return self.folder is not None

    def get(self, key: str) -> bytes | None:
        """Return an entry's bytes, or None where it is absent or damaged."""
        if self.folder is None:
            return None
        path = self._path(self.folder, key)
        try:
            kept = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        digest, data = kept[:_DIGEST_SIZE], kept[_DIGEST_SIZE:]
        return data if hashlib.sha256(data).digest() == digest else None

    def has(self, key: str) -> bool:
        """Return whether there is an entry; reading it may still find it damaged."""
        return self.folder is not None and self._path(self.folder, key).is_file()

    def put(self, key: str, data: bytes) -> None:
        """Keep an entry."""
        self._write(key, io.BytesIO(hashlib.sha256(data).digest() + data))

    def find_file(self, key: str) -> Path | None:
        """Return the path of a file that was kept for a program that checks what it reads."""
        if self.folder is None:
            return None
        path = self._path(self.folder, key)
        try:
            os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns))
        except OSError:
            return None
        return path

    def keep_file(self, key: str, source: Path) -> None:
        """Keep a copy of a file as it is."""
        with contextlib.suppress(OSError), source.open("rb") as file:
            self._write(key, file)

    def _write(self, key: str, source: BinaryIO) -> None:
        """Write an entry whole; one that a crash of the machine spoils is found to be damaged."""
        if self.folder is None:
            return
        path = self._path(self.folder, key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with Draft(path) as draft:
                draft.copy(source)
                draft.put()
            self._written += path.stat().st_size

    def get_object(self, key: str, kind: type[T]) -> T | None:
        """Return what `put_object` kept; what is of another shape counts as absent."""
        kept = self.get(key)
        try:
            return None if kept is None else msgspec.msgpack.decode(kept, type=kind, dec_hook=_read)
        except msgspec.DecodeError:
            return None

    def put_object(self, key: str, value: object) -> None:
        """Keep a record of records, strings, numbers, bytes and paths."""
        if self:
            self.put(key, _write(value))

    def renew_object(self, key: str, value: object) -> None:
        """Do the same, where what is kept is another."""
        if self and self.get(key) != (data := _write(value)):
            self.put(key, data)

    def close(self) -> None:
        """Drop what was not used for longest, where the cache has become too large.

        To know that is to look at each entry, which is done when much has been written since.
        """
        if not self._written or not self._may_be_full():
            return
        self._clear_leftovers()
        entries = sorted(self._entries(), key=lambda entry: entry[2], reverse=True)
        total = 0
        for path, size, _ in entries:
            total += size
            if total > self._limit:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _may_be_full(self) -> bool:
        """Add what was written to what earlier runs have; tell whether it is much."""
        if self.folder is None:
            return False
        file, before = self.folder / _SINCE, self._limit
        with contextlib.suppress(OSError, ValueError):
            before = int(file.read_text("ascii"))
        written, self._written = before + self._written, 0
        is_much = written > SHARE * self._limit
        with contextlib.suppress(OSError):
            replace_file(file, str(0 if is_much else written).encode(), lasting=False)
        return is_much

    def measure(self) -> tuple[int, int]:
        """Count the entries and their bytes."""
        sizes = [size for _, size, _ in self._entries()]
        return len(sizes), sum(sizes)

    def clear(self) -> tuple[int, int]:
        """Delete every entry, and measure what could not be deleted."""
        self._clear_leftovers()
        for path, _, _ in self._entries():
            with contextlib.suppress(OSError):
                path.unlink()
        return self.measure()

    def _clear_leftovers(self) -> None:
        """Remove what runs that were killed had begun to write."""
        for folder in self._folders():
            with contextlib.suppress(OSError):
                clear_leftovers(folder)

    def _entries(self) -> list[tuple[Path, int, float]]:
        """List every file with its size and when it was used last; another run may delete some."""
        found = []
        for folder in self._folders():
            with contextlib.suppress(OSError), os.scandir(folder) as inside:
                for entry in inside:
                    facts = _facts_of(entry)
                    if facts is not None and entry.name.lstrip(".").startswith(folder.name):
                        used = max(facts.st_mtime, facts.st_atime)
                        found.append((Path(entry.path), facts.st_size, used))
        return found

    def _folders(self) -> list[Path]:
        """List the folders of entries, each named as they begin; others may lie beside them."""
        found: list[Path] = []
        if self.folder is not None:
            with contextlib.suppress(OSError):  # it may be unreadable, or not be there yet
                found += (path for path in self.folder.iterdir() if _FOLDER.fullmatch(path.name))
        return found

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / key


def _facts_of(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Read size and times of a file; None of what is none, or is gone meanwhile."""
    try:
        facts = entry.stat(follow_symlinks=False)
    except OSError:
        return None
    return facts if stat.S_ISREG(facts.st_mode) else None


def _write(value: object) -> bytes:
    return msgspec.msgpack.encode(value, enc_hook=os.fsencode)


def _read(kind: type, written: bytes) -> Path:
    """Make the one kind of value that msgspec has no form for."""
    assert kind is Path
    return Path(os.fsdecode(written))


def key_of(pieces: Iterable[bytes | str]) -> str:
    """Make a key of all that an entry depends on besides the toolchain itself."""
    digest = hashlib.sha256(toolchain())
    for piece in pieces:
        data = piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()
