"""Divisions laid out side by side, or kept from an earlier run: the same pages, and no one left."""

from __future__ import annotations

import contextlib
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from random import Random

import psutil
import pytest

from publish.engine.drawn import DrawnDivision
from publish.model.finding import PublishError
from publish.model.publication import Publication
from publish.ready import LAYOUT
from publish.run import processes
from publish.run.cache import Cache
from publish.run.processes import drop_pool, open_pool, warm_up
from publish.write.pdf import Purpose, write_pdf
from publish.write.pdf.book import begin
from publish.write.pdf.layout.in_processes import compose
from publish.write.pdf.prepare.division import Division
from tests.write.pdf.books import EDITION, SENTENCE, element, note, part

LONG = f"<p>{SENTENCE * 40}</p>" * 3


def long_book(word: str = "word", chapters: int = 4) -> Publication:
    """A book of several long chapters; the second has the given word."""
    parts = [
        part(f"chapter-{n}", f"<h1>Chapter {n}</h1><p>A {word if n == 2 else 'same'}.</p>{LONG}")
        for n in range(1, chapters + 1)
    ]
    mark = '<a id="ref-1" class="noteref" epub:type="noteref" href="#note-1">1</a>'
    parts[0].body[2].append(element(mark))
    parts[0].notes = [note(1, "A note at the foot.")]
    return Publication("A Long Book", "en", "ltr", parts, [])


def edited_book(words: dict[int, str]) -> Publication:
    """The same book with words of its own in each chapter."""
    book = long_book(chapters=len(words))
    for number, chapter in enumerate(book.parts, start=1):
        chapter.body[1].text = words[number]
    return book


@pytest.fixture(autouse=True)
def no_one_is_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(processes, "_are_ready", False)
    yield
    drop_pool()


def made(book: Publication, cores: int, cache: Cache | None = None) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PUBLISH_CORES", str(cores))
        patch.setattr(processes, "_are_ready", False)
        warm_up(LAYOUT)
        data = write_pdf(book, EDITION, Purpose.SCREEN, cache=cache).data
    drop_pool()
    return data


def test_one_process_and_several_make_the_same_bytes() -> None:
    assert made(long_book(), cores=1) == made(long_book(), cores=3)


def test_kept_pages_make_the_same_bytes(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    first = made(long_book(), 2, cache)
    assert made(long_book(), 2, cache) == first == made(long_book(), 2)


def entries(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*/*")}


def test_a_changed_word_sets_its_own_chapter_alone(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    made(long_book(), 2, cache)
    before = entries(tmp_path)
    changed = made(long_book("better word"), 2, cache)
    assert len(entries(tmp_path) - before) == 1
    assert changed == made(long_book("better word"), 1)


def test_pages_that_a_chapter_gains_move_the_kept_chapters_behind_it(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    made(long_book(), 2, cache)
    longer = SENTENCE * 60
    assert made(long_book(longer), 2, cache) == made(long_book(longer), 1)


@pytest.mark.slow
def test_edits_anywhere_make_what_a_first_build_makes(tmp_path: Path) -> None:
    """Of each build something is kept: pages, stamps, words that are laid out once more."""
    cache, random = Cache(tmp_path), Random(16)
    words = {number: "word" for number in range(1, 5)}
    for _ in range(4):
        words[random.randint(1, 4)] = SENTENCE * random.randint(0, 30)
        assert made(edited_book(words), 2, cache) == made(edited_book(words), 1)


def test_a_process_that_dies_of_what_nobody_waits_for_is_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PUBLISH_CORES", "2")
    warm_up(LAYOUT)
    with pytest.raises(BrokenProcessPool):
        open_pool().submit(os._exit, 9).result()
    book = begin(long_book(), EDITION, Purpose.SCREEN)
    book.drawn_divisions = [DrawnDivision(b"", [], []) for _ in book.divisions]
    compose(book, [1], "laying out pages", lambda *_: None)
    assert book.drawn_divisions[1].page_records


class Deadly(Division):
    """A division that kills whoever is given it."""

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:  # type: ignore[override]
        return os._exit, (9,)


def test_a_division_that_kills_its_process_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLISH_CORES", "2")
    warm_up(LAYOUT)
    book = begin(long_book(), EDITION, Purpose.SCREEN)
    division = book.divisions[2]
    book.divisions[2] = Deadly(division.name, "The Deadly Chapter", division.matter, division.root)
    book.drawn_divisions = [DrawnDivision(b"", [], []) for _ in book.divisions]
    with pytest.raises(PublishError) as stop:
        compose(book, range(len(book.divisions)), "laying out pages", lambda *_: None)
    (finding,) = stop.value.findings
    assert finding.code == "WRI-120"
    assert "The Deadly Chapter" in finding.message


MANUSCRIPT = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc>
<titleStmt><title>Long</title></titleStmt><publicationStmt><p/></publicationStmt>
<sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text><body>%s</body></text></TEI>"""


def test_a_name_too_long_for_a_socket_is_no_bar(tmp_path: Path) -> None:
    temporary = tmp_path / ("long" * 20)
    temporary.mkdir()
    (tmp_path / "short.xml").write_text(MANUSCRIPT % f"<p>{SENTENCE}</p>", "utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "publish", "pdf", "short.xml", "--json"],
        cwd=tmp_path,
        env={**os.environ, "PUBLISH_CORES": "2", "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
    )
    assert (told.returncode, told.stderr) == (0, "")
    assert (tmp_path / "short.pdf").is_file()


@pytest.fixture
def at_work(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The command, in the midst of laying out a long book in two processes."""
    chapter = "<div><head>One</head>" + f"<p>{SENTENCE * 50}</p>" * 10 + "</div>"
    (tmp_path / "long.xml").write_text(MANUSCRIPT % (chapter * 8), "utf-8")
    command = [sys.executable, "-m", "publish", "pdf", "long.xml", "-o", "long.pdf"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env={**os.environ, "PUBLISH_CORES": "2"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        wait_until(lambda: len(busy(process.pid)) >= 2)
        yield process
        process.kill()


def family(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


def busy(pid: int) -> list[psutil.Process]:
    """The processes that are at work: forked from the one that read the libraries."""
    found = []
    for child in family(pid):
        with contextlib.suppress(psutil.NoSuchProcess):
            if child.ppid() != pid and child.cpu_times().user > 0.3:
                found.append(child)
    return found


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(600):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to that")


def gone(processes: list[psutil.Process]) -> bool:
    return not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes)


def test_ctrl_c_ends_all_processes_at_once(at_work: subprocess.Popen[str], tmp_path: Path) -> None:
    children = family(at_work.pid)
    os.killpg(at_work.pid, signal.SIGINT)
    assert at_work.wait(timeout=60) == 130
    wait_until(lambda: gone(children))
    assert at_work.stderr is not None
    assert "Traceback" not in at_work.stderr.read()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["long.xml"]


def test_ctrl_c_while_processes_start_is_heard_when_they_have() -> None:
    started = False
    with pytest.raises(KeyboardInterrupt), processes.deaf_to_interrupts():
        signal.raise_signal(signal.SIGINT)  # to this thread: the tests' own may have others
        started = True
    assert started


def test_none_outlives_a_command_that_is_killed(at_work: subprocess.Popen[str]) -> None:
    children = family(at_work.pid)
    at_work.kill()
    wait_until(lambda: gone(children))


class Unsendable:
    """What no other process can have, as an object of a C library."""

    def __reduce__(self) -> str:
        raise TypeError("cannot pickle this")

    def __repr__(self) -> str:
        return "<TextBox p>"


def stumble() -> None:
    raise KeyError(Unsendable())


def test_an_error_that_cannot_be_sent_is_told_in_its_own_words() -> None:
    with pytest.raises(RuntimeError, match="KeyError: <TextBox p>"):
        processes.open_pool().submit(stumble).result()


def begin_to_answer(then: Callable[[], object]) -> None:
    """Send the first bytes of an answer, as a process does that is killed while it answers."""
    frame = sys._getframe()
    while "result_queue" not in frame.f_locals:
        assert frame.f_back is not None
        frame = frame.f_back
    os.write(frame.f_locals["result_queue"]._writer.fileno(), struct.pack("!i", 1000) + b"...")
    then()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def stay(begun: Path) -> None:
    begun.touch()
    time.sleep(600)


def test_nobody_waits_for_the_rest_of_an_answer(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    processes.open_pool().submit(begin_to_answer, partial(stay, begun))
    wait_until(begun.exists)
    ended = threading.Thread(target=processes.drop_pool, daemon=True)
    ended.start()
    ended.join(30)
    assert not ended.is_alive()


def test_work_is_lost_with_a_process_that_dies_while_it_answers() -> None:
    come: list[tuple[int, None]] = []

    def read() -> None:
        come.extend(processes.run_in_parallel(begin_to_answer, {7: (die,)}, lambda _: 1))

    reading = threading.Thread(target=read, daemon=True)
    reading.start()
    reading.join(60)
    assert come == [(7, None)]


def test_a_run_that_lays_out_nothing_ends_without_a_word() -> None:
    program = "from publish.run.processes import warm_up; warm_up('publish.model.finding')"
    environment = os.environ | {"PUBLISH_CORES": "2"}
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert run.stderr == ""
