"""What once stood alone at a page's end, read back from the finished PDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.check.typography import Kind, report_on
from publish.check.typography.reading import read_pages
from publish.check.typography.zones import Book, zone
from publish.cli import main

ALONE = (Kind.WIDOW, Kind.ORPHAN, Kind.SPLIT, Kind.TURN, Kind.END, Kind.HEAD, Kind.VERSE, Kind.NOTE)


def printed(corpora: Path, name: str, folder: Path) -> bytes:
    book = corpora.parent / "faults" / "print" / name
    if not book.exists():
        pytest.skip(f"no {book}")
    made = folder / "made.pdf"
    result = CliRunner().invoke(main, ["pdf", str(book), "--no-cache", "-o", str(made)])
    assert result.exit_code == 0, result.output
    return made.read_bytes()


def last_lines(book: Book) -> list[str]:
    """Return the last line of each page that does not end a division."""
    pages = [page for place, page in enumerate(book.pages) if not book.ends(place)]
    return [min(page.body + page.other, key=lambda line: line.base).text for page in pages]


def test_no_scene_begins_with_its_direction_at_a_page_foot(corpora: Path, tmp_path: Path) -> None:
    book = zone(read_pages(printed(corpora, "06-scene-head-at-foot.xml", tmp_path)))
    lines = last_lines(book)
    assert len(lines) > 10
    assert not [line for line in lines if line.startswith(("Scene", "Anna and"))]


@pytest.mark.parametrize(
    "name", ["09-verse-paragraph-widow.xml", "22-last-page-two-lines.xml", "notes-overleaf"]
)
def test_no_line_is_alone(name: str, corpora: Path, tmp_path: Path) -> None:
    report = report_on(printed(corpora, name, tmp_path))
    assert {kind: report.count(kind) for kind in ALONE} == dict.fromkeys(ALONE, 0)
