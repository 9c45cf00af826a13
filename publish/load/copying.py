"""Write a file whole or not at all, on media that are pulled out: copy, sync, verify, rename."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
from pathlib import Path

DIFFERS = errno.EBADMSG
"""The error number of a copy that does not read back as it was written."""

NO_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF})
"""What a file system says that has no call to sync, as with MTP."""


def copy_safely(source: Path, target: Path) -> None:
    """Copy beside `target` under a name no reader takes for a book, verify, then rename onto it.

    Raises OSError with the file system's own number, or with DIFFERS where the copy does not read
    back the same; `target` is then what it was, and no copy is left where it can be removed.
    """
    temporary = target.with_name(f".{target.name}.part")
    _remove(temporary)
    try:
        with source.open("rb") as reader, temporary.open("xb") as writer:
            shutil.copyfileobj(reader, writer, 1 << 20)
            writer.flush()
            _sync(writer.fileno())
        if _hash(source) != _hash(temporary):
            raise OSError(DIFFERS, "does not read back as it was written", str(target))
        temporary.replace(target)
        _sync_folder(target.parent)
    finally:
        _remove(temporary)


def _hash(path: Path) -> bytes:
    """Read the medium itself rather than memory, where the system lets us drop what it keeps."""
    with path.open("rb") as file:
        if sys.platform == "linux":
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(file, "sha256").digest()


def _sync(handle: int) -> None:
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


def _sync_folder(folder: Path) -> None:
    """Write the folder's entry too; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        _sync(handle)
    finally:
        os.close(handle)


def _remove(temporary: Path) -> None:
    try:
        temporary.unlink(missing_ok=True)
    except OSError:  # the device is gone; the next load removes what may be left on it
        return
