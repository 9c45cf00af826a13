"""E-readers: what tells one kind from another, and which are connected now.

A kind of reader is one TOML file in devices/, so that a new reader is a new file:

    name        what it is called
    signatures  lists of paths; a volume that has every path of one list is of this kind
    address     instead: the web address of a reader that shows no drive
    folder      where its books go
    formats     what it opens, best first: kepub, epub, azw3, pdf
    advice      what to do when the book is on it
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psutil


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceKind:
    """One kind of e-reader, as its file in devices/ describes it."""

    id: str
    name: str
    formats: tuple[str, ...]
    signatures: tuple[tuple[str, ...], ...] = ()
    folder: str = ""
    address: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Device:
    """One connected e-reader: its kind and where it is, a mounted folder or a web address."""

    kind: DeviceKind
    mount: Path | None = None
    address: str = ""

    @property
    def books(self) -> Path:
        """The folder its books go into; only for a device that is a drive."""
        if self.mount is None:
            raise ValueError(f"{self.kind.name} is no drive")
        return self.mount / self.kind.folder

    def __str__(self) -> str:
        """Write what `--list` shows."""
        return f"{self.kind.id:12}{self.kind.name:20}{self.mount or self.address}"


@cache
def kinds() -> dict[str, DeviceKind]:
    """Read the device definitions."""
    found = {}
    for path in sorted((Path(__file__).parent / "devices").glob("*.toml")):
        row = tomllib.loads(path.read_text("utf-8"))
        row["formats"] = tuple(row["formats"])
        row["signatures"] = tuple(tuple(paths) for paths in row.get("signatures", []))
        found[path.stem] = DeviceKind(id=path.stem, **row)
    return found


def mounted_volumes() -> list[Path]:
    """List where volumes are mounted, on Linux, macOS and Windows, the system's own left out."""
    mounts = {Path(partition.mountpoint) for partition in psutil.disk_partitions(all=False)}
    mounts |= {Path(found) for found in _linked_phones()}
    return sorted(mounts - {Path("/"), Path("/boot"), Path("/boot/efi")})


def _linked_phones() -> Iterable[Path]:
    """GNOME shows a reader without a drive (MTP) as a folder; its storages are one level down."""
    for gvfs in sorted(Path("/run/user").glob("*/gvfs/mtp:*")):
        try:
            yield from sorted(gvfs.iterdir())
        except OSError:  # the reader went away or is locked: it is not connected, then
            continue


def recognise(volume: Path) -> Device | None:
    """Tell what e-reader a volume is; the kind with the most telling signature wins."""
    best: tuple[int, DeviceKind] | None = None
    for kind in kinds().values():
        for paths in kind.signatures:
            weight = len(paths) + sum(path.startswith(".") or "/" in path for path in paths)
            if (best is None or weight > best[0]) and all(_has(volume, path) for path in paths):
                best = (weight, kind)
    return Device(best[1], volume) if best else None


def _has(volume: Path, path: str) -> bool:
    """Tell whether a path is there; FAT keeps no case, so none is asked for."""
    try:
        if (volume / path).exists():
            return True
        wanted = path.split("/")[0].lower()
        return "/" not in path and any(child.name.lower() == wanted for child in volume.iterdir())
    except OSError:
        return False


def connected() -> list[Device]:
    """List the e-readers that are connected as drives."""
    found = (recognise(volume) for volume in mounted_volumes())
    return [device for device in found if device is not None]
