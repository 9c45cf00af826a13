"""Pages of a catalogue that are made already: most readers ask for the same few.

They are kept in memory by their address, for as long as nothing is entered in the ledger.
"""

from __future__ import annotations

from msgspec import Struct

MOST_BYTES = 16_000_000
"""Of all pages together, some 300; what was not asked for longest is dropped beyond this."""


class Page(Struct, frozen=True):
    """What is answered."""

    data: bytes
    media_type: str


class ReadyPages:
    """Pages by address, all of one state of the titles; for one thread."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """Begin without any."""
        self._most_bytes, self._bytes = most_bytes, 0
        self._pages: dict[str, Page] = {}
        self._state: object = None

    def find(self, address: str, state: object) -> Page | None:
        """Return a page that was made of the titles as they are."""
        if state != self._state:
            self._pages.clear()
            self._state, self._bytes = state, 0
        page = self._pages.pop(address, None)
        if page is not None:
            self._pages[address] = page  # at the end stands what was asked for last
        return page

    def keep(self, address: str, state: object, page: Page) -> None:
        """Keep a page, unless the titles have changed while it was made, or nobody knows."""
        if state is None or state != self._state or address in self._pages:
            return
        self._pages[address] = page
        self._bytes += _size_of(address, page)
        while self._bytes > self._most_bytes:
            oldest = next(iter(self._pages))
            self._bytes -= _size_of(oldest, self._pages.pop(oldest))


def _size_of(address: str, page: Page) -> int:
    return len(address) + len(page.data)
