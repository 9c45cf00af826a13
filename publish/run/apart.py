"""Programs of our own that run apart: what they do to their process does nothing to this one."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO

FOLDER = Path(__file__).parents[2]
"""Where the package lies, for a program that begins without it on its path."""


def start_apart(
    program: str | Path, said: IO[bytes] | None = None, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a Python file of the package as `FILE FOLDER`, with pipes to it and from it.

    What it says on its standard error goes to `said`, or where this process says such things.
    """
    return subprocess.Popen(
        [sys.executable, "-P", program, FOLDER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=said,
        start_new_session=True,
        env=environment,
    )


def end_apart(process: subprocess.Popen[bytes]) -> None:
    """End it and what it has started, at once."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    process.wait()
