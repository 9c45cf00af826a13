"""What makes the book in a contest, and how long it takes with all that it starts."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

_SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER of Linux's prctl: who is left behind by a program is counted with it."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program: seconds by the clock, and of the processor for it and its children."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Contender:
    """A way to make the book; `ready` is done before the clock starts."""

    name: str
    command: list[str]
    output: Path
    ready: Callable[[], object]


def start(contender: Contender) -> subprocess.Popen[bytes]:
    """Start a program as a user would have it: with compiled modules, and not heard."""
    contender.ready()
    env = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    silent = subprocess.DEVNULL
    return subprocess.Popen(contender.command, env=env, stdout=silent, stderr=silent)


def clocked(contender: Contender) -> Run:
    """Run a program to its end; raises RuntimeError where it fails."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1)
    others = {child.pid for child in psutil.Process().children()}
    before, started = _spent(), time.perf_counter()
    process = start(contender)
    if process.wait():
        raise RuntimeError(f"{contender.name} failed: {' '.join(contender.command)}")
    wall = time.perf_counter() - started
    while left := [one for one in psutil.Process().children() if one.pid not in others]:
        for child in left:
            child.wait()
    return Run(wall, _spent() - before)


def _spent() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
