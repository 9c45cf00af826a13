"""Where volumes are mounted: a reader shows itself as one, on Linux, macOS and Windows alike."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import psutil

SYSTEM = frozenset({"/", "/boot", "/boot/efi", "/usr", "/var", "/System/Volumes/Data"})
"""Volumes of the machine itself; no reader is looked for there."""

NO_VOLUMES = ("fuse.gvfsd-fuse", "fuse.portal", "fuse.lxcfs", "fuse.snapfuse", "fusectl")
"""File systems in user space that hold no files of a device."""


def mounted_volumes() -> list[Path]:
    """List the mounted volumes on which a reader may be, the machine's own left out.

    macOS mounts a reader in /Volumes and Windows gives it a letter; psutil tells both. Linux counts
    file systems in user space (FUSE, by which MTP readers are often mounted) as no devices, so
    these are asked for apart.
    """
    points = {partition.mountpoint for partition in psutil.disk_partitions(all=False)}
    points |= set(_in_user_space())
    system_drive = os.environ.get("SYSTEMDRIVE", "")
    own = SYSTEM | {f"{system_drive}\\"}
    return sorted({Path(point) for point in points - own} | set(_folders_of_gnome()))


def _in_user_space() -> Iterator[str]:
    if not psutil.LINUX:
        return
    for partition in psutil.disk_partitions(all=True):
        if partition.fstype.startswith("fuse") and partition.fstype not in NO_VOLUMES:
            yield partition.mountpoint


def _folders_of_gnome() -> Iterable[Path]:
    """GNOME shows a reader without a drive (MTP) as a folder; its storages are one level down."""
    for folder in sorted(Path("/run/user").glob("*/gvfs/mtp:*")):
        try:
            yield from sorted(folder.iterdir())
        except OSError:  # the reader went away or is locked: it is not connected, then
            continue
