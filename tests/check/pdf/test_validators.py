"""What others say of our files: Ghostscript, qpdf, Poppler and MuPDF open, check and print them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pymupdf
import pytest

from publish.model.edition import Print
from publish.write.pdf import Printed, Purpose
from tests.write.pdf.books import open_pdf, small_book_printed

ghostscript = pytest.mark.skipif(shutil.which("gs") is None, reason="Ghostscript is not installed")

FILES = {
    "screen": (Purpose.SCREEN, Print()),
    "screen in PDF 2.0": (Purpose.SCREEN, Print(screen_variant="pdf/ua-2")),
    "archive": (Purpose.ARCHIVE, Print()),
    "press": (Purpose.PRESS, Print()),
    "x-1a with marks": (Purpose.PRESS, Print(variant="pdf/x-1a", marks=True)),
    "x-3 with marks": (Purpose.PRESS, Print(variant="pdf/x-3", marks=True)),
    "booklet": (Purpose.BOOKLET, Print()),
    "signatures": (Purpose.BOOKLET, Print(imposition="8-up", signature=16, marks=True, creep=True)),
    "cover": (Purpose.COVER, Print(paper_caliper_mm=1.0)),
}


@pytest.fixture(params=FILES)
def pdf_path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    name = str(request.param)
    path = tmp_path / f"{name.replace(' ', '-')}.pdf"
    path.write_bytes(small_book_printed(*FILES[name]).data)
    return path


def test_nobody_finds_a_fault(pdf_path: Path) -> None:
    with open_pdf(pdf_path.read_bytes()) as pdf:
        assert pdf.check_pdf_syntax() == [], "qpdf"
    pymupdf.TOOLS.reset_mupdf_warnings()
    with pymupdf.open(pdf_path) as document:
        for page in document:
            page.get_pixmap(dpi=20)
    assert pymupdf.TOOLS.mupdf_warnings() == "", "MuPDF"
    for command in (["pdfinfo", "-box"], ["pdftotext", "-q"], ["pdffonts"]):
        said = subprocess.run([*command, pdf_path], capture_output=True, check=True)
        assert said.stderr == b"", "Poppler"
    fonts = said.stdout.decode().splitlines()[2:]
    assert fonts
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts), "embedded, subset"


@ghostscript
def test_ghostscript_prints_without_a_warning(pdf_path: Path) -> None:
    command = ["gs", "-q", "-o", "/dev/null", "-sDEVICE=nullpage", "-r20"]
    stops = ["-dPDFSTOPONERROR", "-dPDFSTOPONWARNING"]
    said = subprocess.run([*command, *stops, pdf_path], capture_output=True, check=False)
    assert (said.returncode, said.stdout + said.stderr) == (0, b"")


def inks(data: bytes, path: Path) -> list[list[float]]:
    """Ask Ghostscript which share of each page is covered by each of the four inks."""
    path.write_bytes(data)
    command = ["gs", "-q", "-o", "-", "-sDEVICE=inkcov", "-r40", path]
    said = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return [[float(ink) for ink in line.split()[:4]] for line in said.splitlines()]


@ghostscript
def test_text_is_printed_in_black_alone(press: Printed, tmp_path: Path) -> None:
    pages = inks(press.data, tmp_path / "press.pdf")
    assert len(pages) == press.pages
    coloured = [page for page, inks in enumerate(pages) if any(inks[:3])]
    assert len(coloured) == 1, "that of the picture, which is red"
    assert sum(inks[3] > 0 for inks in pages) > press.pages / 2


@ghostscript
def test_black_in_four_inks_would_be_seen(press: Printed, tmp_path: Path) -> None:
    with open_pdf(press.data) as pdf:
        pdf.pages[6].contents_add(b"q .6 .5 .5 1 k 50 50 90 90 re f Q")
        pdf.save(tmp_path / "rich.pdf")
    pages = inks((tmp_path / "rich.pdf").read_bytes(), tmp_path / "rich.pdf")
    assert all(pages[6][:3])
