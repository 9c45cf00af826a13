"""What a typographer would mark, for every 1,000 pages: plain WeasyPrint, publish, and repaired.

    python benchmarks/typography.py NOVEL.xml ...

Plain is the book as one HTML file with the same styles, given to an unpatched WeasyPrint in a
process of its own; the last words that publish binds are left unbound there, since that is ours.
All three PDFs are measured alike, from their letters and places.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

from single import write_single

from publish.check.typography import Kind, Report, report_on

COLUMNS = ("plain WeasyPrint", "publish", "publish --repair")


def reports_on(book: Path, folder: Path) -> list[Report]:
    """Make a book three times and measure it; its repairs file, if any, is not looked at."""
    novel = folder / book.name
    shutil.copyfile(book, novel)
    return [
        report_on(made.read_bytes())
        for made in (
            _plain(novel, folder),
            _publish(novel, folder),
            _publish(novel, folder, "--repair"),
        )
    ]


def _plain(novel: Path, folder: Path) -> Path:
    with patch("publish.write.pdf.prepare.division.bind_last_words"):
        page = write_single(novel, folder / "single")
    pdf = folder / "plain.pdf"
    subprocess.run([sys.executable, "-m", "weasyprint", "-q", page, pdf], check=True)
    return pdf


def _publish(novel: Path, folder: Path, *options: str) -> Path:
    pdf = folder / f"publish{''.join(options)}.pdf"
    command = [sys.executable, "-m", "publish", "pdf", *options, "--for", "press", "--json"]
    made = subprocess.run([*command, "-o", pdf, novel], check=False, capture_output=True, text=True)
    if made.returncode:
        raise SystemExit(f"{novel.name}: {json.loads(made.stdout)['findings']}")
    return pdf


def table_of(name: str, reports: list[Report]) -> str:
    """Write one book's figures as a Markdown table."""
    pages = " | ".join(
        f"{column} ({r.pages} p.)" for column, r in zip(COLUMNS, reports, strict=True)
    )
    rows = [f"| {name}: in 1,000 pages | {pages} |", "| --- |" + " ---: |" * len(reports)]
    for kind in Kind:
        cells = " | ".join(f"{r.per_thousand(kind):,.1f}" for r in reports)
        rows.append(f"| {kind} | {cells} |")
    return "\n".join(rows)


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as scratch:
            print(
                table_of(Path(argument).stem, reports_on(Path(argument), Path(scratch))), end="\n\n"
            )
            sys.stdout.flush()
