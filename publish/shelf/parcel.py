"""A book as content: its files by name, so that it can be made where its folder is not.

What a parcel lacks is not there for the book: a file outside its folder, or behind a link that
leads out of it, is never packed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

Parcel = Mapping[str, bytes]
"""Files by their names as seen from the book's folder, with slashes."""


def content_hash(parcel: Parcel) -> str:
    """Hash names and content."""
    digest = hashlib.sha256()
    for name in sorted(parcel):
        head = f"{name}\0{len(parcel[name])}\0".encode("utf-8", "surrogateescape")
        digest.update(head + parcel[name])
    return digest.hexdigest()


def unpack(parcel: Parcel, folder: Path) -> None:
    """Write all files into a folder. Raises ValueError for a name that leads out of it."""
    check_names(parcel)
    for name, data in parcel.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def check_names(names: Iterable[str]) -> None:
    """Refuse names that lead out of the folder they are seen from. Raises ValueError."""
    for name in names:
        path = PurePosixPath(name)
        if not path.parts or path.is_absolute() or ".." in path.parts or "\0" in name:
            raise ValueError(f"a book holds no file of the name {name!r}")
