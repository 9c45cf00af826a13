"""How even lines and pages come out: plain WeasyPrint, typst, and publish, on the same books.

    python benchmarks/typography.py BOOK.xml ...

Plain is the book as one HTML file with the same styles, given to an unpatched WeasyPrint in a
process of its own; the last words that publish binds are left unbound there, since that is ours.
typst gets the paragraphs of running text in the same face, size, leading, measure and language,
with its own limits for spaces and the letter-space that publish has; what else the book holds it
does not get. All PDFs are measured alike, from their letters and places.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

from rivals import typst_paragraphs
from single import write_single

from publish import pipeline
from publish.check.typography import Kind, Report, report_on
from publish.model.purpose import Purpose
from publish.write.pdf.book import begin

FONTS = Path(__file__).parent.parent / "fonts"

ROWS: tuple[tuple[str, Callable[[Report], float], str], ...] = (
    ("mean word space, em", lambda report: report.spacing.mean, ".3f"),
    ("deviation, em", lambda report: report.spacing.deviation, ".3f"),
    ("lines over 1.6 times natural, %", lambda report: report.spacing.over_1_6, ".1f"),
    ("over 2 times, %", lambda report: report.spacing.over_2, ".1f"),
    ("under 0.8 times, %", lambda report: report.spacing.under_0_8, ".1f"),
    ("hyphenated lines, %", lambda report: report.spacing.hyphenated, ".1f"),
)
"""What is told of lines; of blemishes, those in 1,000 pages."""


def reports_on(book: Path, folder: Path) -> Iterator[tuple[str, Report]]:
    """Make a book in each way and measure it; its repairs file, if any, is not looked at."""
    novel = folder / book.name
    shutil.copyfile(book, novel)
    plain = _plain(novel, folder)
    if plain.exists():
        yield "plain WeasyPrint", report_on(plain.read_bytes())
    yield "typst", report_on(_typst(novel, folder).read_bytes())
    yield "publish", report_on(_publish(novel, folder).read_bytes())


def _plain(novel: Path, folder: Path) -> Path:
    with patch("publish.write.pdf.prepare.division.bind_last_words"):
        page = write_single(novel, folder / "single")
    pdf = folder / "plain.pdf"
    made = subprocess.run([sys.executable, "-m", "weasyprint", "-q", page, pdf], check=False)
    if made.returncode:  # it fails on notes in tables, for one
        pdf.unlink(missing_ok=True)
    return pdf


def _typst(novel: Path, folder: Path) -> Path:
    import typst

    build = pipeline.prepare(novel)
    assert build.publication is not None
    book = begin(build.publication, build.edition, Purpose.PRESS)
    source, pdf = folder / "novel.typ", folder / "typst.pdf"
    source.write_text(typst_paragraphs(book), "utf-8")
    typst.compile(source, output=pdf, font_paths=[FONTS], ignore_system_fonts=True)
    return pdf


def _publish(novel: Path, folder: Path) -> Path:
    pdf = folder / "publish.pdf"
    command = [sys.executable, "-m", "publish", "pdf", "--for", "press", "--json"]
    made = subprocess.run([*command, "-o", pdf, novel], check=False, capture_output=True, text=True)
    if made.returncode:
        raise SystemExit(f"{novel.name}: {json.loads(made.stdout)['findings']}")
    return pdf


def table_of(name: str, reports: dict[str, Report]) -> str:
    """Write one book's figures as a Markdown table."""
    heads = " | ".join(f"{column} ({report.pages} p.)" for column, report in reports.items())
    rows = [f"| {name} | {heads} |", "| --- |" + " ---: |" * len(reports)]
    for words, figure, form in ROWS:
        cells = " | ".join(format(figure(report), form) for report in reports.values())
        rows.append(f"| {words} | {cells} |")
    for kind in Kind:
        cells = " | ".join(f"{report.per_thousand(kind):,.1f}" for report in reports.values())
        rows.append(f"| {kind}, in 1,000 pages | {cells} |")
    return "\n".join(rows)


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as scratch:
            found = dict(reports_on(Path(argument), Path(scratch)))
        print(table_of(Path(argument).stem, found), end="\n\n", flush=True)
