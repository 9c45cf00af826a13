"""Where the books go: a folder, or an address that fsspec knows. A file is there whole or not."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from msgspec.structs import replace

from publish.model.finding import MachineError, UsageError, error, say_path
from publish.model.purpose import Purpose
from publish.run.whole_file import replace_file
from publish.shelf.job import Outcome
from publish.shelf.ledger import Made

EXTRA = 'pip install "publish-tei[shelf]"'
"""What installs the engine and fsspec."""

THUMBNAIL = "-thumbnail.jpg"
"""What the name of a small cover ends with."""

ATOMIC = frozenset(["s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "memory"])
"""Systems in which a file that is written appears whole; elsewhere it is moved into its place."""

OWN = frozenset(["memory"])
"""Systems that each process has for itself: workers cannot write there."""


AHEAD_BYTES = 2**20
"""What is fetched at once of a file that is read piece by piece; each reader holds as much."""


class Store(Protocol):
    """Files by name, below one place."""

    address: str
    is_shared: bool
    """Whether workers on other machines can write there."""

    def put(self, name: str, data: bytes) -> None:
        """Write a file whole, in the place of what was there. Raises OSError."""
        ...

    def remove(self, name: str) -> None:
        """Take a file away, where there is one."""
        ...

    def sizes(self) -> dict[str, int]:
        """Return the size of each file in bytes."""
        ...

    def read(self, name: str) -> bytes:
        """Read a file. Raises FileNotFoundError."""
        ...

    def open(self, name: str) -> Path | BinaryIO:
        """Return where a file lies on this disk, or open it where it is. Raises OSError."""
        ...


class FolderStore:
    """A folder of this machine."""

    is_shared = False

    def __init__(self, folder: Path) -> None:
        """Write into a folder, which is made when the first file is put."""
        self.folder, self.address = folder, say_path(folder)

    def put(self, name: str, data: bytes) -> None:
        """Write a file whole."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data, lasting=False)

    def remove(self, name: str) -> None:
        """Take a file away."""
        (self.folder / name).unlink(missing_ok=True)

    def sizes(self) -> dict[str, int]:
        """Measure all files."""
        found = {}
        for around, _, names in os.walk(self.folder):
            inside = Path(around).relative_to(self.folder).as_posix()
            before = "" if inside == "." else f"{inside}/"
            for name in names:
                with contextlib.suppress(OSError):
                    found[f"{before}{name}"] = Path(around, name).stat().st_size
        return found

    def read(self, name: str) -> bytes:
        """Read a file."""
        return (self.folder / name).read_bytes()

    def open(self, name: str) -> Path:
        """Return where a file lies."""
        return self.folder / name


class RemoteStore:
    """A place that fsspec knows (https://filesystem-spec.readthedocs.io)."""

    def __init__(self, system: Any, root: str, address: str) -> None:
        """Write below a path of a file system."""
        self._system, self._root, self.address = system, root.rstrip("/"), address
        protocol = system.protocol
        protocols = {protocol} if isinstance(protocol, str) else set(protocol)
        self._is_atomic = bool(protocols & ATOMIC)
        self.is_shared = not protocols & OWN

    def put(self, name: str, data: bytes) -> None:
        """Write a file whole."""
        path = f"{self._root}/{name}"
        with _as_os_error(self.address):
            if self._is_atomic:
                self._system.pipe_file(path, data)
                return
            folder, _, last = path.rpartition("/")
            draft = f"{folder}/.{last}.{secrets.token_hex(8)}.part"
            self._system.makedirs(folder, exist_ok=True)
            try:
                self._system.pipe_file(draft, data)
                if self._system.exists(path):  # SFTP moves nothing over what is there (v3, 6.5)
                    self._system.rm_file(path)
                self._system.mv(draft, path)
            except BaseException:
                with contextlib.suppress(Exception):
                    self._system.rm_file(draft)
                raise

    def remove(self, name: str) -> None:
        """Take a file away."""
        with _as_os_error(self.address), contextlib.suppress(FileNotFoundError):
            self._system.rm_file(f"{self._root}/{name}")

    def sizes(self) -> dict[str, int]:
        """Measure all files."""
        with _as_os_error(self.address):
            self._system.invalidate_cache()
            found = self._system.find(self._root, detail=True)
        before = f"{self._root}/"
        return {path.removeprefix(before): int(facts["size"] or 0) for path, facts in found.items()}

    def read(self, name: str) -> bytes:
        """Read a file."""
        with _as_os_error(self.address):
            data: bytes = self._system.cat_file(f"{self._root}/{name}")
        return data

    def open(self, name: str) -> BinaryIO:
        """Open a file; of what is read a piece is fetched ahead."""
        with _as_os_error(self.address):
            path = f"{self._root}/{name}"
            opened: BinaryIO = self._system.open(path, "rb", block_size=AHEAD_BYTES)
        return opened


@contextmanager
def _as_os_error(address: str) -> Iterator[None]:
    """Say in the one way of all systems that a place cannot be used: each has errors of its own."""
    try:
        yield
    except OSError:
        raise
    except Exception as problem:
        raise OSError(None, f"{type(problem).__name__}: {problem}", address) from problem


def open_store(address: str) -> Store:
    """Open a folder or an address. Raises MachineError SHE-002, UsageError SHE-003."""
    if "://" not in address:
        return FolderStore(Path(address))
    system, root = open_system(address)
    if system.protocol == "file" or "file" in system.protocol:
        return FolderStore(Path(root))
    return RemoteStore(system, root, address)


def open_system(address: str) -> tuple[Any, str]:
    """Find the file system of an address, and the path in it.

    Raises MachineError SHE-002 where its package is missing, UsageError SHE-003 where there is no
    such system, or it cannot be entered.
    """
    try:
        from fsspec.core import url_to_fs

        system, root = url_to_fs(address)
    except ImportError as problem:
        message = f"{address} cannot be opened: {problem}"
        raise MachineError(error("SHE-002", message, hint=EXTRA)) from problem
    except Exception as problem:
        message = f"{address} cannot be opened: {problem}"
        hint = "write a folder, or an address such as s3://bucket/folder"
        raise UsageError(error("SHE-003", message, hint=hint)) from problem
    return system, root


def deliver(store: Store, name: str, outcome: Outcome) -> tuple[Outcome, tuple[Made, ...], str]:
    """Put a book's files in their places; give what is left of it, its files, its thumbnail.

    A store that does not take them makes a failed book of it: SHE-014.
    """
    made = []
    thumbnail = f"{name}{THUMBNAIL}" if outcome.thumbnail else ""
    try:
        for purpose, data in outcome.files.items():
            file = f"{name}{Purpose(purpose).ending}"
            store.put(file, data)
            digest = sha256(data).hexdigest()
            made.append(Made(purpose=purpose, name=file, sha256=digest, size_bytes=len(data)))
        if thumbnail:
            store.put(thumbnail, outcome.thumbnail)
    except OSError as problem:
        message = f"{store.address} takes no files: {problem.strerror or problem}"
        finding = error("SHE-014", message, hint="make room, or see to the service, and run again")
        return replace(outcome, files={}, findings=(finding, *outcome.findings)), (), ""
    return replace(outcome, files={}, thumbnail=b""), tuple(made), thumbnail
