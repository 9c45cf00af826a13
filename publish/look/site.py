"""What can be asked for: a fixed table of addresses, so that no address ever becomes a path."""

from __future__ import annotations

import base64
import hashlib
import re
from enum import Enum
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from publish.house.manual import FindingPage, finding_pages
from publish.look.exhibit import Exhibit
from publish.run.shipped import shipped_folder

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


class Role(Enum):
    """Which of the two origins is asked."""

    PAGE = "page"
    DEVICE = "device"


OF_ONE = {
    "/": Role.PAGE,
    "/page/look.js": Role.PAGE,
    "/look.css": Role.PAGE,
    "/device": Role.DEVICE,
}
"""What only one of them has; modules that both use are at both."""

MANUAL = "/manual/"
"""Begins the addresses of the manual's pages on findings; their codes are behind it."""

PAGES = {"/": "index.html", "/device": "device.html"}
SHEETS = ("look.css", "look-device.css")


class Answer(Struct, frozen=True):
    """Bytes and their media type."""

    data: bytes
    media_type: str


class Site:
    """The page, the reading engine, and the exhibit."""

    def __init__(self, exhibit: Exhibit) -> None:
        self._exhibit = exhibit
        self._files = _files()
        self._own_script = _hash(self._files["/device"].read_text("utf-8"))

    def state(self, views: str) -> dict[str, object]:
        """Tell how the work stands to who looks at these views, their names with `,` between."""
        self._exhibit.watch(views.split(","))
        return self._exhibit.as_object()

    def find(self, address: str, role: Role) -> Answer | None:
        """Answer one address; None where there is nothing of that name for that origin."""
        if address == "/book.epub":
            book = self._exhibit.book
            return None if book is None else Answer(book, "application/epub+zip")
        if address.startswith(MANUAL) and role is Role.PAGE:
            page = finding_pages().get(address.removeprefix(MANUAL))
            return None if page is None else Answer(_said(page).encode(), "text/plain")
        path = self._files.get(address)
        if address in OF_ONE and OF_ONE[address] is not role:
            return None
        return None if path is None else Answer(path.read_bytes(), TYPES[path.suffix])

    def policy(self, role: Role, port: int) -> str:
        """Write the Content-Security-Policy of an answer (W3C CSP Level 3).

        The engine shows a book's documents from `blob:` addresses, and these inherit the policy:
        the book's own styles, pictures and fonts are let in, its scripts and all that lies on a
        network are not. The one script that stands in a page, the import map of the device, is let
        in by its hash. The page holds the device in a frame, and nobody else may.
        """
        page, device = f"http://127.0.0.1:{port}", f"http://localhost:{port}"
        if role is Role.PAGE:
            return (
                "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
                f"img-src 'self'; frame-src {device}; connect-src 'self'; "
                "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            )
        return (
            f"default-src 'none'; script-src 'self' 'sha256-{self._own_script}'; "
            "style-src 'self' 'unsafe-inline' blob:; img-src 'self' blob: data:; "
            "font-src blob: data:; media-src blob: data:; frame-src 'self' blob:; "
            f"connect-src 'self'; base-uri 'none'; form-action 'none'; "
            f"frame-ancestors 'self' {page}"
        )


def _files() -> dict[str, Path]:
    look = Path(str(files("publish.look")))
    found = {address: look / "page" / name for address, name in PAGES.items()}
    for folder in ("page", "foliate"):
        for path in (look / folder).rglob("*"):
            if path.suffix in {".js", ".svg"}:
                found[f"/{path.relative_to(look).as_posix()}"] = path
    return found | {f"/{name}": shipped_folder("styles") / name for name in SHEETS}


def _said(page: FindingPage) -> str:
    """Write a page of the manual as plain paragraphs: what is wrong, and the rest of it."""
    words = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", page.text).replace("**", "").replace("`", "")
    words = re.sub(r"(?<!\n)\n(?!\n|[-*|] |\d+\. )", " ", words)
    return f"{page.title[:1].upper()}{page.title[1:]}.\n\n{words}"


def _hash(device: str) -> str:
    match = re.search(r'<script type="importmap">(.*?)</script>', device, re.S)
    digest = hashlib.sha256(match[1].encode("utf-8")).digest() if match else b""
    return base64.b64encode(digest).decode("ascii")
