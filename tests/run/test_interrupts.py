"""SIGTERM and SIGHUP end the command as Ctrl-C does: nothing half-written, nothing left at work."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from publish.cli.outputs import write_outputs
from publish.run.interrupts import put_off

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to hear")

SENTENCE = "The wind came over the hills and the people of the valley shut their doors. "
PARAGRAPHS = [
    f"<p>In the year {year} it was so. {SENTENCE * 120}</p>" for year in range(1820, 1900)
]
CHAPTERS = [f"<div><head>One</head>{''.join(PARAGRAPHS[n::8])}</div>" for n in range(8)]
BOOK = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Long</title><author>Ann Author</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body>{"".join(CHAPTERS)}</body></text></TEI>
"""
MARK = "PUBLISH_TEST"


class Run:
    """A command at work in a folder, and all processes that it has started."""

    def __init__(self, folder: Path, words: tuple[str, ...], before: tuple[str, ...]) -> None:
        self.temporary = Path(tempfile.mkdtemp())  # of a name that is short enough for a socket
        self.folder = folder / "book"
        self.folder.mkdir()
        (self.folder / "long.xml").write_text(BOOK, "utf-8")
        mine = {MARK: str(folder), "TMPDIR": str(self.temporary), "PUBLISH_CORES": "2"}
        self.process = subprocess.Popen(
            [*before, sys.executable, "-m", "publish", *words],
            cwd=self.folder,
            env={**os.environ, **mine, "PUBLISH_CACHE": str(folder / "cache")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def others(self) -> list[psutil.Process]:
        """Find what the command has started, by a variable of its environment."""
        return [
            each
            for each in psutil.process_iter()
            if each.pid != self.process.pid and self._is_ours(each)
        ]

    def _is_ours(self, process: psutil.Process) -> bool:
        with contextlib.suppress(psutil.Error):
            is_alive = process.status() != psutil.STATUS_ZOMBIE
            return is_alive and process.environ().get(MARK) == str(self.folder.parent)
        return False

    def is_laying_out(self) -> bool:
        """Tell whether two processes are at work besides the one that they are forked from."""
        return sum(each.cpu_times().user > 0.1 for each in self.others()) >= 3

    def is_checking(self) -> bool:
        return any(self.temporary.glob("publish-*/epubcheck-*/book.epub"))

    def is_starting_java(self) -> bool:
        return any(self.temporary.glob("publish-*/epubcheck-*/said.txt"))

    def is_open(self) -> bool:
        assert self.process.stdout is not None
        return self.process.stdout.readline().startswith("http://")

    def ends(self) -> tuple[int, str]:
        """Wait for the end; give the code and what was said on stderr."""
        said = self.process.communicate(timeout=60)[1]
        return self.process.returncode, said


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(1200):
        with contextlib.suppress(psutil.Error):
            if is_so():
                return
        time.sleep(0.05)
    raise AssertionError("it never came to that")


Start = Callable[..., Run]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    runs: list[Run] = []

    def begin(*words: str, before: tuple[str, ...] = ()) -> Run:
        runs.append(Run(tmp_path, words, before))
        return runs[-1]

    yield begin
    for run in runs:
        for process in run.others():
            process.kill()
        run.process.kill()
        run.process.communicate()
        shutil.rmtree(run.temporary)


MOMENTS: dict[str, tuple[tuple[str, ...], Callable[[Run], bool]]] = {
    "laying out": (("pdf", "long.xml"), Run.is_laying_out),
    "starting Java": (("epub", "long.xml"), Run.is_starting_java),
    "checking": (("epub", "long.xml"), Run.is_checking),
    "looking": (("look", "long.xml", "--no-browser", "--port", "0"), Run.is_open),
}


def ends() -> Iterator[object]:
    """Every moment, with a signal to the command alone; with one to its group while it lays out.

    The others come under `make test-long`.
    """
    for name, (words, moment) in MOMENTS.items():
        yield pytest.param(words, moment, False, id=f"{name}-one")
        marks = [] if name == "laying out" else [pytest.mark.slow]
        yield pytest.param(words, moment, True, id=f"{name}-group", marks=marks)


@pytest.mark.parametrize(("words", "moment", "to_all"), list(ends()))
def test_sigterm_leaves_neither_process_nor_file_behind(
    start: Start, words: tuple[str, ...], moment: Callable[[Run], bool], *, to_all: bool
) -> None:
    run = start(*words)
    wait_until(lambda: moment(run))
    run.process.send_signal(signal.SIGTERM)
    if to_all:  # as `timeout` has it: the process first, and then its group with it once more
        os.killpg(run.process.pid, signal.SIGTERM)
    code, said = run.ends()
    assert code == 143
    assert "Traceback" not in said
    assert "Exception" not in said
    wait_until(lambda: run.others() == [])
    assert list(run.temporary.iterdir()) == []
    assert [path.name for path in run.folder.iterdir()] == ["long.xml"]
    assert [path for path in (run.folder.parent / "cache").rglob("*") if path.name[0] == "."] == []


def test_a_terminal_that_is_closed_ends_the_command_too(start: Start) -> None:
    run = start("epub", "long.xml")
    wait_until(run.is_checking)
    os.killpg(run.process.pid, signal.SIGHUP)
    assert run.ends() == (129, "")
    wait_until(lambda: run.others() == [])
    assert list(run.temporary.iterdir()) == []


@pytest.mark.slow
def test_a_command_that_is_to_outlive_its_terminal_does(start: Start) -> None:
    run = start("epub", "long.xml", before=("nohup",))
    wait_until(run.is_checking)
    run.process.send_signal(signal.SIGHUP)
    assert run.ends()[0] == 0
    assert (run.folder / "long.epub").is_file()


def test_a_catalogue_ends_by_sigterm_too(start: Start) -> None:
    made = start("epub", "long.xml", "--no-check")
    assert made.ends()[0] == 0
    words = ["serve", "long.epub", "--port", "0"]
    with subprocess.Popen(
        [sys.executable, "-m", "publish", *words],
        cwd=made.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("http://")
        time.sleep(1)
        server.terminate()
        said = server.communicate(timeout=30)[1]
    assert server.returncode == 143
    assert "Traceback" not in said


def test_several_outputs_are_put_in_their_places_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def interrupted(part: Path, path: Path) -> Path:
        signal.raise_signal(signal.SIGINT)
        return replace(part, path)

    monkeypatch.setattr(Path, "replace", interrupted)
    files = {tmp_path / name: name.encode() for name in ("a.epub", "b.pdf")}
    with pytest.raises(KeyboardInterrupt):
        write_outputs(files)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == files


def test_a_signal_that_is_put_off_comes_once_and_behind_the_work() -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt), put_off(signal.SIGINT):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        done.append("work")
    assert done == ["work"]


@pytest.mark.slow
def test_the_next_run_clears_away_what_a_killed_one_left(start: Start) -> None:
    run = start("pdf", "long.xml")
    wait_until(lambda: run.is_laying_out())
    run.process.kill()
    run.process.communicate()
    wait_until(lambda: run.others() == [])
    assert list(run.temporary.iterdir()) != []
    again = [sys.executable, "-m", "publish", "epub", "long.xml", "--no-check"]
    subprocess.run(again, cwd=run.folder, env={**os.environ, "TMPDIR": str(run.temporary)})
    assert list(run.temporary.iterdir()) == []
    assert sorted(path.name for path in run.folder.iterdir()) == ["long.epub", "long.xml"]
