"""The ledger itself: one SQLite file that a killed run leaves whole.

A book is entered in one transaction, so that it stands in the ledger with all that belongs to it or
not at all. The write-ahead log (https://sqlite.org/wal.html) lets readers ask while a run writes.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import asdict

from publish.model.finding import Place, UsageError, error, say_path
from publish.shelf.ledger.entry import ABOUT_COLUMNS, Entry, Origin, State
from publish.shelf.ledger.last_good import with_last_good
from publish.shelf.ledger.listing import list_title, titles_schema

FILE = "shelf.sqlite"
"""Its name on a shelf."""

VERSION = 1
"""Of the schema; in `PRAGMA user_version`."""

PATIENCE_SECONDS = 30
"""How long a writer waits for another one."""

NAME_IT = "name the ledger that `publish shelf build` has written, or its folder"

_OF_THE_DISK = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EROFS,
}

_VERSIONED = f"PRAGMA user_version = {VERSION}"
_BEGUN = "SELECT user_version, (SELECT count(*) FROM sqlite_schema) FROM pragma_user_version"
"""Both at one moment: another run may just begin the ledger."""


class Ledger:
    """An open ledger; `with` closes it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Take over a connection whose schema is as it should be."""
        self.connection = connection
        self.path = path

    @classmethod
    def open(cls, path: Path) -> Ledger:
        """Open a ledger, and begin it where there is none.

        Raises UsageError SHE-001 where there is something else, or a ledger of a later version.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        return cls(_connect(path, f"{path.resolve().as_uri()}?mode=rwc"), path)

    @classmethod
    def read(cls, path: Path) -> Ledger:
        """Open one that is there, to read. Raises UsageError SHE-001 where there is none."""
        if path.is_dir():
            path = path / FILE
        if not path.is_file():
            raise _not_a_ledger(path, "there is no such file")
        ledger = cls(_connect(path, f"{path.resolve().as_uri()}?{_way_to_read(path)}"), path)
        ledger.connection.execute("PRAGMA query_only = ON")
        return ledger

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def begin_run(self, started: str, toolchain: str, options: Mapping[str, object]) -> int:
        """Enter that a run begins, and give its number."""
        words = json.dumps(options, sort_keys=True, default=str)
        with self._at_once() as connection:
            cursor = connection.execute(
                "INSERT INTO run (started, toolchain, options) VALUES (?, ?, ?)",
                (started, toolchain, words),
            )
        return int(cursor.lastrowid or 0)

    def know_toolchain(self, fingerprint: str, parts: Mapping[str, str]) -> None:
        """Enter what a toolchain consists of."""
        with self._at_once() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO toolchain (fingerprint, parts) VALUES (?, ?)",
                (fingerprint, json.dumps(parts)),
            )

    def parts_of(self, fingerprint: str) -> dict[str, str]:
        """Tell what a toolchain consists of; empty where that was not entered."""
        query = "SELECT parts FROM toolchain WHERE fingerprint = ?"
        row = self.connection.execute(query, (fingerprint,)).fetchone()
        return dict(json.loads(row[0])) if row else {}

    def end_run(self, run: int, ended: str) -> None:
        """Enter that a run has come to its end."""
        with self._at_once() as connection:
            connection.execute("UPDATE run SET ended = ? WHERE id = ?", (ended, run))

    def enter(self, run: int, entries: Iterable[Entry]) -> None:
        """Enter books, each in the place of what stood there of it, all of them or none.

        A book that has failed keeps the outputs and the title that it had.
        """
        with self._at_once() as connection:
            for entry in entries:
                entry = with_last_good(connection, entry)
                connection.execute("DELETE FROM book WHERE name = ?", (entry.name,))
                _insert(connection, "book", [_book_row(run, entry)])
                for table, rows in _rows_of(entry).items():
                    _insert(connection, table, rows)
                list_title(connection, run, entry)

    def seen(self, signatures: Mapping[str, str]) -> None:
        """Enter the new signatures of books whose files were touched and have not changed."""
        with self._at_once() as connection:
            connection.executemany(
                "UPDATE book SET signature = ? WHERE name = ?",
                [(signature, name) for name, signature in signatures.items()],
            )

    def remove(self, names: Iterable[str]) -> None:
        """Strike out books that are on the shelf no more."""
        with self._at_once() as connection:
            connection.executemany("DELETE FROM book WHERE name = ?", [(name,) for name in names])

    def files_of(self, book: str) -> set[str]:
        """Name the files that a book has on the shelf, its small cover included."""
        rows = self.connection.execute(
            "SELECT name FROM output WHERE book = ?1"
            " UNION SELECT thumbnail FROM book WHERE name = ?1 AND thumbnail <> ''",
            (book,),
        )
        return {file for (file,) in rows}

    def origins(self) -> dict[str, tuple[State, Origin]]:
        """Tell of each book what it was made from, and whether that went well."""
        rows = self.connection.execute(
            "SELECT name, state, signature, content, recipe, toolchain FROM book"
        )
        return {name: (State(state), Origin(*origin)) for name, state, *origin in rows}

    @contextmanager
    def _at_once(self) -> Iterator[sqlite3.Connection]:
        """Do all in the `with` block, or nothing of it."""
        with _shortages(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                _roll_back(self.connection)
                raise


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:  # SQLite may have done so by itself, where a disk is full
        connection.execute("ROLLBACK")


@contextmanager
def _shortages(path: Path) -> Iterator[None]:
    """Raise as OSError what SQLite says of a disk that is full, or fails, or takes nothing."""
    try:
        yield
    except sqlite3.OperationalError as problem:
        number = _OF_THE_DISK.get(getattr(problem, "sqlite_errorcode", 0) & 0xFF)
        if number is None:
            raise
        raise OSError(number, os.strerror(number), str(path)) from problem


def _way_to_read(path: Path) -> str:
    """Say how SQLite is to open a ledger, on a disk that takes no files too.

    There it cannot keep account of who reads (https://sqlite.org/wal.html, section 11), and need
    not, unless there is a log of a run that has not ended. Raises UsageError SHE-001 for such.
    """
    if os.access(path.parent, os.W_OK) and os.access(path, os.W_OK):
        return "mode=rw"
    log = path.with_name(f"{path.name}-wal")
    if log.is_file() and log.stat().st_size:
        why = f"what its last run has entered is in {log.name} yet, and this disk takes no files"
        raise _not_a_ledger(path, why, "copy both to a disk that takes files, and name that ledger")
    return "mode=ro&immutable=1"


def _connect(path: Path, address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address, uri=True, timeout=PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        with _shortages(path):
            _prepare(connection, path)
    except sqlite3.DatabaseError as problem:
        connection.close()
        raise _not_a_ledger(path, str(problem)) from problem
    except (UsageError, OSError):
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Begin an empty file, and look at the version of another one."""
    version, tables = connection.execute(_BEGUN).fetchone()
    if version > VERSION or (version == 0 and tables):
        why = "a later publish has made it" if version > VERSION else "it is another database"
        raise _not_a_ledger(path, why)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(
        "PRAGMA synchronous = NORMAL"
    )  # enough for a killed process (sqlite.org/wal)
    if version == 0:
        _begin(connection)


def _begin(connection: sqlite3.Connection) -> None:
    """Make all tables at once, unless another run does so at this moment."""
    with contextlib.suppress(sqlite3.OperationalError):  # that one has just done this too
        connection.execute("PRAGMA journal_mode = WAL")
    schema = Path(__file__).with_name("schema.sql").read_text("utf-8")
    try:
        connection.executescript(f"BEGIN IMMEDIATE;{schema};{titles_schema()};{_VERSIONED};COMMIT")
    except sqlite3.OperationalError:
        _roll_back(connection)
        if connection.execute(_BEGUN).fetchone()[0] != VERSION:
            raise


def _not_a_ledger(path: Path, why: str, hint: str = NAME_IT) -> UsageError:
    message = f"{say_path(path)} is no ledger of a shelf: {why}"
    return UsageError(error("SHE-001", message, Place(say_path(path)), hint))


def _insert(
    connection: sqlite3.Connection, table: str, rows: Iterable[Mapping[str, object]]
) -> None:
    for row in rows:
        columns = ", ".join(f'"{column}"' for column in row)
        places = ", ".join("?" * len(row))
        connection.execute(
            f"INSERT INTO {table} ({columns}) VALUES ({places})", tuple(row.values())
        )


def _book_row(run: int, entry: Entry) -> dict[str, object]:
    return {
        "name": entry.name,
        "collection": entry.collection,
        "source": entry.source,
        "state": str(entry.state),
        **asdict(entry.origin),
        **{key: getattr(entry.about, key) for key in ABOUT_COLUMNS},
        "author": entry.about.author,
        **asdict(entry.cost),
        "thumbnail": entry.thumbnail,
        "pages": entry.pages,
        "run": run,
    }


def _rows_of(entry: Entry) -> dict[str, list[dict[str, object]]]:
    """List what belongs to a book, by table."""

    def rows(of: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
        return [{"book": entry.name, **row} for row in of]

    def numbered(of: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
        return rows({"position": number, **row} for number, row in enumerate(of, start=1))

    return {
        "contributor": numbered(
            {"role": each.role, "name": each.name, "file_as": each.file_as or each.name}
            for each in entry.about.contributors
        ),
        "subject": numbered(map(asdict, entry.about.subjects)),
        "output": rows(map(asdict, entry.outputs)),
        "finding": numbered(
            {"code": each.code, "severity": str(each.severity), "message": each.message,
             "hint": each.hint, "file": each.place.file if each.place else None,
             "line": each.place.line if each.place else None,
             "column": each.place.column if each.place else None}
            for each in entry.findings
        ),
        "element": rows({"name": name, "count": count} for name, count in entry.elements),
        "stage": numbered({"name": name, "digest": digest} for name, digest in entry.stages),
    }  # fmt: skip
