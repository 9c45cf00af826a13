"""Time the desk: `python benchmarks/desk.py BOOK [ROUNDS]`, from saving to the changed page.

BOOK is a folder, which is copied. Chromium shows the page with the change; the clock runs from the
write to the moment at which its picture is there, processor time of all processes of `publish` from
the write until the run is at rest. Other sources are measured with PYTHONPATH.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def ticks(pid: int) -> int:
    """Count what a process and its children have used, in clock ticks (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = sum(map(int, fields[11:15]))
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(ticks(int(child)) for child in below)


def measure(book: Path, rounds: int) -> None:
    (manuscript,) = book.glob("manuscript/*.xml")
    look = [sys.executable, "-m", "publish", "look", book, "--port", "0", "--no-browser"]
    with subprocess.Popen(look, stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout is not None
        address = desk.stdout.readline().strip()
        browser = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
        use = ["node", HERE / "desk.mjs", browser, address, manuscript, str(rounds)]
        try:
            done = subprocess.run(use, stdout=subprocess.PIPE, text=True, check=True)
            used = ticks(desk.pid) / os.sysconf("SC_CLK_TCK")
        finally:
            desk.send_signal(signal.SIGINT)
    seconds = json.loads(done.stdout)
    each = ", ".join(f"{second:.2f}" for second in seconds)
    middle = statistics.median(seconds)
    print(f"to the page: median {middle:.2f} s ({each}); processor {used:.1f} s")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        copied = Path(shutil.copytree(sys.argv[1], Path(home) / "book"))
        measure(copied, int(sys.argv[2]) if len(sys.argv) > 2 else 5)
