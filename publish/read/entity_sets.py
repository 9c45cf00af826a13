"""External sets of entities: read from the manuscript's own folder, and from nowhere else.

Archives declare the names of their characters in files of their own (MENOTA's entities, the ISO
sets of TEI P4). Nothing is fetched: a set is found where the DOCTYPE names it by a path, or else
by its name beside the manuscript.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from publish.model.finding import PublishError, say_path
from publish.read.encoding import decode
from publish.read.source import read_bytes
from publish.run.inputs import is_input, lies_in

LARGEST = 8 * 1024 * 1024
"""Bytes of all sets of a manuscript; MENOTA's takes 200 kB."""
MOST = 200
"""Files that sets may be made of: the DTD of TEI P4 has some forty."""


class EntitySets(Struct):
    """The files that the DOCTYPE of a file may name; `home` is the manuscript's folder."""

    folder: Path
    """Where the file with the DOCTYPE lies."""
    home: Path
    files: int = 0
    size: int = 0

    def find(self, system: str, around: str | None) -> Path | None:
        """Find the file that a system identifier names in a set, or in the DOCTYPE itself."""
        name = system.strip()
        folder = Path(around).parent if around else self.folder
        last = unquote(posixpath.basename(urlsplit(name).path.replace("\\", "/")))
        named = [] if ":" in name else [folder / unquote(name)]
        for path in [*named, folder / last, self.folder / last, self.home / last]:
            if last and "\0" not in name and is_input(path) and self._is_inside(path):
                return path
        return None

    def read(self, path: Path) -> str:
        """Read a set as text. Raises ValueError where it is not fit to be read."""
        self.files += 1
        self.size += path.stat().st_size
        if self.files > MOST or self.size > LARGEST:
            raise ValueError(f"more than {MOST} files, or {LARGEST // 2**20} MB in all")
        try:
            return decode(read_bytes(path, self.home, LARGEST), say_path(path)).text
        except PublishError as stop:
            raise ValueError(stop.findings[0].message) from stop

    def _is_inside(self, path: Path) -> bool:
        return lies_in(path, self.home)
