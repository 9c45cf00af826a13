"""What ends a run from outside: Ctrl-C, and SIGTERM, which systems and time limits send.

SIGTERM does what Ctrl-C does: it raises KeyboardInterrupt wherever the run is, so that whoever
cleans up after the one does so after the other.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_is_terminated = False


def heed_termination() -> None:
    """Have SIGTERM end this process as Ctrl-C does, unless its parent has it do otherwise."""
    if _is_main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _terminate)


def exit_code() -> int:
    """Give the code of an interrupted run: 128 and the signal's number, as shells have it."""
    return 128 + (signal.SIGTERM if _is_terminated else signal.SIGINT)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    """Begin to end; once more is no news, as `timeout` tells a process and then its group."""
    global _is_terminated
    _is_terminated = True
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextmanager
def put_off(*numbers: signal.Signals) -> Iterator[None]:
    """Let signals come only behind the `with` block: what is in it is done whole."""
    if not _is_main_thread():  # Python hears signals in no other
        yield
        return
    heard: list[int] = []
    before = {each: signal.signal(each, lambda number, _: heard.append(number)) for each in numbers}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, signal.SIG_DFL if handler is None else handler)
        if heard:
            signal.raise_signal(heard[0])


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
