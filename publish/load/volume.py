"""Copy a book onto a mounted e-reader, so that a failure at any moment leaves no half book.

A copy is written beside its place, synced, read back and renamed: such media are pulled out.
"""

from __future__ import annotations

import errno
import filecmp
import hashlib
import os
import shutil
import stat
import sys
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from publish.load.device import Device, recognise
from publish.load.identity import ending_of, format_of, identify
from publish.model.file_names import safe_stem, twin_key
from publish.model.finding import Finding, Place, PublishError, error, notice
from publish.run.whole_file import Draft, sync_folder

DIFFERS = errno.EBADMSG
"""The error number of a copy that does not read back as it was written."""

RESERVE_BYTES = 1 << 20
"""What an e-reader needs for its own database when a book arrives."""


class Outcome(StrEnum):
    """What loading a book came to."""

    NEW = "new"
    UPDATED = "updated"
    SAME = "there already"


class Loaded(Struct, frozen=True):
    """Where a book lies now, and whether it replaced an older build of itself."""

    path: Path
    outcome: Outcome
    findings: tuple[Finding, ...] = ()


def load_file(source: Path, device: Device) -> Loaded:
    """Put `source` onto the device; an older build of the same book is replaced in its place.

    Raises PublishError: LOA-001 the device is full, LOA-002 it is read-only, LOA-003 it went away
    or failed, LOA-004 what was written does not read back the same. The device is then as it was.
    """
    try:
        target, outcome = _target(source, device)
        if outcome is Outcome.SAME:
            return Loaded(target, outcome)
        _refuse_full(source, device, outcome)
        _make_folder(device)
        copy_safely(source, target)
    except OSError as problem:
        raise PublishError(_explain(problem, device)) from problem
    if outcome is Outcome.NEW:
        return Loaded(target, outcome, _report_name(source, target))
    words = f"replaced an older build of the book: {target.name}"
    return Loaded(target, outcome, (notice("LOA-010", words, Place(str(target))),))


def _report_name(source: Path, target: Path) -> tuple[Finding, ...]:
    """Report where a book has another name on the device than the file that it was loaded from."""
    if target.name == source.name[: -len(ending_of(source))] + ending_of(source):
        return ()
    words = f"{source.name!r} is no name for a reader, or is taken: loaded as {target.name!r}"
    return (notice("LOA-070", words, Place(str(target)), "rename the file to have another name"),)


def _target(source: Path, device: Device) -> tuple[Path, Outcome]:
    """Find the older build of the same book, else a name that no other file has."""
    older = _older_build(source, device)
    if older:
        same = filecmp.cmp(source, older, shallow=False)
        return older, Outcome.SAME if same else Outcome.UPDATED
    ending = ending_of(source)
    stem = safe_stem(source.name[: -len(ending)])
    taken = _names(device.books)
    name, number = f"{stem}{ending}", 2
    while twin_key(name) in taken:
        there = device.books / taken[twin_key(name)]
        if _is_regular(there) and filecmp.cmp(source, there, shallow=False):
            return there, Outcome.SAME
        name = f"{stem}-{number}{ending}"
        number += 1
    return device.books / name, Outcome.NEW


def _names(folder: Path) -> dict[str, str]:
    """List a folder's names by what FAT tells them apart by; none where it is not made yet."""
    try:
        return {twin_key(path.name): path.name for path in folder.iterdir()}
    except FileNotFoundError:
        return {}


def _is_regular(path: Path) -> bool:
    """Tell a file from a pipe, a device or a link to one: reading those could take for ever."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _older_build(source: Path, device: Device) -> Path | None:
    """Find a file of this format with the book's own identifier, wherever its owner put it."""
    identifier, form = identify(source).identifier, format_of(source)
    if not identifier:
        return None
    books = (path for path in _books(device) if format_of(path) == form)
    return next((path for path in books if identify(path).identifier == identifier), None)


def _books(device: Device) -> list[Path]:
    """List the books where we put ours; hidden files and folders are the device's own."""
    found: list[Path] = []
    for folder, below, names in os.walk(device.books):
        below[:] = [name for name in below if device.kind.subfolders and not name.startswith(".")]
        paths = (Path(folder, name) for name in names if not name.startswith("."))
        found += (path for path in paths if format_of(path) and _is_regular(path))
    return sorted(found)


def _make_folder(device: Device) -> None:
    """Make the folder for books on the device.

    A reader that was pulled out may leave its empty mount point, a folder of this machine's own:
    only where its signature is still seen is it the reader that we write to.
    """
    mount = device.mount
    if mount is None or not mount.is_dir() or (device.kind.signatures and not recognise(mount)):
        raise FileNotFoundError(errno.ENODEV, os.strerror(errno.ENODEV), str(device.mount))
    device.books.mkdir(exist_ok=True)


def _refuse_full(source: Path, device: Device, outcome: Outcome) -> None:
    """Both builds lie on the device for a moment, so the older one's space does not count."""
    needed = source.stat().st_size + RESERVE_BYTES
    free = shutil.disk_usage(device.mount or "").free
    if free < needed:
        words = f"{device.kind.name} is full: {needed:,} bytes are needed, {free:,} are free"
        raise PublishError(_full(words, device, updates=outcome is Outcome.UPDATED))


def _full(words: str, device: Device, *, updates: bool = False) -> Finding:
    hint = "delete a book from it"
    if updates:
        hint += "; the older build of this one stays until the new one is there"
    return error("LOA-001", words, Place(str(device.mount)), hint)


def _explain(problem: OSError, device: Device) -> Finding:
    """Report what a failure of the file system means to the owner of the device."""
    name, place = device.kind.name, Place(str(device.mount))
    if problem.errno == DIFFERS:
        words = f"the book does not read back from the {name} as it was written"
        return error("LOA-004", words, place, "the device's memory may be failing")
    if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _full(f"{name} is full: it took a part of the book only", device)
    if problem.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        words = f"{name} cannot be written: {problem.strerror}"
        return error("LOA-002", words, place, "unlock it or plug it in again; check its drive")
    words = f"{name} went away or failed: {problem.strerror or problem}"
    return error("LOA-003", words, place, "plug it in again and repeat the command")


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
