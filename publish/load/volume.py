"""Copy a book onto a mounted e-reader, so that a failure at any moment leaves no half book."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from publish.finding import Finding, Place, PublishError, error, notice
from publish.load.device import Device
from publish.load.identity import format_of, identify

RESERVE_BYTES = 1 << 20
"""What an e-reader needs for its own database when a book arrives."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Where a book came to lie, and whether it replaced an older build of itself."""

    path: Path
    updated: bool
    findings: tuple[Finding, ...] = ()


def load_file(source: Path, device: Device) -> Loaded:
    """Put `source` onto the device; an older build of the same book is replaced in its place.

    Raises PublishError: LOA-001 the device is full, LOA-002 it is read-only, LOA-003 it went away
    or failed, LOA-004 what was written does not read back the same. The device is then as it was.
    """
    place = Place(str(device.mount))
    target, updated = _target(source, device)
    _refuse_full(source, device, target if updated else None)
    temporary = target.with_name(f".{target.name[:40]}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(source, temporary)
        _verify(source, temporary, place)
        temporary.replace(target)
        _sync_folder(target.parent)
    except OSError as problem:
        raise PublishError(_explain(problem, device)) from problem
    finally:
        _remove(temporary)
    findings = (notice("LOA-010", f"replaced an older build: {target.name}"),) if updated else ()
    return Loaded(target, updated, findings)


def _target(source: Path, device: Device) -> tuple[Path, bool]:
    """Find the older build of the same book, else a name that no other file has."""
    identity = identify(source)
    form = format_of(source)
    if identity.identifier:
        for path in _books(device):
            if format_of(path) == form and identify(path).identifier == identity.identifier:
                return path, True
    target = device.books / source.name
    stem, ending = source.name.split(".", 1)
    number = 2
    while _exists(target):
        target = device.books / f"{stem}-{number}.{ending}"
        number += 1
    return target, False


def _books(device: Device) -> list[Path]:
    """List the books where we put ours; hidden files and folders are the device's own."""
    folder = device.books
    try:
        return sorted(
            path
            for path in folder.iterdir()
            if not path.name.startswith(".") and format_of(path) and path.is_file()
        )
    except OSError:
        return []


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _refuse_full(source: Path, device: Device, older: Path | None) -> None:
    """Both builds lie on the device for a moment, so the older one's space does not count."""
    needed = source.stat().st_size + RESERVE_BYTES
    try:
        free = shutil.disk_usage(device.mount or "").free
    except OSError as problem:
        raise PublishError(_explain(problem, device)) from problem
    if free < needed:
        hint = "the older build stays until the new one is there" if older else ""
        raise PublishError(_full(device, needed, free, hint))


def _full(device: Device, needed: int, free: int, hint: str = "") -> Finding:
    words = f"{device.kind.name} is full: {needed:,} bytes are needed, {free:,} are free"
    return error("LOA-001", words, Place(str(device.mount)), hint or "delete a book from it")


def _copy(source: Path, temporary: Path) -> None:
    with source.open("rb") as reader, temporary.open("wb") as writer:
        shutil.copyfileobj(reader, writer, 1 << 20)
        writer.flush()
        os.fsync(writer.fileno())


def _verify(source: Path, temporary: Path, place: Place) -> None:
    """Read the copy back from the device itself where the system lets us drop its cache."""
    with source.open("rb") as file:
        wanted = hashlib.file_digest(file, "sha256").digest()
    with temporary.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        found = hashlib.file_digest(file, "sha256").digest()
    if wanted != found:
        words = "the book does not read back as it was written"
        raise PublishError(error("LOA-004", words, place, "the device's memory may be failing"))


def _sync_folder(folder: Path) -> None:
    """Write the folder's entry too; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(temporary: Path) -> None:
    try:
        temporary.unlink(missing_ok=True)
    except OSError:  # the device is gone, and our half file with its cable
        return


def _explain(problem: OSError, device: Device) -> Finding:
    place = Place(str(device.mount))
    if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _full(device, RESERVE_BYTES, 0)
    if problem.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        words = f"{device.kind.name} cannot be written: {problem.strerror}"
        return error("LOA-002", words, place, "unlock it or plug it in again; check its drive")
    words = f"{device.kind.name} went away or failed: {problem.strerror or problem}"
    return error("LOA-003", words, place, "plug it in again and repeat the command")
