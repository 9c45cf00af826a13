"""Scanned pages: a file of OCR, or a folder of them with their pictures."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from publish.convert.manuscript import Manuscript
from publish.convert.markup.tree import parse_page
from publish.convert.plain.hyphens import LineEnds
from publish.convert.reading.source import Source
from publish.convert.scan.alto import read_alto
from publish.convert.scan.flowing import Flow
from publish.convert.scan.hocr import read_hocr
from publish.convert.scan.page_xml import read_page_xml
from publish.convert.scan.pages import SURE, ScanPage
from publish.convert.scan.running import infer_numbers, take_running
from publish.convert.spaces import tidy_spaces
from publish.convert.word.package import parse_part
from publish.model.file_names import safe_stem
from publish.model.finding import Place, PublishError, Severity, error
from publish.run.inputs import LARGEST, lies_in, read_input

ENDINGS = (".xml", ".hocr", ".html", ".htm", ".xhtml", ".alto", ".page")
FOLDER = "facs"
"""Of the pictures of pages, in the book's folder: no part of the book, so not among its images."""
MOST_DOUBTS = 500
"""Words that become errata for the OCR's doubts, those that it was least sure of."""
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
    numbers = infer_numbers([number for _, number in running])
    flow = Flow(manuscript, line_ends, _least_sure([page for page, _ in pages]))
    pictures, missing = _name_pictures([picture for _, picture in pages], manuscript)
    for (page, _), (lines, _), number, picture in zip(
        pages, running, numbers, pictures, strict=True
    ):
        flow.add_page(page, lines, number, picture)
    tidy_spaces(manuscript.body)
    _tell_numbers([number for _, number in running], numbers, manuscript)
    _tell(manuscript, len(pages), sum(len(lines) for lines, _ in running))
    if missing:
        message = f"the pictures of {len(missing)} pages are not there, the first {missing[0]!r}"
        hint = "put them beside the OCR and import anew, or where pb/@facs says"
        manuscript.log.tell("IMP-014", message, None, hint)


def is_ocr(data: bytes) -> bool:
    """Return whether a file is one of OCR, by its beginning."""
    head = data[:6000]
    return bool(re.search(rb"<(\w+:)?(alto|PcGts)[\s>]|ocr_page|ocr-system", head))


def _pages(source: Source) -> Iterator[tuple[ScanPage, tuple[Path | None, str]]]:
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


def _pages_of(path: Path, data: bytes) -> Iterator[tuple[ScanPage, tuple[Path | None, str]]]:
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


def _picture(path: Path, named: str, *, alone: bool) -> tuple[Path | None, str]:
    """Find the picture of a page, and the name that the file has for it.

    It is the one beside the file, or where the file says, seen from its own folder or the one
    around it (OCR-D keeps pictures and PAGE in folders side by side).
    """
    said = PurePosixPath(named.replace("\\", "/"))
    places = [path.parent / said.name] if said.name else []
    if said.name and not said.is_absolute() and ".." not in said.parts:
        places += [path.parent / said, path.parent.parent / said]
    stem = path.name.split(".")[0]
    places += [path.parent / f"{stem}{ending}" for ending in PICTURES if alone]
    return next(filter(_is_picture, places), None), said.name


def _is_picture(path: Path) -> bool:
    """Return whether a file can be copied: what is linked from elsewhere is left alone."""
    try:
        return (
            path.suffix.lower() in PICTURES
            and path.is_file()
            and lies_in(path, path.parent)
            and path.stat().st_size <= LARGEST
            and os.access(path, os.R_OK)
        )
    except OSError:
        return False


def _name_pictures(
    pages: list[tuple[Path | None, str]], manuscript: Manuscript
) -> tuple[list[str], list[str]]:
    """Give each picture a name in the book's folder; return those names, and what is not there."""
    names: dict[Path, str] = {path: name for name, path in manuscript.scans.items()}
    found, missing = [], []
    for path, said in pages:
        if path is not None and path not in names:
            stem = safe_stem(re.sub(r"[^\w.-]+", "-", path.stem).strip("-."))
            name, number = f"{FOLDER}/{stem}{path.suffix.lower()}", 1
            while name in manuscript.scans:
                number += 1
                name = f"{FOLDER}/{stem}-{number}{path.suffix.lower()}"
            names[path], manuscript.scans[name] = name, path
        if path is None and said:
            missing.append(said)
        found.append(said if path is None else names[path])
    return found, missing


def _least_sure(pages: list[ScanPage]) -> float:
    """Find the likelihood below which words are told, so that these are not too many."""
    doubts = (each for page in pages for line in page.lines for each in line.doubtful)
    likelihoods = sorted(each.likelihood for each in doubts)
    return SURE if len(likelihoods) <= MOST_DOUBTS else likelihoods[MOST_DOUBTS]


def _tell_numbers(read: list[str], numbers: list[str], manuscript: Manuscript) -> None:
    breaks = list(manuscript.body.iter("{*}pb"))[-len(numbers) :]
    for said, number, element in zip(read, numbers, breaks, strict=True):
        if number != said:
            before, after = int(number) - 1, int(number) + 1
            message = f"a page has no number; between {before} and {after} it is taken for {number}"
            hint = "see its picture, and mend pb/@n if it is another"
            manuscript.log.tell("IMP-052", message, element, hint, Severity.NOTICE)


def _tell(manuscript: Manuscript, pages: int, running: int) -> None:
    doubtful = len(manuscript.doubtful)
    if doubtful:
        words = "one word, which" if doubtful == 1 else f"{doubtful} words, each of which"
        message = f"the OCR was not sure of {words} is an erratum, reported"
        hint = "compare the pictures: publish errata list, then edit and verify, or reject"
        manuscript.log.tell("IMP-051", message, manuscript.body, hint)
    if running:
        message = f"{running} running heads and page numbers of {pages} pages are kept as fw"
        hint = "fw is left out of the book"
        manuscript.log.tell("IMP-050", message, manuscript.body, hint, Severity.NOTICE)
