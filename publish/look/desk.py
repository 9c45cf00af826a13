"""What the page can ask of the book besides the EPUB: its pages, its source, its errata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

Told = Mapping[str, Any]
"""What goes to the page as JSON."""


class RefusedError(Exception):
    """Say why a wish is not done: the page shows the words; nothing was changed."""


class Desk(Protocol):
    """A book that can be worked on. Every call is safe from several threads."""

    def state(self) -> Told:
        """Tell what there is: pages with their folios and sizes, errata, pictures without words.

        What changes with the book has a digest, so that the page fetches anew only what differs.
        """
        ...

    def page(self, digest: str, number: int, width_px: int) -> bytes:
        """Draw a page of the PDF as PNG; empty where there is no such page any more."""
        ...

    def scan(self, name: str) -> tuple[bytes, str]:
        """Return a page's picture and its media type; empty where the manuscript names none so."""
        ...

    def ask(self, wish: str, given: Told) -> Told:
        """Answer a wish that changes nothing (`find`, `at`, `source`). Raises RefusedError."""
        ...

    def do(self, wish: str, given: Told) -> Told:
        """Do what changes a file (`decide`, `add`, `undo`, `describe`). Raises RefusedError."""
        ...


class NoDesk:
    """A finished EPUB: there is nothing but itself to look at."""

    def state(self) -> Told:
        """Tell that there is nothing."""
        return {}

    def page(self, digest: str, number: int, width_px: int) -> bytes:
        """Have no pages."""
        return b""

    def scan(self, name: str) -> tuple[bytes, str]:
        """Have no scans."""
        return b"", ""

    def ask(self, wish: str, given: Told) -> Told:
        """Refuse."""
        raise RefusedError("an EPUB has no manuscript to look into")

    def do(self, wish: str, given: Told) -> Told:
        """Refuse."""
        raise RefusedError("an EPUB has no manuscript to change")
