"""What ends a run from outside: Ctrl-C, SIGTERM of systems and time limits, a terminal's SIGHUP.

All do what Ctrl-C does: they raise KeyboardInterrupt wherever the run is, so that whoever cleans up
after the one does so after the others.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDINGS = tuple(
    signal.Signals[name] for name in ("SIGTERM", "SIGHUP") if name in signal.Signals.__members__
)
"""The signals besides Ctrl-C; Windows has no SIGHUP."""

_ended_by = signal.SIGINT


def heed_endings() -> None:
    """Have them end this process as Ctrl-C does, unless its parent has it ignore them (nohup)."""
    for number in ENDINGS:
        if _is_main_thread() and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def exit_code() -> int:
    """Return the code of an interrupted run: 128 and the signal's number, as shells have it."""
    return 128 + _ended_by


def _end(number: int, _frame: FrameType | None) -> None:
    """Begin to end; more is no news, as `timeout` tells a process and then its group."""
    global _ended_by
    _ended_by = signal.Signals(number)
    for each in ENDINGS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextmanager
def put_off(*numbers: signal.Signals) -> Iterator[None]:
    """Let signals come only behind the `with` block: what is in it is done whole."""
    if not _is_main_thread():  # Python hears signals in no other
        yield
        return
    put_off_signals: list[int] = []
    before = {
        each: signal.signal(each, lambda number, _: put_off_signals.append(number))
        for each in numbers
    }
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, signal.SIG_DFL if handler is None else handler)
        if put_off_signals:
            signal.raise_signal(put_off_signals[0])


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
