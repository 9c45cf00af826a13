"""E-readers: what tells one kind from another, and which are connected now, drive or no drive.

A kind of reader is one TOML file in devices/, so that a new reader is a new file; its keys are the
fields of `DeviceKind` (`publish schema device`).
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import tomli
from msgspec import Struct

from publish.load.mounts import mounted_volumes
from publish.model.finding import Finding, warning

USB_DEVICES = Path("/sys/bus/usb/devices")
"""Where Linux lists what is plugged in; other systems have no such folder, and nothing is found."""

LISTS = ("formats", "usb_vendors")


class DeviceKind(Struct, frozen=True, kw_only=True):
    """One kind of e-reader, as its file in devices/ describes it."""

    id: str
    """The stem of its file."""
    name: str
    """What it is called."""
    formats: tuple[str, ...]
    """What it opens, best first: `kepub`, `epub`, `azw3`, `pdf`."""
    signatures: tuple[tuple[str, ...], ...] = ()
    """Lists of paths: a volume that has every path of one list is of this kind. `*` stands for any
    characters of a name."""
    folder: str = ""
    """Where its books go."""
    subfolders: bool = True
    """False where older builds are looked for in that folder alone."""
    address: str = ""
    """Instead of signatures: the web address of a reader that shows no drive."""
    advice: str = ""
    """What to do when the book is on it."""
    usb_vendors: tuple[str, ...] = ()
    """The USB vendor numbers of its maker, to tell that it is plugged in ..."""
    without_a_drive: str = ""
    """... and what to do when it is, yet shows no drive."""


class Device(Struct, frozen=True):
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
        row = tomli.loads(path.read_text("utf-8"))
        row |= {name: tuple(row[name]) for name in LISTS if name in row}
        row["signatures"] = tuple(tuple(paths) for paths in row.get("signatures", []))
        found[path.stem] = DeviceKind(id=path.stem, **row)
    return found


def recognise(volume: Path) -> Device | None:
    """Tell what e-reader a volume is; the kind with the most telling signature wins."""
    best: tuple[int, DeviceKind] | None = None
    for kind in kinds().values():
        for paths in kind.signatures:
            weight = sum(path.count("/") + 1 + 2 * path.startswith(".") for path in paths)
            if (best is None or weight > best[0]) and all(_has(volume, path) for path in paths):
                best = (weight, kind)
    return Device(best[1], volume) if best else None


def _has(volume: Path, path: str) -> bool:
    """Return whether a path is there; FAT keeps no case, so none is asked for."""
    here = [volume]
    try:
        for part in path.lower().split("/"):
            here = [
                child
                for folder in here
                if folder.is_dir()
                for child in folder.iterdir()
                if fnmatchcase(child.name.lower(), part)
            ]
    except OSError:  # locked or gone: it is not what we look for
        return False
    return bool(here)


def connected() -> list[Device]:
    """List the e-readers that are connected as drives."""
    found = (recognise(volume) for volume in mounted_volumes())
    return [device for device in found if device is not None]


def find_without_a_drive(seen: Iterable[Device], usb: Path = USB_DEVICES) -> list[Finding]:
    """Report of each reader that is plugged in but not among those `seen` as drives (LOA-008).

    Such a reader is locked, only charging, or of the MTP kind.
    """
    mounted = {device.kind.id for device in seen}
    hidden = [kind for kind in _plugged_in(usb) if kind.id not in mounted]
    return [
        warning("LOA-008", f"a {kind.name} is plugged in but shows no drive", None, _remedy(kind))
        for kind in hidden
    ]


def _plugged_in(usb: Path) -> list[DeviceKind]:
    vendors = set()
    for file in usb.glob("*/idVendor"):
        try:
            vendors.add(file.read_text("ascii").strip().lower())
        except OSError:  # unplugged while we looked
            continue
    return [kind for kind in kinds().values() if vendors & set(kind.usb_vendors)]


def _remedy(kind: DeviceKind) -> str:
    return kind.without_a_drive or "unlock it, and choose to connect where it asks"
