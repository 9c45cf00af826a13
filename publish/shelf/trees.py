"""Where books lie: a folder of this machine or an address that fsspec knows, seen as a tree.

A tree tells its files with their signatures at once, so that ten thousand of them are looked at in
a second and none is read that has not changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from publish.model.finding import say_path
from publish.run.inputs import LARGEST, lies_in, read_input

PASSED_BY = frozenset(["__pycache__", "node_modules", "dist"])
"""Folders in which no book lies; nor does one in hidden ones."""

HEAD_BYTES = 16_384
"""Enough of a file to see its root element."""


class Tree(Protocol):
    """Files below one place, by names with slashes as seen from there."""

    @property
    def address(self) -> str:
        """Say where it is, as its user would."""
        ...

    @property
    def files(self) -> Mapping[str, str]:
        """Return the signature of each file, its size first: it changes when the file does."""
        ...

    @property
    def names(self) -> list[str]:
        """Return the names of all files, in order."""
        ...

    def read(self, name: str) -> bytes:
        """Read a file whole. Raises OSError."""
        ...

    def head(self, name: str) -> bytes:
        """Read the beginning of a file; nothing of one that cannot be read."""
        ...


class Folder:
    """A folder of this machine; what a link leads out of it to is not in it."""

    def __init__(self, root: Path) -> None:
        """Look at what is below a folder."""
        self.root = root

    @property
    def address(self) -> str:
        """Return its path."""
        return say_path(self.root)

    @cached_property
    def files(self) -> Mapping[str, str]:
        """Return sizes and times of all files, those of hidden folders left out."""
        return dict(sorted(self._walk("")))

    @cached_property
    def names(self) -> list[str]:
        """Return the names of all files, in order."""
        return list(self.files)

    def _walk(self, below: str) -> Iterator[tuple[str, str]]:
        try:
            with os.scandir(self.root / below) as found:
                entries = list(found)
        except OSError:
            return
        for entry in entries:
            name = f"{below}{entry.name}"
            if entry.name.startswith(".") or (
                entry.is_symlink() and not lies_in(Path(entry.path), self.root)
            ):
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in PASSED_BY:
                        yield from self._walk(f"{name}/")
                elif entry.is_file():
                    facts = entry.stat()
                    yield name, f"{facts.st_size} {facts.st_mtime_ns}"
            except OSError:  # it has gone meanwhile
                continue

    def read(self, name: str) -> bytes:
        """Read a file whole. Raises OSError."""
        return read_input(self.root / name, self.root)

    def head(self, name: str) -> bytes:
        """Read the beginning of a file."""
        try:
            with (self.root / name).open("rb") as file:
                return file.read(HEAD_BYTES)
        except OSError:
            return b""


class Remote:
    """What is below an address of another machine or service."""

    TOLD = ("size", "ETag", "etag", "LastModified", "mtime", "created", "sha", "hex", "md5Hash")
    """What file systems tell of a file; where one of them changes the file has."""

    def __init__(self, system: Any, root: str, address: str) -> None:
        """Look at what is below a path of a file system of fsspec's."""
        self._system, self._root, self.address = system, root.rstrip("/"), address

    @cached_property
    def files(self) -> Mapping[str, str]:
        """Return what the system tells of all files, those of hidden folders left out."""
        listed: dict[str, dict[str, Any]] = self._system.find(self._root, detail=True)
        return {
            name: " ".join(str(facts[key]) for key in self.TOLD if facts.get(key) is not None)
            for path, facts in sorted(listed.items())
            if (name := path.rstrip("/").removeprefix(f"{self._root}/")) and not _is_passed_by(name)
        }

    @cached_property
    def names(self) -> list[str]:
        """Return the names of all files, in order."""
        return list(self.files)

    def read(self, name: str) -> bytes:
        """Read a file whole. Raises OSError."""
        path = f"{self._root}/{name}"
        size = self._system.size(path)
        if size is not None and size > LARGEST:
            raise OSError(f"{size // 2**20} MB are more than {LARGEST // 2**20} MB")
        data: bytes = self._system.cat_file(path)
        return data

    def head(self, name: str) -> bytes:
        """Read the beginning of a file."""
        try:
            data: bytes = self._system.cat_file(f"{self._root}/{name}", start=0, end=HEAD_BYTES)
        except (OSError, ValueError):
            return b""
        return data


def _is_passed_by(name: str) -> bool:
    parts = name.split("/")
    return any(part.startswith(".") for part in parts) or bool(PASSED_BY & set(parts[:-1]))
