"""What makes the books, as a hash: with another toolchain nothing that was made counts as made.

It takes a hundredth of a second, so the libraries are told by the names of their installed
distributions, which hold the versions, and files of the package by size and time.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from publish.run.shipped import PACKAGE, shipped_folder

_INSTALLED = frozenset([".dist-info", ".egg-info"])
_TEXT_ENGINE = (
    ("pango_version_string", ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")),
    ("hb_version_string", ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll")),
)
"""The system's libraries that WeasyPrint breaks lines with, and what tells their versions."""


@cache
def toolchain() -> bytes:
    """Hash this package and all that it ships, Python, its libraries, and the text engine."""
    digest = hashlib.sha256(f"{sys.version} {sys.platform}\n".encode())
    for words in (*_libraries(), *text_engine()):
        digest.update(f"{words}\n".encode())
    for folder in (PACKAGE, shipped_folder("styles"), shipped_folder("fonts")):
        for line in _facts(folder):
            digest.update(f"{line}\n".encode("utf-8", "surrogateescape"))
    return digest.digest()


def _libraries() -> list[str]:
    """Name every installed distribution with its version, such as `lxml-6.0.2.dist-info`."""
    found = set()
    for folder in sys.path:
        with contextlib.suppress(OSError):
            found |= {path.name for path in Path(folder).iterdir() if path.suffix in _INSTALLED}
    return sorted(found)


def text_engine() -> Iterator[str]:
    """Name the versions of the libraries that break lines and shape text."""
    for function, names in _TEXT_ENGINE:
        for name in names:
            with contextlib.suppress(OSError, AttributeError):
                tell = getattr(ctypes.CDLL(name), function)
                tell.restype = ctypes.c_char_p
                yield f"{function} {tell().decode()}"
                break


def _facts(folder: Path) -> Iterator[str]:
    """Tell size and time of every file; compiled Python follows from its source."""
    pending = [os.fspath(folder)]
    own = len(pending[0]) + 1
    while pending:
        inside = pending.pop()
        with os.scandir(inside) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
        for entry in ordered:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    pending.append(entry.path)
            elif entry.is_file():
                facts = entry.stat()
                yield f"{entry.path[own:]} {facts.st_size} {facts.st_mtime_ns}"
