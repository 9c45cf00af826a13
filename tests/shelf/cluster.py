"""A cluster on this machine, of the commands that the compose file in docs/shelf.md holds."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import yaml

DOCS = Path(__file__).parents[2] / "docs"
DASK = Path(sys.executable).parent / "dask"


def compose_commands() -> dict[str, str]:
    """Read the commands of the compose file, by service."""
    page = (DOCS / "shelf.md").read_text("utf-8")
    found = re.search(r"```yaml\n(.*?)```", page, re.S)
    assert found is not None
    services = yaml.safe_load(found[1])["services"]
    return {name: service["command"] for name, service in services.items()}


class Cluster:
    """One scheduler and some workers, each a process with its children."""

    def __init__(self, folder: Path, workers: int = 3) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.port = taken.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.folder = folder
        self.count = workers
        self.scheduler: subprocess.Popen[bytes]
        self.workers: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self.start_scheduler()
        for _ in range(self.count):
            self.start_worker()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _problem: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        for process in (*self.workers, self.scheduler):
            end(process)

    def start_scheduler(self) -> None:
        self.scheduler = self._start("scheduler")

    def start_worker(self) -> None:
        self.workers.append(self._start("worker"))

    def _start(self, service: str) -> subprocess.Popen[bytes]:
        command = compose_commands()[service].replace("0.0.0.0", "127.0.0.1")
        command = command.replace("//scheduler:", "//127.0.0.1:").replace("8786", str(self.port))
        program, *words = shlex.split(command)
        assert program == "dask"
        with (self.folder / f"{service}.log").open("ab") as said:
            return subprocess.Popen(
                [DASK, *words], stdout=said, stderr=said, cwd=self.folder, start_new_session=True
            )


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and all that it has started, as a machine that goes out does."""
    with_children = []
    if process.poll() is None:
        whole = psutil.Process(process.pid)
        with_children = [whole, *whole.children(recursive=True)]
    for each in with_children:
        try:
            os.kill(each.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    process.wait()
