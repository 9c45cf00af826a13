"""Who has guessed wrongly, and how long they wait before the next guess is looked at."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable

from msgspec import Struct

FREE_GUESSES = 5
"""Slips of the finger; each wrong code after them doubles the wait."""

LONGEST_SECONDS = 300.0
MOST_CLIENTS = 1_000
"""Addresses that are remembered, the latest ones."""


class _Record(Struct):
    count: int = 0
    until: float = 0.0
    last: bytes = b""
    """The hash of the last wrong code: an app that asks with an old one again guesses nothing."""


class Guesses:
    """Counts wrong codes by the address that they come from."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._records: OrderedDict[str, _Record] = OrderedDict()

    def wait_seconds(self, address: str) -> int:
        """Tell how long no guess from there is looked at; 0 where it may try."""
        record = self._records.get(address)
        return max(0, round(record.until - self._now() + 0.5)) if record else 0

    def wrong(self, address: str, guess: str) -> None:
        """Remember a wrong code."""
        record = self._records.setdefault(address, _Record())
        self._records.move_to_end(address)
        while len(self._records) > MOST_CLIENTS:
            self._records.popitem(last=False)
        digest = hashlib.sha256(guess.encode("utf-8", "replace")).digest()
        if digest == record.last:
            return
        record.last = digest
        record.count += 1
        if record.count >= FREE_GUESSES:
            wait = min(LONGEST_SECONDS, 2.0 ** (record.count - FREE_GUESSES))
            record.until = self._now() + wait

    def right(self, address: str) -> None:
        """Forget the slips of who has the code."""
        self._records.pop(address, None)
