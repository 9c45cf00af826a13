"""The process in which books are made, one after another, until one of them breaks it.

Called as `bench_process.py FOLDER`, where FOLDER holds the package. Each frame on its standard
input is a pickle behind its length: first the maker, then jobs. Each job is answered by a frame
with its outcome. It ends with its input, however the process at the other end has ended.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import pickle
import queue
import shutil
import signal
import struct
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO, Any

from msgspec.structs import replace

HEAD = struct.Struct(">Q")


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Read a frame; None at the end of the stream."""
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    data = stream.read(HEAD.unpack(head)[0])
    return data if len(data) == HEAD.unpack(head)[0] else None


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """Write a frame."""
    stream.write(HEAD.pack(len(data)))
    stream.write(data)
    stream.flush()


def serve() -> None:
    """Make books until there are no more."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not come between the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    faulthandler.enable()
    frames: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(frames,), daemon=True).start()
    make = pickle.loads(frames.get())
    write_frame(answers, b"")
    while True:
        job = pickle.loads(frames.get())
        write_frame(answers, pickle.dumps(_measured(make, job)))
        _look_for_garbage()


def _look_for_garbage() -> None:
    """Look for it between two books, while the worker hands the last one on, and seldom in one.

    What the first book has had read, libraries above all, stays for all of them.
    """
    from publish.run.processes import collect_seldom

    gc.collect()
    collect_seldom()


def _listen(frames: queue.SimpleQueue[bytes]) -> None:
    """Read frames while a book is made: only so is the end of the other process noticed."""
    while (frame := read_frame(sys.stdin.buffer)) is not None:
        frames.put(frame)
    os._exit(0)


def _measured(make: Any, job: Any) -> Any:
    """Make a book in a folder of its own, and note what it took."""
    _begin_peak()
    started, worked = time.monotonic(), _processor_seconds()
    folder = Path(tempfile.mkdtemp(prefix="book-"))
    os.chdir(folder)  # findings name files as seen from here
    try:
        outcome = make(job, folder)
    finally:
        os.chdir(folder.parent)
        shutil.rmtree(folder, ignore_errors=True)
    return replace(
        outcome,
        seconds=time.monotonic() - started,
        processor_seconds=_processor_seconds() - worked,
        memory_mb=_peak_mb(),
    )


def _processor_seconds() -> float:
    """Add up what this process and those it has started have worked; Java's lives on."""
    import psutil

    total = 0.0
    me = psutil.Process()
    for process in (me, *me.children(recursive=True)):
        try:
            spent = process.cpu_times()
        except psutil.Error:
            continue
        total += spent.user + spent.system + spent.children_user + spent.children_system
    return total


def _begin_peak() -> None:
    """Begin to measure the peak anew, where the system lets one (proc(5), clear_refs)."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _peak_mb() -> float:
    """Return the most memory that was resident."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        peak = next(line for line in lines if line.startswith("VmHWM:"))
        return int(peak.split()[1]) / 1024
    except (OSError, StopIteration):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    serve()
