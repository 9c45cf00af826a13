"""Scanned pages: a file of OCR, or a folder of them with their pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from publish.convert.manuscript import Manuscript
from publish.convert.markup.tree import parse_page
from publish.convert.plain.hyphens import LineEnds
from publish.convert.reading.source import Source
from publish.convert.scan.alto import read_alto
from publish.convert.scan.flowing import Flow
from publish.convert.scan.hocr import read_hocr
from publish.convert.scan.page_xml import read_page_xml
from publish.convert.scan.pages import ScanPage
from publish.convert.scan.running import take_running
from publish.convert.spaces import tidy_spaces
from publish.convert.word.package import parse_part
from publish.model.finding import Place, PublishError, Severity, error
from publish.run.inputs import read_input

ENDINGS = (".xml", ".hocr", ".html", ".htm", ".xhtml", ".alto", ".page")
PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".jp2", ".webp", ".gif", ".bmp")


def read_scans(source: Source, manuscript: Manuscript) -> None:
    """Read pages in the order of their files' names.

    Raises PublishError IMP-003 where no file of a folder is one of OCR.
    """
    pages = list(_pages(source))
    if not pages:
        message = f"{source.file_name} holds no ALTO, PAGE or hOCR"
        hint = "name the folder in which the OCR of the pages lies"
        raise PublishError(error("IMP-003", message, Place(source.file_name), hint))
    every = "\n".join(line.text for page, _ in pages for line in page.lines)
    manuscript.words.append(every)
    line_ends = LineEnds(every, manuscript.log)
    line_ends.parts_words = True
    running = take_running([page for page, _ in pages])
    flow = Flow(manuscript, line_ends)
    for (page, picture), (lines, number) in zip(pages, running, strict=True):
        flow.add_page(page, lines, number, picture)
    tidy_spaces(manuscript.body)
    _tell(manuscript, len(pages), sum(len(lines) for lines, _ in running))


def is_ocr(data: bytes) -> bool:
    """Return whether a file is one of OCR, by its beginning."""
    head = data[:6000]
    return bool(re.search(rb"<(\w+:)?(alto|PcGts)[\s>]|ocr_page|ocr-system", head))


def _pages(source: Source) -> Iterator[tuple[ScanPage, str]]:
    if not source.path.is_dir():
        yield from _pages_of(source.path, source.data)
        return
    for path in sorted(source.path.iterdir()):
        if path.suffix.lower() in ENDINGS:
            try:
                data = read_input(path, source.path)
            except OSError:
                continue
            if is_ocr(data):
                yield from _pages_of(path, data)


def _pages_of(path: Path, data: bytes) -> Iterator[tuple[ScanPage, str]]:
    root = parse_part(data)
    name = "" if root is None else str(root.tag).rpartition("}")[2]
    if root is not None and name == "alto":
        pages = list(read_alto(root))
    elif root is not None and name == "PcGts":
        pages = list(read_page_xml(root))
    else:
        pages = list(read_hocr(parse_page(data)))
    for page in pages:
        yield page, _picture(path, page.picture, alone=len(pages) == 1)


def _picture(path: Path, named: str, *, alone: bool) -> str:
    """Name the picture of a page: the one beside it, else the one that the file names."""
    last = re.split(r"[/\\]", named)[-1]
    if last and (path.parent / last).is_file():
        return last
    stem = path.name.split(".")[0]
    for ending in PICTURES if alone else ():
        if (path.parent / f"{stem}{ending}").is_file():
            return f"{stem}{ending}"
    return last


def _tell(manuscript: Manuscript, pages: int, running: int) -> None:
    if running:
        message = f"{running} running heads and page numbers of {pages} pages are kept as fw"
        hint = "fw is left out of the book"
        manuscript.log.tell("IMP-050", message, manuscript.body, hint, Severity.NOTICE)
