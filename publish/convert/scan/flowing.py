"""Lines of pages joined to paragraphs that go on over the ends of lines and pages."""

from __future__ import annotations

import re
from statistics import median

from lxml import etree
from msgspec import Struct, field

from publish.convert.changes import TrackedChange
from publish.convert.look import Look, set_look
from publish.convert.manuscript import Manuscript
from publish.convert.plain.hyphens import LineEnds
from publish.convert.scan.pages import SURE, Line, Region, ScanPage
from publish.convert.scan.running import Running
from publish.convert.tei import Content, make, put
from publish.model.document import local_name
from publish.model.erratum import Kind
from publish.model.lazy_pattern import lazy_pattern

_ENDS = lazy_pattern(r"[.!?:;…][\"”’»«“)\]*]*$")
_SIGNS = lazy_pattern(r"[¬⸗]$|(?<=[^\W\d_])=$|\u00ad$")

INDENT = 0.7
"""Of a line's height: how far a paragraph's first line stands in."""


class Paragraph(Struct):
    """Lines of one paragraph; a page may begin at one of them."""

    lines: list[Line]
    kind: str = ""
    look: Look = field(default_factory=Look)


def paragraphs_of(page: ScanPage) -> list[Paragraph]:
    """Part the regions of a page into paragraphs by the indents of their lines."""
    height = median([line.box.height for line in page.lines] or [0.0])
    left = min((line.box.left for line in page.lines), default=0.0)
    right = max((line.box.right for line in page.lines), default=0.0)
    return [
        Paragraph(lines, region.kind, _look(lines, height, left, right))
        for region in page.regions
        for lines in _at_indents(region, height)
    ]


def _with_initials(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Put a large first letter, which OCR sees as a region of its own, before its word."""
    kept: list[Paragraph] = []
    for paragraph in paragraphs:
        text = paragraph.lines[0].text
        before = kept[-1].lines[0].text if kept and len(kept[-1].lines) == 1 else ""
        if re.fullmatch(r"[^\W\d_]", before) and before.isupper() and text[:1].islower():
            paragraph.lines[0].text = before + text
            kept.pop()
        kept.append(paragraph)
    return kept


def _at_indents(region: Region, height: float) -> list[list[Line]]:
    """Part a region's lines where one begins further right than those around it."""
    if len(region.lines) < 3 or not height:
        return [region.lines]
    left = median([line.box.left for line in region.lines])
    pieces: list[list[Line]] = []
    for line in region.lines:
        is_indented = INDENT * height < line.box.left - left < 6 * height
        if not pieces or (is_indented and _ENDS.search(pieces[-1][-1].text)):
            pieces.append([line])
        else:
            pieces[-1].append(line)
    return pieces


def _look(lines: list[Line], height: float, left: float, right: float) -> Look:
    own = median([line.box.height for line in lines])
    size = own / height if height and own else 1.0
    width = right - left
    is_centred = width > 0 and all(
        abs(line.box.middle - (left + right) / 2) < 0.08 * width
        and line.box.right - line.box.left < 0.75 * width
        for line in lines
    )
    is_right = width > 0 and all(
        line.box.left > left + 0.45 * width and right - line.box.right < 0.08 * width
        for line in lines
    )
    return Look(
        align="center" if is_centred else "right" if is_right else "",
        size=round(size, 2) if size > 1.2 or size < 0.8 else 1.0,
    )


class Flow:
    """A text while its pages are put behind each other."""

    def __init__(self, manuscript: Manuscript, line_ends: LineEnds, sure: float = SURE) -> None:
        """Begin an empty text; `sure` is the likelihood from which on a word is no erratum."""
        self.sure = sure
        self.manuscript, self.log, self.line_ends = manuscript, manuscript.log, line_ends
        self.picture = ""
        self.open: etree._Element | None = None
        """A paragraph that may go on on the next page."""

    def add_page(self, page: ScanPage, running: list[Running], number: str, picture: str) -> None:
        """Add a page: its break, its running lines, its paragraphs."""
        marks = [make("pb", n=number, facs=picture)]
        self.picture = picture
        marks += [make("fw", each.text, type=each.kind) for each in running]
        paragraphs = _with_initials(paragraphs_of(page))
        if paragraphs and self.open is not None and self._goes_on(paragraphs[0]):
            self._continue(self.open, marks, paragraphs.pop(0))
        else:
            for mark in marks:
                put(self.manuscript.body, mark)
        for paragraph in paragraphs:
            self._add(paragraph)

    def _goes_on(self, paragraph: Paragraph) -> bool:
        text = (self.open is not None and _last_text(self.open)) or ""
        first = paragraph.lines[0].text
        if paragraph.kind in {"heading", "caption", "footnote"} or paragraph.look.align:
            return False
        return not _ENDS.search(text) and bool(re.match(r"[\"“„«(]?[^\W\d_A-ZÀ-Þ]", first))

    def _continue(
        self, block: etree._Element, marks: list[etree._Element], paragraph: Paragraph
    ) -> None:
        """Let a paragraph go on behind the break of a page; a parted word is put before it."""
        text = self._join(paragraph.lines)
        before = _last_text(block).rstrip()
        if before.endswith("-"):
            first, _, rest = text.partition(" ")
            joined = self.line_ends.join(f"{before}\n{first}")
            _set_last_text(block, joined)
            text = f" {rest}"
        else:
            _set_last_text(block, before + " ")
        put(block, *marks, *self._with_doubts(text, paragraph.lines))

    def _add(self, paragraph: Paragraph) -> None:
        name = "head" if paragraph.kind == "heading" else "p"
        made = make(name, *self._with_doubts(self._join(paragraph.lines), paragraph.lines))
        look = paragraph.look
        if name == "head":
            level = 1 if look.size > 1.6 else 2
            look = Look(level=level, align=look.align, size=look.size)
        set_look(made, look)
        put(self.manuscript.body, made)
        self.open = made if local_name(made) == "p" and not look.align else self.open

    def _join(self, lines: list[Line]) -> str:
        texts = []
        for line in lines:
            sign = _SIGNS.search(line.text)
            if sign:
                self.log.taken.append(sign[0])
            texts.append(_SIGNS.sub("-", line.text))
        return self.line_ends.join("\n".join(texts))

    def _with_doubts(self, text: str, lines: list[Line]) -> list[Content]:
        """Mark the words that the OCR was not sure of, each a `choice` of its readings."""
        content: list[Content] = []
        for doubtful in (each for line in lines for each in line.doubtful):
            if doubtful.likelihood >= self.sure or doubtful.word.endswith("-"):
                continue  # one of too many, or joined with the next line
            found = re.search(rf"(?<!\S){re.escape(doubtful.word)}(?=\s|$)", text)
            if found is None:
                continue  # not in a word of its own
            key = f"ocr{len(self.manuscript.doubtful) + 1}"
            readings = (make("sic", found[0]), make("corr", doubtful.other or found[0], source=key))
            content += [text[: found.start()], make("choice", *readings)]
            text = text[found.end() :]
            note = f"the OCR was {doubtful.likelihood:.0%} sure"
            self.manuscript.doubtful[key] = TrackedChange(
                readings[0], False, found[0], kind=Kind.TRANSCRIPTION, source=self.picture or "OCR",
                note=note,
            )  # fmt: skip
        return [*content, text]


def _last_text(block: etree._Element) -> str:
    return (block[-1].tail if len(block) else block.text) or ""


def _set_last_text(block: etree._Element, text: str) -> None:
    if len(block):
        block[-1].tail = text
    else:
        block.text = text
