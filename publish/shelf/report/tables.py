"""Tables of the report's page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

Column = tuple[str, str]
"""Its head, empty for none, and its classes: `number`, and what a narrow page leaves out."""


def write_table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; the cells are HTML."""
    head = "".join(
        f'<th scope="col"{_class(kind)}>{escape(name)}</th>' if name else f"<td{_class(kind)}></td>"
        for name, kind in columns
    )
    body = "".join(f"<tr>{_cells(columns, row)}</tr>\n" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"


def _cells(columns: Sequence[Column], row: Sequence[str]) -> str:
    pairs = zip(columns, row, strict=True)
    return "".join(f"<td{_class(kind)}>{cell}</td>" for (_, kind), cell in pairs)


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
