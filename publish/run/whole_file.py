"""A file that is written whole or not at all: every file of ours comes into being here.

It is written beside its place under a name that nobody can foresee, in a file that was not there
before, and moved there once it is whole and on the disk. What lies in the way, a link too, is
replaced and never written through. A run that is killed leaves such a draft; it holds a lock for as
long as its writer lives, so that the next run knows what is left over and clears it away.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from publish.model.lazy_pattern import lazy_pattern

NO_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF})
"""What a file system says that has no call to sync, as with MTP."""

LONGEST_BYTES = 200
"""How much of the file's name its draft bears; most file systems allow 255 bytes in all."""

DRAFT = lazy_pattern(r"\..+\.(\d+)-[0-9a-f]{16}\.part")
"""A draft's name: `.NAME.PROCESS-RANDOM.part`; hidden, and no book's ending."""

_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL
_CAREFULLY = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"))
_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0)


class Draft:
    """A file on its way to its place; leaving the `with` block drops what was not put there."""

    def __init__(self, place: Path) -> None:
        """Make it beside its place. Raises OSError where that cannot be done."""
        self.place = place
        clear_leftovers(place.parent, f".{place.name}.part")
        self.path, self.handle = _make(place)

    def __enter__(self) -> Self:
        return self

    def write(self, data: bytes) -> None:
        """Add bytes."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self.handle, rest) :]

    def copy(self, source: BinaryIO) -> None:
        """Add all that is left of an open file."""
        while block := source.read(1 << 20):
            self.write(block)

    def sync(self) -> None:
        """Have all of it on the disk, so that no crash can leave an empty file in its place."""
        sync(self.handle)

    def put(self) -> None:
        """Move it to its place, over what is there."""
        if sys.platform == "win32":  # which moves no open file, and lets none be removed
            os.close(self.handle)
        self.path.replace(self.place)

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _problem: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):  # it is in its place, or its device is gone
            self.path.unlink()
        with contextlib.suppress(OSError):
            os.close(self.handle)


def replace_file(place: Path, data: bytes, *, lasting: bool = True) -> None:
    """Write a file whole or not at all; what need not outlive a crash of the machine is faster.

    Raises OSError.
    """
    with Draft(place) as draft:
        draft.write(data)
        if lasting:
            draft.sync()
        draft.put()
    if lasting:
        sync_folder(place.parent)


def sync(handle: int) -> None:
    """Have the data written to the medium; macOS keeps it in the drive's memory unless told."""
    try:
        if sys.platform == "darwin":
            import fcntl

            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        else:
            os.fsync(handle)
    except OSError as problem:
        if problem.errno not in NO_SYNC:
            raise


def sync_folder(folder: Path) -> None:
    """Write the folder's entry too; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        sync(handle)
    finally:
        os.close(handle)


def clear_leftovers(folder: Path, *names: str) -> None:
    """Remove the drafts in a folder whose writers were killed; `names` are those of old drafts."""
    for name in {*_drafts_in(folder), *names}:
        path = folder / name
        with contextlib.suppress(OSError), _opened(path) as handle:
            is_free = lock(handle)
            if is_free or (is_free is None and _has_ended(name)):
                path.unlink()


def lock(handle: int) -> bool | None:
    """Take the lock of an open file; False where another has it, None where there are no locks.

    It ends with the process that has it, however that ends. Windows keeps an open file from being
    removed, which does as well.
    """
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Have no other run change what lies in a folder by this door until the `with` block ends.

    For a file that is read, changed and written: what another run adds between is lost otherwise.
    Where there are no locks on folders, as on Windows, two such runs may still meet.
    """
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, handle)
            _wait_for(handle)
        yield


def _wait_for(handle: int) -> None:
    """Take the lock of an open file or folder once it is free."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)


def _make(place: Path) -> tuple[Path, int]:
    """Make a new file and lock it, again where another run took it for a leftover meanwhile."""
    stem = place.name.encode("utf-8", "surrogateescape")[:LONGEST_BYTES]
    start = stem.decode("utf-8", "ignore")
    while True:
        path = place.with_name(f".{start}.{os.getpid()}-{secrets.token_hex(8)}.part")
        handle = os.open(path, _NEW | _CAREFULLY, 0o666)
        if lock(handle) is not False and (path.exists() or sys.platform == "win32"):
            return path, handle
        os.close(handle)


def _drafts_in(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries if DRAFT.fullmatch(entry.name)]
    except OSError:
        return []


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    """Open a draft: a regular file, and no link to one. Raises OSError for anything else."""
    handle = os.open(path, os.O_RDONLY | _CAREFULLY | _WITHOUT_WAITING)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "no regular file", str(path))
        yield handle
    finally:
        os.close(handle)


def _has_ended(name: str) -> bool:
    """Return whether the process that a draft's name bears is no more, where no lock can tell."""
    import psutil  # which few file systems ask for

    found = DRAFT.fullmatch(name)
    return found is not None and not psutil.pid_exists(int(found[1]))
