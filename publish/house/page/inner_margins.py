"""Whether the inner margin is wide enough for as many pages as a book has."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from publish.house.page.geometry import Geometry, read_measures
from publish.house.page.measure import POINTS
from publish.model.edition import Edition
from publish.model.finding import Finding, warning

SLACK = 0.1
"""Points: what rounding may take."""


@cache
def _table() -> tuple[str, tuple[tuple[int, float], ...]]:
    table = tomllib.loads(Path(__file__).with_name("inner_margins.toml").read_text("utf-8"))
    rows = ((int(row["most_pages"]), float(row["inner_in"])) for row in table["row"])
    return str(table["source"]), tuple(sorted(rows))


def inner_due(pages: int) -> float:
    """Return the least inner margin for a glued book of this many pages, in inches.

    A book thicker than the table goes has that of the thickest.
    """
    _, rows = _table()
    return next((inner for most, inner in rows if pages <= most), rows[-1][1])


def check_inner_margin(edition: Edition, geometry: Geometry, pages: int) -> Iterator[Finding]:
    """Find an inner margin that a glued back would swallow. Code: WRI-147."""
    due = inner_due(pages) * POINTS["in"]
    if geometry.inner + SLACK >= due:
        return
    source, _ = _table()
    found, needed = (f"{points / POINTS['in']:.3g} in" for points in (geometry.inner, due))
    message = (
        f"the inner margin is {found}; {pages} pages glued at the back need {needed} ({source})"
    )
    stated = "margins" if edition.print.margins.strip() else "canon"
    hint = f'write print.margins = "{_wider(edition, geometry, due)}", or take another canon'
    yield warning("WRI-147", message, edition.place("print", stated), hint)


def _wider(edition: Edition, geometry: Geometry, due: float) -> str:
    """Write the margins that the page has, but for the inner one."""
    outer, top, foot = geometry.outer, geometry.top, geometry.foot
    if edition.print.margins.strip():
        _, top, outer, foot = read_measures(edition.print.margins)
    sides = (-(-due * 10 // POINTS["mm"]) / 10, *(s / POINTS["mm"] for s in (top, outer, foot)))
    return " ".join(f"{side:.3g}mm" for side in sides)
