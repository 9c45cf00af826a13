"""Readers that are on the USB cable and yet show no drive: locked, charging, or of the MTP kind."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from publish.load.device import Device, DeviceKind, kinds
from publish.model.finding import Finding, warning

USB_DEVICES = Path("/sys/bus/usb/devices")
"""Where Linux lists what is plugged in; other systems have no such folder, and nothing is found."""


def find_without_a_drive(seen: Iterable[Device], usb: Path = USB_DEVICES) -> list[Finding]:
    """Tell of each reader that is plugged in but not among those `seen` as drives (LOA-008)."""
    shown = {device.kind.id for device in seen}
    hidden = [kind for kind in _plugged_in(usb) if kind.id not in shown]
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
