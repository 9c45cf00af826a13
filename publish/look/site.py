"""What can be asked for: a fixed table of addresses, so that no address ever becomes a path."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from publish.look.exhibit import Exhibit
from publish.stylesheets import shipped_folder

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
PAGES = {"/": "index.html", "/device": "device.html"}
SHEETS = ("look.css", "look-device.css")


@dataclass(frozen=True, slots=True)
class Answer:
    """Bytes and their media type."""

    data: bytes
    media_type: str


class Site:
    """The page, the reading engine, and the exhibit."""

    def __init__(self, exhibit: Exhibit) -> None:
        self._exhibit = exhibit
        self._files = _files()
        self.policy = _policy(self._files["/device"].read_text("utf-8"))

    def find(self, address: str) -> Answer | None:
        """Answer one address; None where there is nothing of that name."""
        if address == "/state":
            return Answer(self._exhibit.as_json(), "application/json")
        if address == "/book.epub":
            book = self._exhibit.book
            return None if book is None else Answer(book, "application/epub+zip")
        path = self._files.get(address)
        return None if path is None else Answer(path.read_bytes(), TYPES[path.suffix])


def _files() -> dict[str, Path]:
    look = Path(str(files("publish.look")))
    found = {address: look / "page" / name for address, name in PAGES.items()}
    for folder in ("page", "foliate"):
        for path in (look / folder).rglob("*"):
            if path.suffix in {".js", ".svg"}:
                found[f"/{path.relative_to(look).as_posix()}"] = path
    return found | {f"/{name}": shipped_folder("styles") / name for name in SHEETS}


def _policy(device: str) -> str:
    """Write the Content-Security-Policy of every answer (W3C CSP Level 3).

    The engine shows a book's documents from `blob:` addresses, and these inherit the policy: the
    book's own styles, pictures and fonts are let in, its scripts and all that lies on a network are
    not. The one script that stands in a page, the import map of the device, is let in by its hash.
    """
    match = re.search(r'<script type="importmap">(.*?)</script>', device, re.S)
    digest = hashlib.sha256(match[1].encode("utf-8")).digest() if match else b""
    own = base64.b64encode(digest).decode("ascii")
    return (
        f"default-src 'none'; script-src 'self' 'sha256-{own}'; "
        "style-src 'self' 'unsafe-inline' blob:; img-src 'self' blob: data:; "
        "font-src blob: data:; media-src blob: data:; frame-src 'self' blob:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
