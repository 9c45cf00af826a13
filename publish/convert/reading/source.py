"""A file to be imported, and what lies beside it."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from msgspec import Struct

from publish.convert.changes import Changes
from publish.run.inputs import read_input

LARGEST_PICTURE = 64 * 2**20


class Source(Struct, frozen=True):
    """One file, read whole."""

    path: Path
    data: bytes
    file_name: str
    """The file as findings name it."""
    changes: Changes = Changes.ERRATA

    def beside(self, url: str) -> bytes | None:
        """Read a file that the source names, if it lies in its folder; nothing is fetched."""
        plain = unquote(url.partition("#")[0].partition("?")[0]).replace("\\", "/")
        if not plain or re.match(r"[a-z][a-z0-9+.-]+:|//", plain, re.IGNORECASE):
            return None
        try:
            return read_input(self.path.parent / plain, self.path.parent, LARGEST_PICTURE)
        except (OSError, ValueError):
            return None


def among(members: dict[str, bytes], base: str, url: str) -> bytes | None:
    """Find a member of an archive by the address that another one has for it."""
    return members.get(member_name(base, url))


def member_name(base: str, url: str) -> str:
    """Resolve an address against the member that has it (RFC 3986, 5.2)."""
    plain = unquote(url.partition("#")[0].partition("?")[0])
    parts: list[str] = [] if plain.startswith("/") else list(PurePosixPath(base).parent.parts)
    for part in plain.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in {"", ".", ".."}:
            parts.append(part)
    return "/".join(parts)
