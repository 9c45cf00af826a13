"""What makes the books, told alike on every machine: two that agree make the same bytes.

`cache/toolchain.py` asks the same of one machine, by the times of its files; two machines that have
installed the same have other times. So files are read here, and libraries told by their versions.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

from publish.model.lazy_pattern import lazy_pattern
from publish.run.cache.toolchain import text_engine
from publish.run.shipped import PACKAGE, shipped_folder

DISTRIBUTION = "publish-tei"
WITHOUT_BYTES = ("shelf",)
"""Extras that leave no trace in a book."""

_NAME = lazy_pattern(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EXTRA = lazy_pattern(r"extra\s*==\s*[\"']([^\"']+)")


@cache
def toolchain_parts() -> Mapping[str, str]:
    """Name each part with its version: this package, what it ships, Python, its libraries."""
    libraries: dict[str, str] = {}
    _add_library(DISTRIBUTION, libraries)
    shipped = {name: _hash(shipped_folder(name)) for name in ("styles", "fonts")}
    return {
        **dict(sorted(libraries.items())),
        "publish": _hash(PACKAGE),
        **shipped,
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "text engine": ", ".join(text_engine()),
    }


def fingerprint() -> str:
    """Hash all parts."""
    return hashlib.sha256(json.dumps(toolchain_parts(), sort_keys=True).encode()).hexdigest()


def difference(
    ours: Mapping[str, str],
    theirs: Mapping[str, str],
    form: str = "{name} {theirs} (here {ours})",
    most: int = 5,
) -> str:
    """Say in which parts two toolchains differ, the first of many; empty where they are one."""
    pairs = {
        name: (ours.get(name, "none"), theirs.get(name, "none")) for name in {**ours, **theirs}
    }
    told = [
        form.format(name=name, ours=here, theirs=there)
        for name, (here, there) in pairs.items()
        if here != there
    ]
    more = f" and {len(told) - most} more" if len(told) > most else ""
    return ", ".join(told[:most]) + more


def _add_library(name: str, found: dict[str, str]) -> None:
    """Add a distribution that is installed, and all that it requires."""
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in found:
        return
    try:
        distribution = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return
    found[key] = distribution.version
    for requirement in _requirements(distribution, is_ours=name == DISTRIBUTION):
        _add_library(requirement, found)


def _requirements(distribution: metadata.Distribution, *, is_ours: bool) -> Iterator[str]:
    """Name what it requires: of extras only our own."""
    for line in distribution.requires or ():
        extra, name = _EXTRA.search(line), _NAME.match(line)
        is_wanted = extra is None or (is_ours and extra[1] not in WITHOUT_BYTES)
        if name and is_wanted:
            yield name[0]


def _hash(folder: Path) -> str:
    """Hash the names and the content of a folder's files; compiled Python follows from source."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not {"__pycache__", "_data"} & set(inside.parts):
            data = path.read_bytes()
            digest.update(f"{inside.as_posix()}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
            digest.update(data)
    return digest.hexdigest()[:12]
