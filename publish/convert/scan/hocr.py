"""hOCR 1.2, as Tesseract, OCRopus and others write it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from publish.convert.scan.pages import SURE, Box, Doubtful, Line, Region, ScanPage, around
from publish.convert.tei import whole_text

_LINES = frozenset(["ocr_line", "ocrx_line", "ocr_textfloat", "ocr_header", "ocr_caption"])
_KINDS = {"ocr_header": "heading", "ocr_caption": "caption", "ocr_footer": "footer"}


def read_hocr(root: etree._Element) -> Iterator[ScanPage]:
    """Read all pages of a file."""
    for page in root.iter(etree.Element):
        if "ocr_page" in _classes(page):
            made = ScanPage(_picture(page), _box(page))
            for holder, lines in _paragraphs(page):
                kind = next((_KINDS[name] for name in _classes(holder) if name in _KINDS), "")
                read = [line for each in lines if (line := _line(each)).text]
                if read:
                    made.regions.append(Region(read, kind, around([line.box for line in read])))
            yield made


def _paragraphs(
    page: etree._Element,
) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
    """Put lines that one paragraph, or else one area, holds together."""
    groups: dict[etree._Element, list[etree._Element]] = {}
    for line in page.iter(etree.Element):
        if _LINES & _classes(line):
            holders = (a for a in line.iterancestors() if _classes(a) & {"ocr_par", "ocr_carea"})
            groups.setdefault(next(holders, line), []).append(line)
    yield from groups.items()


def _classes(element: etree._Element) -> set[str]:
    return set((element.get("class") or "").split())


def _line(element: etree._Element) -> Line:
    words = [
        each for each in element.iter(etree.Element) if _classes(each) & {"ocrx_word", "ocr_word"}
    ]
    text = " ".join(whole_text(word) for word in words) if words else whole_text(element)
    doubtful = [
        Doubtful(whole_text(word).strip(), sure)
        for word in words
        if 0 <= (sure := _likelihood(word)) < SURE
    ]
    return Line(" ".join(text.split()), _box(element), doubtful)


def _likelihood(word: etree._Element) -> float:
    found = re.search(r"x_wconf\s+(\d+(?:\.\d+)?)", word.get("title") or "")
    return float(found[1]) / 100 if found else 1.0


def _box(element: etree._Element) -> Box:
    found = re.search(r"bbox\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)", element.get("title") or "")
    return Box(*(float(each) for each in found.groups())) if found else Box()


def _picture(page: etree._Element) -> str:
    found = re.search(r"image\s+[\"']?([^\"';]+)", page.get("title") or "")
    return found[1].strip() if found else ""
