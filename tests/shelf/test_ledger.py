"""The ledger: what is entered can be asked for, whole or not at all, and is there after kill -9."""

from __future__ import annotations

import csv
import io
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from publish.cli import main
from publish.model.edition import Contributor, Subject
from publish.model.finding import Place, UsageError, error, warning
from publish.shelf.ledger import (
    About,
    Cost,
    Entry,
    Ledger,
    Made,
    Origin,
    State,
    as_csv,
    ask,
)

ORIGIN = Origin(signature="12 34", content="c0ffee", recipe="0", toolchain="t")


def entry(name: str, state: State = State.MADE, content: str = "c0ffee") -> Entry:
    findings = (
        warning("TYP-001", "no rule for <x>", Place(f"{name}.xml", 3, 14), "see"),
        *([error("REA-010", "it is no XML, “sic”")] if state is State.FAILED else []),
    )
    return Entry(
        name=name,
        collection="eltec",
        source=f"/corpora/{name}.xml",
        state=state,
        origin=Origin(signature="12 34", content=content, recipe="0", toolchain="t"),
        about=About(
            title=f"The {name}",
            contributors=(
                Contributor(name="Emma Roe", file_as="Roe, Emma"),
                Contributor(name="John Doe", role="trl"),
            ),
            subjects=(Subject(term="Islands"),),
            language="en",
            words=80_000,
        ),
        outputs=(Made(purpose="epub", name=f"{name}.epub", sha256="ab", size_bytes=9),),
        findings=findings,
        elements=(("wind", 3),),
        cost=Cost(seconds=2.5, worker="tcp://a:1"),
    )


def ledger_with(path: Path, *entries: Entry) -> Ledger:
    ledger = Ledger.open(path)
    run = ledger.begin_run("2026-01-01T00:00:00Z", "t", {"for": ["epub"]})
    ledger.enter(run, entries)
    return ledger


def test_what_is_entered_can_be_asked_for(tmp_path: Path) -> None:
    with ledger_with(tmp_path / "shelf.sqlite", entry("b"), entry("a", State.FAILED)) as ledger:
        books = list(ask(ledger, "books"))
        assert [(book["name"], book["state"]) for book in books] == [("a", "failed"), ("b", "made")]
        assert books[1]["author"] == "Emma Roe"
        (failed,) = ask(ledger, "failed")
        assert (failed["name"], failed["code"]) == ("a", "REA-010")
        codes = list(ask(ledger, "codes"))
        assert codes[0] == {"code": "TYP-001", "severity": "warning", "findings": 2, "books": 2}
        assert list(ask(ledger, "elements")) == [{"name": "wind", "count": 6, "books": 2}]
        assert next(iter(ask(ledger, "subjects")))["term"] == "Islands"


def test_answers_are_rows_and_csv(tmp_path: Path) -> None:
    with ledger_with(tmp_path / "shelf.sqlite", entry("a", State.FAILED)) as ledger:
        rows = list(ask(ledger, "findings"))
        assert [row["line"] for row in rows] == [3, None]
        assert rows[1]["message"] == "it is no XML, “sic”"
        table = list(csv.DictReader(io.StringIO(as_csv(ask(ledger, "findings")))))
        assert [row["message"] for row in table] == [row["message"] for row in rows]
        assert list(ask(ledger, "stages")) == []
        assert as_csv(ask(ledger, "stages")) == ""


def test_what_is_listed_keeps_every_sign_of_it(tmp_path: Path) -> None:
    message = "no form for “a\u2028b\x85c”,\nand its “quote”"
    told = replace(entry("a"), findings=(warning("TYP-001", message),))
    ledger_with(tmp_path / "shelf.sqlite", told).connection.close()
    said = CliRunner().invoke(main, ["shelf", "list", "findings", "--ledger", str(tmp_path)])
    (row,) = csv.DictReader(io.StringIO(said.stdout, newline=""))
    assert row["message"] == message


def test_a_book_entered_anew_leaves_nothing_of_what_it_was(tmp_path: Path) -> None:
    with ledger_with(tmp_path / "shelf.sqlite", entry("a", State.FAILED), entry("b")) as ledger:
        run = ledger.begin_run("2026-01-02T00:00:00Z", "t2", {})
        ledger.enter(run, [entry("a", content="beef")])
        assert [row["code"] for row in ask(ledger, "findings")] == ["TYP-001", "TYP-001"]
        assert ledger.origins()["a"][1].content == "beef"
        ledger.remove(["b"])
        assert {row["book"] for row in ask(ledger, "outputs")} == {"a"}


def test_books_of_one_run_are_entered_together_or_not_at_all(tmp_path: Path) -> None:
    with ledger_with(tmp_path / "shelf.sqlite") as ledger:
        with pytest.raises(sqlite3.IntegrityError):
            ledger.enter(99, [entry("a")])
        assert ledger.origins() == {}


def test_a_reader_asks_while_a_run_writes(tmp_path: Path) -> None:
    ledger = ledger_with(tmp_path / "shelf.sqlite", entry("a"))
    with ledger, Ledger.read(tmp_path) as reader:
        ledger.connection.execute("BEGIN IMMEDIATE")
        ledger.connection.execute("DELETE FROM book")
        assert len(list(ask(reader, "books"))) == 1
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.connection.execute("DELETE FROM book")
        ledger.connection.execute("ROLLBACK")


@pytest.mark.parametrize("content", [b"", b"no database at all", None])
def test_what_is_no_ledger_is_said_to_be_none(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "other.sqlite"
    if content is None:
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE addresses (name)")
        other.close()
    elif content:
        path.write_bytes(content * 100)
    with pytest.raises(UsageError, match=r"other.sqlite.* SHE-001"):
        Ledger.read(path)


def test_a_ledger_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "shelf.sqlite"
    with ledger_with(path, entry("a")) as ledger:
        ledger.connection.execute("PRAGMA user_version = 99")
    with pytest.raises(UsageError, match="later publish"):
        Ledger.open(path)


def test_a_ledger_is_read_while_another_run_begins_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, connect = tmp_path / "shelf.sqlite", sqlite3.connect

    def slow(address: str, **named: Any) -> sqlite3.Connection:
        monkeypatch.setattr(sqlite3, "connect", connect)
        connection = connect(address, **named)

        def begin(asked: str) -> None:
            if "sqlite_schema" in asked and path.stat().st_size == 0:
                Ledger.open(path).connection.close()

        connection.set_trace_callback(begin)
        return connection

    path.touch()
    monkeypatch.setattr(sqlite3, "connect", slow)
    with Ledger.read(path) as ledger:
        assert list(ask(ledger, "books")) == []


def test_a_full_disk_is_said_to_be_full_and_loses_nothing(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "shelf.sqlite") as ledger:
        run = ledger.begin_run("2026-01-01T00:00:00Z", "t", {})
        ledger.enter(run, [entry("a")])
        (pages,) = ledger.connection.execute("PRAGMA page_count").fetchone()
        ledger.connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(OSError, match="No space left") as full:
            ledger.enter(run, [entry(f"b{number}") for number in range(500)])
        assert full.value.filename == str(ledger.path)
        assert [row["name"] for row in ask(ledger, "books")] == ["a"]


def test_a_ledger_on_a_disk_that_takes_no_files_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shelf.sqlite"
    with Ledger.open(path) as ledger:
        ledger.enter(ledger.begin_run("2026-01-01T00:00:00Z", "t", {}), [entry("a")])
        monkeypatch.setattr("os.access", lambda *_: False)
        with pytest.raises(UsageError, match=r"in shelf\.sqlite-wal"):
            Ledger.read(path)
    with Ledger.read(path) as ledger:
        assert [row["name"] for row in ask(ledger, "books")] == ["a"]
        assert not path.with_name("shelf.sqlite-wal").exists()


WRITER = """
import sys
from pathlib import Path
from tests.shelf.test_ledger import entry
from publish.shelf.ledger import Ledger
with Ledger.open(Path(sys.argv[1])) as ledger:
    run = ledger.begin_run("2026-01-01T00:00:00Z", "t", {})
    for number in range(100_000):
        ledger.enter(run, [entry(f"b{number:06}")])
        print(number, flush=True)
"""


def test_a_killed_run_leaves_every_book_whole(tmp_path: Path) -> None:
    path, chance = tmp_path / "shelf.sqlite", random.Random(20)
    for _ in range(4):
        path.unlink(missing_ok=True)
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, path],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(chance.random() * 0.2)
            os.kill(writer.pid, signal.SIGKILL)
            told = 1 + sum(1 for _ in writer.stdout)
        with Ledger.open(path) as ledger:
            names = [row["name"] for row in ask(ledger, "books")]
            assert names == [f"b{number:06}" for number in range(len(names))]
            assert told <= len(names) <= told + 1
            assert [row["book"] for row in ask(ledger, "outputs")] == names
            assert {row["books"] for row in ask(ledger, "elements")} == {len(names)}
            (sound,) = ledger.connection.execute("PRAGMA integrity_check").fetchone()
            assert sound == "ok"
