"""The folder of one run in the system's folder for temporary files: nothing of it stays.

It goes with the run. A run that is killed cannot clear up behind itself; the lock of a file in its
folder is free from then on, by which the next run knows it and clears it away.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from publish.run.whole_file import lock

PREFIX = "publish-"
LOCK = "in-use"
"""The file in it that the run keeps locked."""

_held: list[int] = []
"""Open for as long as this process lives."""


@cache
def scratch_folder() -> Path:
    """Return this run's folder, which nobody else may look into; what killed runs left goes now."""
    clear_killed_runs()
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        if lock(handle) is not False and (folder / LOCK).exists():
            break
        os.close(handle)
    _held.append(handle)
    atexit.register(_clear, folder, os.getpid())
    return folder


@contextlib.contextmanager
def kept_in_scratch() -> Iterator[None]:
    """Have libraries put their temporary files there too, as WeasyPrint does those of its fonts.

    Where there is no room for such a folder they go where the system has them.
    """
    before = tempfile.tempdir
    with contextlib.suppress(OSError):
        tempfile.tempdir = str(scratch_folder())
    try:
        yield
    finally:
        tempfile.tempdir = before


def clear_killed_runs() -> None:
    """Remove the folders of this user's runs that are no more."""
    folders: list[Path] = []
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        folders = [Path(entry) for entry in entries if entry.name.startswith(PREFIX)]
    for folder in folders:
        with contextlib.suppress(OSError):
            if _is_ours(folder) and _is_left_over(folder / LOCK):
                shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    """Return whether it is a folder, not a link to one, that this user made and others cannot."""
    facts = folder.lstat()
    is_private = stat.S_ISDIR(facts.st_mode) and not facts.st_mode & 0o022
    return is_private and (not hasattr(os, "getuid") or facts.st_uid == os.getuid())


def _is_left_over(path: Path) -> bool:
    handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        return lock(handle) is True and os.name != "nt"
    finally:
        os.close(handle)


def _clear(folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
