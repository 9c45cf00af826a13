"""What can be asked of a ledger, and the answers as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from publish.shelf.ledger.ledger import Ledger

Row = Mapping[str, str | int | float | None]
"""An answer: columns by name."""

QUESTIONS = {
    "books": "SELECT * FROM book ORDER BY name",
    "failed": """
        SELECT book.name, source, worker, attempts, code, severity, message, hint,
            file, line, "column"
        FROM book LEFT JOIN finding ON finding.book = book.name AND finding.position = (
            SELECT position FROM finding AS gravest WHERE gravest.book = book.name
            ORDER BY severity <> 'error', severity <> 'warning', position LIMIT 1)
        WHERE state = 'failed' ORDER BY book.name""",
    "outputs": "SELECT * FROM output ORDER BY book, purpose",
    "findings": "SELECT * FROM finding ORDER BY book, position",
    "codes": """
        SELECT code, severity, count(*) AS findings, count(DISTINCT book) AS books
        FROM finding GROUP BY code, severity ORDER BY books DESC, findings DESC, code""",
    "elements": """
        SELECT name, sum(count) AS count, count(*) AS books
        FROM element GROUP BY name ORDER BY count DESC, name""",
    "contributors": "SELECT * FROM contributor ORDER BY book, position",
    "subjects": "SELECT * FROM subject ORDER BY book, position",
    "stages": "SELECT * FROM stage ORDER BY book, position",
    "runs": "SELECT * FROM run ORDER BY id",
}
"""By name; each answer has its columns as the query names them."""


def ask(ledger: Ledger, question: str, given: Iterable[object] = ()) -> Iterator[Row]:
    """Answer one of `QUESTIONS`, or a query in SQL, row by row."""
    cursor = ledger.connection.execute(QUESTIONS.get(question, question), tuple(given))
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def as_csv(rows: Iterable[Row]) -> str:
    """Write rows as CSV with a head line (RFC 4180); nothing where there are none."""
    written = io.StringIO()
    writer = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(written, list(row))
            writer.writeheader()
        writer.writerow(row)
    return written.getvalue()
