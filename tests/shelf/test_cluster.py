"""A cluster of one scheduler and three workers, and what is killed in the middle of its work."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from publish.shelf.ledger import FILE, Ledger, ask
from tests.shelf.cluster import Cluster, end
from tests.shelf.conftest import PUBLISH, Run, write_tei

pytestmark = pytest.mark.slow

BOOKS = 30
WORDS = "The wind came over the hills, and the old house shut its doors. "


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with Cluster(tmp_path) as cluster:
        yield cluster


@pytest.fixture
def books(tmp_path: Path) -> Path:
    for number in range(BOOKS):
        text = "</p><p>".join([WORDS * 20] * (20 + number))
        write_tei(tmp_path / "tei" / f"b{number:02}.xml", f"The Wind {number}", text)
    return tmp_path / "tei"


class Client:
    """A run of the command that goes on while a test does something else."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [PUBLISH, "shelf", "build", "tei", "--no-check", "--json", *words],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def entered(self) -> int:
        """Count the books that stand in the ledger by now."""
        if not (self.folder / "dist" / FILE).is_file():
            return 0
        with Ledger.read(self.folder / "dist") as ledger:
            (row,) = ask(ledger, "SELECT count(*) AS books FROM book")
        return int(row["books"] or 0)

    def wait_for(self, books: int) -> None:
        """Wait until so many books stand in the ledger."""
        deadline = time.monotonic() + 120
        while self.entered() < books and self.process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def end(self) -> tuple[int, dict[str, Any]]:
        """Wait for its end, and return what it says."""
        out, err = self.process.communicate(timeout=120)
        assert out, err.decode()
        assert b"Traceback" not in err, err.decode()
        return self.process.returncode, json.loads(out)


def check_whole(folder: Path) -> dict[str, int]:
    """Check that every book is there once, with its files; give the run that made each."""
    with Ledger.read(folder / "dist") as ledger:
        rows = list(ask(ledger, "SELECT name, state, run FROM book"))
        outputs = list(ask(ledger, "outputs"))
        assert ledger.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [row["state"] for row in rows] == ["made"] * BOOKS
    assert len(outputs) == BOOKS
    for row in outputs:
        assert (folder / "dist" / str(row["name"])).stat().st_size == row["size_bytes"]
    left = [path for path in (folder / "dist").rglob("*") if ".part" in path.name]
    assert left == []
    return {str(row["name"]): int(row["run"] or 0) for row in rows}


def test_a_worker_that_is_killed_loses_nothing(
    tmp_path: Path, cluster: Cluster, books: Path
) -> None:
    client = Client(tmp_path, "--scheduler", cluster.address)
    client.wait_for(4)
    end(cluster.workers[0])
    code, told = client.end()
    assert (code, told["shelf"]["made"], told["shelf"]["failed"]) == (0, BOOKS, 0)
    check_whole(tmp_path)


def test_a_scheduler_that_comes_back_is_waited_for(
    tmp_path: Path, cluster: Cluster, books: Path
) -> None:
    client = Client(tmp_path, "--scheduler", cluster.address)
    client.wait_for(4)
    for process in (cluster.scheduler, *cluster.workers):
        end(process)
    cluster.start_scheduler()
    cluster.start_worker()
    code, told = client.end()
    assert (code, told["shelf"]["made"]) == (0, BOOKS), told
    check_whole(tmp_path)


@pytest.mark.parametrize("seed", range(2))
def test_a_client_that_is_killed_goes_on_where_it_was(
    tmp_path: Path, cluster: Cluster, books: Path, run: Run, seed: int
) -> None:
    client = Client(tmp_path, "--scheduler", cluster.address)
    client.wait_for(random.Random(seed).randrange(1, 15))
    client.process.kill()
    client.process.communicate()
    before = client.entered()
    assert 0 < before < BOOKS
    code, told = run("build", "tei", "--no-check", "--scheduler", cluster.address)
    assert (code, told["shelf"]["made"], told["shelf"]["unchanged"]) == (0, BOOKS - before, before)
    runs = check_whole(tmp_path)
    assert sorted(runs.values()) == [1] * before + [2] * (BOOKS - before), "nothing is made twice"


def test_a_scheduler_that_stays_away_ends_the_run_and_the_next_goes_on(
    tmp_path: Path, books: Path, run: Run
) -> None:
    with Cluster(tmp_path) as cluster:
        client = Client(tmp_path, "--scheduler", cluster.address, "--patience", "5")
        client.wait_for(4)
    code, told = client.end()
    assert code == 3
    assert [each["code"] for each in told["findings"]] == ["SHE-007"]
    made = client.entered()
    code, told = run("build", "tei", "--no-check", "--workers", "2")
    assert (code, told["shelf"]["made"], told["shelf"]["unchanged"]) == (0, BOOKS - made, made)
    check_whole(tmp_path)


def test_ctrl_c_drains_and_a_second_one_stops(tmp_path: Path, books: Path, run: Run) -> None:
    client = Client(tmp_path, "--workers", "1")
    client.wait_for(2)
    os.killpg(client.process.pid, signal.SIGINT)  # as a terminal does: all hear it
    code, told = client.end()
    assert code == 130
    assert told["shelf"]["failed"] == 0
    assert 2 <= told["shelf"]["made"] == BOOKS - told["shelf"]["left"] < BOOKS
    client = Client(tmp_path, "--workers", "1")
    client.wait_for(told["shelf"]["made"] + 1)
    others = psutil.Process(client.process.pid).children(recursive=True)
    for _ in range(2):
        os.killpg(client.process.pid, signal.SIGINT)
        time.sleep(0.5)
    client.process.communicate(timeout=30)
    assert client.process.returncode in {130, -signal.SIGINT}  # a shell says 130 of both
    assert_ended(others)
    code, told = run("build", "tei", "--no-check")
    assert code == 0
    check_whole(tmp_path)


def test_nothing_stays_of_a_client_that_is_killed(tmp_path: Path, books: Path, run: Run) -> None:
    client = Client(tmp_path, "--workers", "2")
    client.wait_for(3)
    client_itself = psutil.Process(client.process.pid)
    others = client_itself.children(recursive=True)
    assert len(others) > 3
    heard = [
        place.laddr
        for process in (client_itself, *others)
        for place in process.net_connections(kind="inet")
        if place.status == psutil.CONN_LISTEN
    ]
    assert {place.ip for place in heard} == {"127.0.0.1"}
    for place in heard:
        with socket.create_connection(place) as other, other.makefile("rb") as said:
            other.settimeout(5)
            other.sendall(b"GET /json/identity.json HTTP/1.0\r\n\r\n")
            with contextlib.suppress(OSError):
                assert b"200 OK" not in said.read(), "who has no key is told nothing"
    client.process.kill()
    client.process.communicate()
    assert_ended(others)
    code, told = run("build", "tei", "--no-check", "--workers", "2")
    assert (code, told["shelf"]["failed"]) == (0, 0)
    check_whole(tmp_path)


def assert_ended(processes: list[psutil.Process]) -> None:
    """Wait for processes to end by themselves."""
    _, alive = psutil.wait_procs(processes, timeout=20)
    assert [each.cmdline() for each in alive] == []


def test_a_worker_with_another_toolchain_is_refused(
    tmp_path: Path, books: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "other"))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "sitecustomize.py").write_text(
        "import platform; platform.python_version = lambda: '3.99.0'"
    )
    with Cluster(tmp_path, workers=1) as cluster:
        monkeypatch.delenv("PYTHONPATH")
        code, told = run("build", "tei", "--scheduler", cluster.address)
    assert code == 3
    (finding,) = told["findings"]
    assert finding["code"] == "SHE-006"
    assert "python 3.99.0 (here 3." in finding["message"]


def test_the_file_of_a_scheduler_leads_there_too(
    tmp_path: Path, cluster: Cluster, books: Path, run: Run
) -> None:
    place = tmp_path / "scheduler.json"
    place.write_text(json.dumps({"address": cluster.address}))
    code, told = run("build", "tei/b00.xml", "--no-check", "--scheduler-file", str(place))
    assert (code, told["shelf"]["made"]) == (0, 1)
