"""Books that go wrong in every way, and a maker of plain ones: what workers in tests call."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from publish.model.finding import error
from publish.shelf.job import Job, Outcome
from publish.shelf.ledger import About


def make(job: Job, folder: Path) -> Outcome:
    """Do what the book's text says, after `DO:`; else return its text as an EPUB."""
    text = b"".join(data for name, data in job.files.items() if name.endswith(".xml")).decode()
    for wish in (line[3:].strip() for line in text.splitlines() if line.startswith("DO:")):
        if answer := WISHES[wish](job, folder):
            return answer
    about = About(title=job.name.upper(), language="en", words=len(text.split()))
    return Outcome(files={purpose: text.encode() for purpose in job.order.purposes}, about=about)


def _hang(job: Job, folder: Path) -> None:
    time.sleep(600)


def _fill(job: Job, folder: Path) -> None:
    kept = []
    while True:
        kept.append(os.urandom(1 << 20) * 20)
        time.sleep(0.05)


def _crash(job: Job, folder: Path) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _crash_once(job: Job, folder: Path) -> None:
    flag = Path(job.files["flag"].decode())
    if not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def _fail(job: Job, folder: Path) -> Outcome:
    return Outcome(findings=(error("REA-010", "it is no XML"),))


def _say_pid(job: Job, folder: Path) -> Outcome:
    sys.stdout.write("what a library prints\n")
    return Outcome(files={"epub": str(os.getpid()).encode()})


def _wait(job: Job, folder: Path) -> None:
    time.sleep(0.5)


WISHES = {
    "hang": _hang,
    "fill the memory": _fill,
    "crash": _crash,
    "crash once": _crash_once,
    "fail": _fail,
    "say the process": _say_pid,
    "wait": _wait,
}
