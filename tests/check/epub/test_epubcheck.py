"""EPUBCheck by one Java machine: faults are told with their places, one book after another."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from publish.check.epub import check_epub, check_epubs, checking, machine
from publish.model.finding import MachineError, has_errors
from publish.run.cache import Cache
from publish.write.epub import write_epub
from tests.write.epub.books import LIGHT, small_book, spoilt


def test_a_fault_is_an_error_with_its_file_and_line() -> None:
    data = spoilt("text/chapter-01.xhtml", 'id="p2"', 'id="p1"')
    found = check_epub(data, "storm.epub")
    assert has_errors(found)
    assert found[0].code == "WRI-001"
    assert "EPUBCheck RSC-005" in found[0].message
    assert found[0].place is not None
    assert found[0].place.file == "storm.epub/EPUB/text/chapter-01.xhtml"
    assert found[0].place.line


def test_a_warning_of_epubcheck_is_an_error_too() -> None:
    found = check_epub(spoilt("content.opf", "2026-11-24<", "24 November<"), "storm.epub")
    assert [finding.severity for finding in found] == ["error"]


def test_many_faults_are_told_in_part_and_counted() -> None:
    wrong = "".join(f'<p wrong{n}="1">x</p>' for n in range(40))
    data = spoilt("text/chapter-01.xhtml", "</section>", f"{wrong}</section>")
    found = check_epub(data, "storm.epub")
    assert len(found) == 21
    assert found[-1].code == "WRI-002"


def test_one_book_does_not_colour_the_next() -> None:
    good, _ = write_epub(small_book(), LIGHT)
    bad = spoilt("nav.xhtml", "chapter-02", "chapter-99")
    found = check_epubs({"a.epub": good, "b.epub": bad, "c.epub": good, "d.epub": b"no zip"})
    assert [bool(found[name]) for name in ("a.epub", "b.epub", "c.epub", "d.epub")] == [
        False,
        True,
        False,
        True,
    ]


@pytest.mark.slow
def test_a_machine_that_has_died_is_started_anew() -> None:
    running = machine.machine(Cache())
    running._process.kill()
    running._process.wait()
    assert check_epub(write_epub(small_book(), LIGHT)[0], "storm.epub") == []


def test_a_missing_part_is_named_with_its_install_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "find_spec", lambda name: None)
    with pytest.raises(MachineError) as caught:
        machine.Machine(Cache())
    assert caught.value.exit_code == 3
    assert caught.value.findings[0].code == "WRI-009"
    assert "pip install" in caught.value.findings[0].hint


def test_a_run_leaves_neither_process_nor_folder_behind() -> None:
    program = (
        "from publish.run.cache import Cache\n"
        "from publish.check.epub import machine\n"
        "import sys\n"
        "running = machine.machine(Cache())\n"
        "sys.stdout.write(f'{running.folder.name} {running._process.pid}')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    folder, _, process = done.stdout.partition(" ")

    assert not Path(folder).exists()
    assert not Path(f"/proc/{process}/cmdline").exists()
    assert done.stderr == ""


def test_ctrl_c_does_not_wait_for_java() -> None:
    running = machine.Machine(Cache())
    data = write_epub(small_book(), LIGHT)[0]
    timer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
    with pytest.raises(KeyboardInterrupt):
        timer.start()
        running.check(data)
    assert not running.is_alive
    running.close()
    assert not Path(running.folder.name).exists()


def test_what_was_said_of_the_same_bytes_is_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = spoilt("text/chapter-01.xhtml", 'id="p2"', 'id="p1"')
    running = machine.machine(Cache())
    monkeypatch.setattr(checking, "machine", lambda _cache: running)
    first = check_epub(data, "storm.epub", Cache(tmp_path))
    monkeypatch.delattr(checking, "machine")
    assert check_epub(data, "storm.epub", Cache(tmp_path)) == first
    assert check_epub(data, "wind.epub", Cache(tmp_path))[0].place != first[0].place


@pytest.mark.slow
def test_java_keeps_its_classes_for_the_next_run_and_survives_a_damaged_archive(
    tmp_path: Path,
) -> None:
    book = tmp_path / "storm.epub"
    book.write_bytes(spoilt("text/chapter-01.xhtml", 'id="p2"', 'id="p1"'))
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from publish.run.cache import Cache\n"
        "from publish.check.epub.checking import check_epub, machine\n"
        "cache = Cache(Path(sys.argv[2]))\n"
        "book = Path(sys.argv[1]).read_bytes()\n"
        "START\n"
        "sys.stdout.write(str(check_epub(book, 'storm.epub')))\n"
    )

    def run(start: str = "machine(cache)") -> str:
        script = program.replace("START", start)
        command = [sys.executable, "-c", script, str(book), str(tmp_path / "cache")]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stderr == ""
        return done.stdout

    first = run()
    assert run() == first
    kept = [path for path in (tmp_path / "cache").glob("*/*") if path.stat().st_size > 20_000_000]
    assert "RSC-005" in first
    assert len(kept) == 1
    assert run() == first
    assert run("machine(cache, leaves_classes=False)") == first  # as on a shelf
    kept[0].write_bytes(kept[0].read_bytes()[:20_000_000] + b"damage" * 1000)
    assert run() == first
