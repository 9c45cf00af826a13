"""Write a file whole or not at all, on media that are pulled out: copy, sync, verify, rename."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from pathlib import Path

from publish.run.whole_file import Draft, sync_folder

DIFFERS = errno.EBADMSG
"""The error number of a copy that does not read back as it was written."""


def copy_safely(source: Path, target: Path) -> None:
    """Copy beside `target` under a name no reader takes for a book, verify, then rename onto it.

    Raises OSError with the file system's own number, or with DIFFERS where the copy does not read
    back the same; `target` is then what it was, and no copy is left where it can be removed.
    """
    with Draft(target) as draft:
        with source.open("rb") as reader:
            draft.copy(reader)
        draft.sync()
        if _hash(source) != _hash(draft.path):
            raise OSError(DIFFERS, "does not read back as it was written", str(target))
        draft.put()
        sync_folder(target.parent)


def _hash(path: Path) -> bytes:
    """Read the medium itself rather than memory, where the system lets us drop what it keeps."""
    with path.open("rb") as file:
        if sys.platform == "linux":
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(file, "sha256").digest()
