"""How long the server waits for a request, and how many lines one client may hold.

Whoever begins a request and does not end it holds a line for nothing; two hundred of them would
keep all others out (RFC 9110 section 17.5 leaves the bounds to the server).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE_SECONDS = 10.0
"""From a line's opening, or the first byte of a request, to the request's end."""

MOST_FOR_ONE = 48
"""Lines of one address: a browser takes six, a house behind one address some more."""


class PatientProtocol(H11Protocol):
    """uvicorn's own, with an end to waiting; all lines of a server share `held`."""

    patience_seconds = PATIENCE_SECONDS

    def __init__(self, held: Counter[str], proxy: str, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._held, self._proxy, self._address = held, proxy, ""
        self._waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a line, or refuse it to who has too many."""
        super().connection_made(transport)
        self._address = self.client[0] if self.client else "?"
        self._held[self._address] += 1
        if self._address != self._proxy and self._held[self._address] > MOST_FOR_ONE:
            transport.abort()
        else:
            self._wait()

    def data_received(self, data: bytes) -> None:
        """Read on; the time that is left stays as it was until the request is whole."""
        super().data_received(data)
        if self.conn.their_state not in {h11.IDLE, h11.SEND_BODY}:
            self._end_waiting()
        elif self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the line back."""
        self._end_waiting()
        self._held[self._address] -= 1
        if self._held[self._address] <= 0:
            del self._held[self._address]
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(self.patience_seconds, self.transport.abort)

    def _end_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
