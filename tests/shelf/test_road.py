"""A run over a shelf: only what has changed is made, and what the ledger says is true."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from publish.model.finding import UsageError
from publish.shelf.bench import Bench
from publish.shelf.gone import books_gone, take_away
from publish.shelf.hands import Arrival
from publish.shelf.job import Job, Limits, Order
from publish.shelf.ledger import Ledger, ask
from publish.shelf.road import Build, failures
from publish.shelf.sources import Group, gather
from publish.shelf.store import open_store
from publish.shelf.worker import Answer
from tests.shelf.makers import make

HEAD = "<TEI xmlns='http://www.tei-c.org/ns/1.0'>\n"


class OneHand:
    """A crew of one bench on this machine."""

    def __init__(self) -> None:
        self.at_work: dict[str, Job] = {}
        self.bench = Bench(make)
        self.sent: list[str] = []
        self.drops = 0

    def has_room(self) -> bool:
        return len(self.at_work) < 2

    def send(self, job: Job) -> None:
        self.at_work[f"{len(self.sent)}"] = job
        self.sent.append(job.name)

    def next(self, patience_seconds: float) -> Arrival | None:
        if not self.at_work:
            return None
        job = self.at_work.pop(next(iter(self.at_work)))
        if self.drops:
            self.drops -= 1
            return Arrival(job)
        return Arrival(job, Answer(self.bench.make(job)))


class Shelf:
    """A folder of books, and where they go."""

    def __init__(self, folder: Path) -> None:
        self.sources, self.out = folder / "tei", folder / "out"
        self.sources.mkdir()
        self.order = Order(purposes=("epub",))
        self.toolchain = "t"
        self.drops = 0
        self.last: Build

    def write(self, name: str, text: str) -> Path:
        path = self.sources / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + text)
        return path

    def build(self, **options: object) -> list[str]:
        """Build, and return the books that were sent out."""
        crew = OneHand()
        crew.drops = self.drops

        @contextmanager
        def opened() -> Iterator[OneHand]:
            yield crew
            crew.bench.close()

        books = gather([Group(sources=(str(self.sources),), order=self.order)])
        with Ledger.open(self.out / "shelf.sqlite") as ledger:
            run = ledger.begin_run("2026-01-01", self.toolchain, {})
            self.last = Build(ledger, open_store(str(self.out)), self.toolchain, run, **options)  # type: ignore[arg-type]
            self.last.make(books, opened)  # type: ignore[arg-type]
        return crew.sent

    def rows(self, question: str) -> list[dict[str, object]]:
        with Ledger.read(self.out) as ledger:
            return [dict(row) for row in ask(ledger, question)]

    def states(self) -> dict[str, object]:
        return {str(row["name"]): row["state"] for row in self.rows("books")}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_only_what_has_changed_is_made(shelf: Shelf) -> None:
    a, b, _ = (shelf.write(f"{name}.xml", name) for name in "abc")
    assert sorted(shelf.build()) == ["tei/a", "tei/b", "tei/c"]
    assert (shelf.out / "tei" / "a.epub").read_text() == f"{HEAD}a"
    assert shelf.build() == []
    os.utime(a, ns=(1, 1))
    assert shelf.build() == []
    b.write_text(f"{HEAD}changed")
    assert shelf.build() == ["tei/b"]
    assert (shelf.out / "tei" / "b.epub").read_text() == f"{HEAD}changed"
    shelf.toolchain = "another"
    assert len(shelf.build()) == 3
    shelf.order = Order(purposes=("epub", "screen"))
    assert len(shelf.build()) == 3
    assert len(shelf.build(anew=True)) == 3


def test_a_touched_book_is_read_once(shelf: Shelf) -> None:
    a = shelf.write("a.xml", "a")
    shelf.build()
    os.utime(a, ns=(1, 1))
    shelf.build()
    (row,) = shelf.rows("books")
    assert '"a.xml": "43 1"' in str(row["signature"])


def test_a_lost_output_is_made_again_and_one_no_more_wanted_is_taken_away(shelf: Shelf) -> None:
    shelf.write("a.xml", "a")
    shelf.order = Order(purposes=("epub", "screen"))
    shelf.build()
    (shelf.out / "tei" / "a.epub").unlink()
    assert shelf.build() == ["tei/a"]
    shelf.order = Order(purposes=("epub",))
    shelf.build()
    assert sorted(path.name for path in (shelf.out / "tei").iterdir()) == ["a.epub"]


def test_one_that_fails_keeps_no_other_from_being_made(shelf: Shelf) -> None:
    shelf.write("a.xml", "fine")
    shelf.write("b.xml", "fine too")
    shelf.build()
    shelf.write("b.xml", "DO: fail")
    shelf.write("c.xml", "DO: crash")
    assert sorted(shelf.build()) == ["tei/b", "tei/c", "tei/c"]
    assert shelf.states() == {"tei/a": "made", "tei/b": "failed", "tei/c": "failed"}
    failed = {row["name"]: (row["code"], row["attempts"]) for row in shelf.rows("failed")}
    assert failed == {"tei/b": ("REA-010", 1), "tei/c": ("SHE-013", 2)}
    assert (shelf.out / "tei" / "b.epub").read_text() == f"{HEAD}fine too", "the last good one"
    assert shelf.build() == ["tei/c", "tei/c"], (
        "what the machine may be to blame for is tried again"
    )
    with Ledger.read(shelf.out) as ledger:
        told = failures(ledger, ["tei/b"])["tei/b"]
    assert told.place is not None
    assert told.place.file.endswith("tei/b.xml")


def test_books_whose_sources_are_gone_are_found_and_taken_away(shelf: Shelf) -> None:
    for name in ("a.xml", "b.xml", "sub/c.xml"):
        shelf.write(name, name)
    shelf.build()
    (shelf.sources / "b.xml").unlink()
    (shelf.sources / "sub" / "c.xml").unlink()
    with Ledger.open(shelf.out / "shelf.sqlite") as ledger:

        def gone(*sources: str) -> list[str]:
            group = Group(sources=sources, order=shelf.order, home=shelf.sources)
            return books_gone(ledger, [group], gather([group]))

        assert gone("a.xml") == gone("*.xml") == []
        assert gone(".") == ["tei/b", "tei/sub/c"]
        take_away(ledger, open_store(str(shelf.out)), gone("."))
        assert gone(".") == []
    assert shelf.states() == {"tei/a": "made"}
    assert [path.name for path in shelf.out.rglob("*.epub")] == ["a.epub"]


def test_a_book_is_tried_again_where_the_machine_was_at_fault(shelf: Shelf, tmp_path: Path) -> None:
    shelf.write("a/manuscript/edition.toml", "")
    shelf.write("a/manuscript/a.xml", "DO: crash once")
    flag = tmp_path / "flag"
    (shelf.sources / "a" / "flag").write_text(str(flag))
    shelf.build()
    assert flag.exists()
    assert [(row["state"], row["attempts"]) for row in shelf.rows("books")] == [("made", 2)]


def test_what_a_scheduler_takes_with_it_is_sent_again(shelf: Shelf) -> None:
    for name in "abc":
        shelf.write(f"{name}.xml", name)
    shelf.drops = 2
    assert sorted(shelf.build()) == ["tei/a", "tei/a", "tei/b", "tei/b", "tei/c"]
    assert set(shelf.states().values()) == {"made"}
    assert {row["attempts"] for row in shelf.rows("books")} == {1}


def test_ctrl_c_finishes_what_is_at_work_and_begins_nothing_more(shelf: Shelf) -> None:
    for name in "abcdef":
        shelf.write(f"{name}.xml", name)

    def stop(tally: object) -> None:
        shelf.last.tally.is_draining = True

    assert len(shelf.build(heard=stop)) < 6
    made = len(shelf.states())
    assert 0 < made < 6
    assert len(shelf.build()) == 6 - made


def test_the_longest_books_come_first(shelf: Shelf) -> None:
    for name, length in (("a", 10), ("b", 1000), ("c", 100)):
        shelf.write(f"{name}.xml", "x" * length)
    assert shelf.build() == ["tei/b", "tei/c", "tei/a"]


def test_limits_are_those_of_the_run(shelf: Shelf) -> None:
    shelf.write("a.xml", "DO: hang")
    shelf.build(limits=Limits(seconds=1))
    assert [row["code"] for row in shelf.rows("failed")] == ["SHE-011"]


def test_another_shelf_takes_what_was_made_of_the_same(shelf: Shelf, tmp_path: Path) -> None:
    a = shelf.write("a.xml", "a")
    shelf.write("b.xml", "DO: fail")
    results = open_store(str(tmp_path / "cache"))
    assert sorted(shelf.build(results=results)) == ["tei/a", "tei/b"]
    shelf.out = tmp_path / "another"
    a.rename(a.with_name("c.xml"))
    assert sorted(shelf.build(results=results)) == ["tei/b", "tei/c"], "its name is a part of it"
    shelf.out = tmp_path / "third"
    assert shelf.build(results=results) == ["tei/b"], "what fails is tried anew"
    assert (shelf.out / "tei" / "c.epub").read_text() == f"{HEAD}a"
    for path in (tmp_path / "cache").rglob("??/*"):
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    shelf.out = tmp_path / "fourth"
    assert sorted(shelf.build(results=results)) == ["tei/b", "tei/c"], (
        "what is damaged counts as absent"
    )


def test_sources_are_folders_files_patterns_and_books_of_their_own(shelf: Shelf) -> None:
    for name in ("one/a.xml", "one/b.xml", "two/manuscript/book.xml", "two/notes.xml"):
        shelf.write(name, "")
    (shelf.sources / "two/manuscript/edition.toml").touch()
    (shelf.sources / "one/list.xml").write_text("<list/>")
    (shelf.sources / ".git").mkdir()
    shelf.write(".git/c.xml", "")

    def names(*sources: str) -> list[str]:
        group = Group(sources=sources, order=shelf.order, home=shelf.sources)
        return [wanted.title.name for wanted in gather([group])]

    assert names(".") == ["tei/one/a", "tei/one/b", "tei/two"]
    assert names("one", "one/a.xml") == ["one/a", "one/b"]
    assert names("one/a*.xml") == ["one/a"]
    assert names("*") == ["tei/one/a", "tei/one/b", "tei/two"]
    assert names("two") == ["two"]
    with pytest.raises(UsageError, match="SHE-005"):
        names("none/*.xml")
    shelf.write("three/one/A.xml", "")
    with pytest.raises(UsageError, match=r"SHE-008.*one/A"):
        names("one", "three/one")


def test_files_that_a_book_names_belong_to_it_and_others_do_not(shelf: Shelf) -> None:
    shelf.write("a.xml", '<graphic url="img/one.png"/><ref target="../secret.png#x"/>')
    (shelf.sources / "img").mkdir()
    (shelf.sources / "img" / "two.png").write_bytes(b"2")
    (shelf.sources.parent / "secret.png").write_bytes(b"s")
    (shelf.sources / "secret.png").symlink_to("../secret.png")
    shelf.build()
    assert shelf.build() == []
    (shelf.sources / "img" / "one.png").write_bytes(b"1")
    (shelf.sources / "img" / "two.png").write_bytes(b"22")
    (wanted,) = gather([Group(sources=(str(shelf.sources),), order=shelf.order)])
    assert set(wanted.title.pack()[0]) == {"a.xml", "img/one.png"}
    assert shelf.build() == ["tei/a"]
