"""What is told of a shelf: counts, what was found and where, what took longest, all its books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from publish.house.manual import finding_pages
from publish.shelf.ledger import Ledger, ask

Facts = dict[str, Any]
"""The report as JSON has it."""

EXAMPLES = 5
"""Of each finding and each element, from as many books."""

MOST_ELEMENTS = 200
TOP = 10
"""Books in the lists of the slowest and the largest."""

SEVERITIES = ("error", "warning", "notice")


def gather(ledger: Ledger, title: str) -> Facts:
    """Ask the ledger for all that the report tells."""
    books = _books(ledger)
    return {
        "title": title,
        "run": next(_rows(ledger, "SELECT * FROM run ORDER BY id DESC LIMIT 1"), {}),
        "counts": _counts(ledger, books),
        "failures": _failures(ledger),
        "findings": _findings(ledger),
        "elements": _elements(ledger),
        "slowest": _top(books, "seconds"),
        "hungriest": _top(books, "memory_mb"),
        "largest": _top(books, "size_bytes"),
        "longest": _top(books, "words"),
        "books": books,
    }


def _rows(ledger: Ledger, query: str, given: Iterable[object] = ()) -> Any:
    return (dict(row) for row in ask(ledger, query, given))


def _books(ledger: Ledger) -> list[Facts]:
    """List all books with their files and how much was found in each, by title."""
    files = defaultdict(list)
    for row in _rows(ledger, "SELECT book, purpose, name, size_bytes FROM output"):
        files[row.pop("book")].append(row)
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(SEVERITIES, 0))
    for row in _rows(
        ledger, "SELECT book, severity, count(*) AS n FROM finding GROUP BY book, severity"
    ):
        found[row["book"]][row["severity"]] = row["n"]
    books = list(
        _rows(
            ledger,
            """SELECT name, collection, source, state, title, author, language, date, kind, words,
            pages, seconds, memory_mb, worker, attempts, thumbnail FROM book
            ORDER BY title COLLATE NOCASE, name""",
        )
    )
    for book in books:
        book["files"] = sorted(files[book["name"]], key=lambda file: str(file["purpose"]))
        book["size_bytes"] = sum(file["size_bytes"] for file in book["files"])
        book["findings"] = found[book["name"]]
    return books


def _counts(ledger: Ledger, books: list[Facts]) -> Facts:
    made = [book for book in books if book["state"] == "made"]
    outputs = _rows(
        ledger,
        "SELECT purpose, count(*) AS files, sum(size_bytes) AS size_bytes FROM output"
        " GROUP BY purpose ORDER BY purpose",
    )
    return {
        "books": len(books),
        "made": len(made),
        "failed": len(books) - len(made),
        **{key: sum(book[key] for book in books) for key in ("words", "pages", "size_bytes")},
        "seconds": round(sum(book["seconds"] for book in books), 1),
        "outputs": list(outputs),
        **{
            kind: list(
                _rows(
                    ledger,
                    f"SELECT {column} AS name, count(*) AS books FROM book WHERE {column} <> ''"
                    " GROUP BY 1 ORDER BY 2 DESC, 1",
                )
            )
            for kind, column in (("languages", "language"), ("collections", "collection"))
        },
    }


def _failures(ledger: Ledger) -> list[Facts]:
    """List the books that were not made, each with the first line of its first error."""
    failures = list(_rows(ledger, "failed"))
    for failure in failures:
        failure["message"] = str(failure["message"] or "").partition("\n")[0]
    return failures


def _findings(ledger: Ledger) -> list[Facts]:
    """Count the findings by code, those of most books first, with the manual's title."""
    examples = defaultdict(list)
    for row in _rows(
        ledger,
        """SELECT code, severity, book, file, line, "column", message, hint FROM (
            SELECT *, row_number() OVER (PARTITION BY code, severity ORDER BY book) AS place
            FROM (SELECT *, row_number() OVER (PARTITION BY code, severity, book
                ORDER BY position) AS own FROM finding) WHERE own = 1)
        WHERE place <= ? ORDER BY code, severity, place""",
        (EXAMPLES,),
    ):
        examples[row.pop("code"), row.pop("severity")].append(row)
    pages = finding_pages()
    return [
        {
            **row,
            "title": pages[row["code"]].title if row["code"] in pages else "",
            "examples": examples[row["code"], row["severity"]],
        }
        for row in _rows(ledger, "codes")
    ]


def _elements(ledger: Ledger) -> list[Facts]:
    """Count the elements that have no rule, the most frequent first."""
    examples = defaultdict(list)
    for row in _rows(
        ledger,
        """SELECT name, book, count FROM (SELECT *, row_number() OVER (
            PARTITION BY name ORDER BY count DESC, book) AS place FROM element)
        WHERE place <= ? ORDER BY name, place""",
        (EXAMPLES,),
    ):
        examples[row.pop("name")].append(row)
    rows = list(_rows(ledger, "elements"))[:MOST_ELEMENTS]
    return [{**row, "examples": examples[row["name"]]} for row in rows]


def _top(books: list[Facts], key: str) -> list[Facts]:
    kept = sorted((book for book in books if book[key]), key=lambda book: -float(book[key]))
    shown = ("name", "title", "author", "words", "pages", "seconds", "memory_mb", "size_bytes")
    return [{name: book[name] for name in shown} for book in kept[:TOP]]
