"""The report of a shelf of 10,000 in a real browser: searched, sorted, read by keys and in dark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from publish.model.edition import Contributor
from publish.model.finding import Place, error, warning
from publish.shelf.ledger import About, Cost, Entry, Ledger, Made, Origin, State
from publish.shelf.report import gather, write_page
from tests.engines.browser import find_browser, seen_by

pytestmark = pytest.mark.slow

COUNT = 10_000
FAILED = range(500, COUNT, 1000)


def entries() -> Iterator[Entry]:
    """Make up a shelf: a thousand books by Zoë, one in a thousand failed."""
    for number in range(COUNT):
        is_made = number not in FAILED
        told = [warning("TYP-001", "no form for <x>", Place("a.xml", 3, 1))] if number % 3 else []
        if not is_made:
            told.append(error("REA-010", "opening and ending tag mismatch", Place("a.xml", 9, 1)))
        yield Entry(
            name=f"demo/{number}",
            collection="demo",
            source=f"{number}.xml",
            state=State.MADE if is_made else State.FAILED,
            origin=Origin(signature="", content="", recipe="", toolchain="t"),
            about=About(
                title=f"Book {number}",
                contributors=(Contributor(name="Zoë" if number % 10 == 9 else "Bea"),),
                language=("en", "fr", "x-klingon", "")[number % 4],
                words=number,
            ),
            outputs=(Made(purpose="epub", name="a.epub", sha256="a", size_bytes=1),) * is_made,
            findings=tuple(told),
            elements=(("wind", 1),) if number % 50 == 0 else (),
            thumbnail="small.jpg" if number % 2 else "",
            cost=Cost(seconds=number / 100, memory_mb=100),
        )


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a reader of the report has seen."""
    browser = find_browser()
    folder = tmp_path_factory.mktemp("shelf")
    Image.new("RGB", (240, 360), "navy").save(folder / "small.jpg")
    with Ledger.open(folder / "shelf.sqlite") as ledger:
        run = ledger.begin_run("2026-01-01T00:00:00Z", "t", {})
        ledger.enter(run, entries())
        (folder / "report.html").write_bytes(write_page(gather(ledger, "Ten thousand")))
    address = (folder / "report.html").as_uri()
    return dict(seen_by("use_report.mjs", browser, address, seconds=200))


def test_ten_thousand_books_are_searched_sorted_and_paged(seen: dict[str, Any]) -> None:
    assert seen["messages"] == []
    assert seen["all"] == "1 to 100 of 10,000"
    assert seen["languages"] == ["All", "English (2,500)", "French (2,500)", "x-klingon (2,500)"]
    assert "Book 999" in seen["found"]  # Zoë's, without her marks
    assert seen["failed"] == f"1 to {len(FAILED)} of {len(FAILED)}"
    assert "Book 9999" in seen["longest"]
    assert seen["second"] == "101 to 200 of 10,000"


def test_covers_are_a_wall_and_links_lead_to_a_book(seen: dict[str, Any]) -> None:
    assert seen["covers"] == 180
    assert seen["pictures"] > 0
    assert "Book 1500" in seen["followed"] or "Book 500" in seen["followed"]
    assert seen["focused"] == "q"


def test_it_can_be_read_by_everyone(seen: dict[str, Any]) -> None:
    assert seen["violations"] == {"light": [], "covers": [], "dark 1280": [], "light 320": []}
    assert seen["widths"]["light 320"] == 320
