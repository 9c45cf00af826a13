"""The criteria of accessibility: the table criteria.toml, read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import tomli

from publish.model.access import Criterion, Level


@cache
def criteria() -> dict[str, Criterion]:
    """Return the criteria by their ids, in the order of the table."""
    table = tomli.loads(Path(__file__).with_name("criteria.toml").read_text("utf-8"))
    return {row["id"]: _criterion(row) for row in table["criterion"]}


def _criterion(row: dict[str, Any]) -> Criterion:
    when = tuple(row.get("when", ()))
    return Criterion(
        id=row["id"],
        name=row["name"],
        level=Level(row["level"]),
        when=when,
        checks=tuple(row.get("checks", ())),
        pdf=tuple(row.get("pdf", ())),
        ask=row.get("ask", ""),
        ask_when=tuple(row.get("ask_when", when)),
        about=tuple(row.get("about", "").split()),
        onix=row.get("onix", ""),
    )
