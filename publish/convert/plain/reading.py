"""A plain text -> blocks of TEI, each with its place in the line and the empty lines before it."""

from __future__ import annotations

import re

from lxml import etree

from publish.convert.look import Look, set_look
from publish.convert.manuscript import Manuscript
from publish.convert.plain.furniture import take_furniture
from publish.convert.plain.hyphens import LineEnds
from publish.convert.plain.lines import (
    Block,
    Measure,
    align_of,
    cells_of,
    indent_of,
    is_broken,
    measure_of,
    part_paragraphs,
    read_blocks,
)
from publish.convert.plain.marks import put_marked
from publish.convert.plain.notes import Note, Notes, take_notes
from publish.convert.plain.speeches import part_speeches
from publish.convert.tei import make, put
from publish.model.document import local_name
from publish.model.finding import Severity
from publish.model.lazy_pattern import lazy_pattern

_ILLUSTRATION = lazy_pattern(
    r"\s*\[(?:illustration|picture|figure)\s*:?\s*(.*?)\s*\]\s*", re.IGNORECASE | re.DOTALL
)

PROSE_INDENT = 2
"""Spaces from which on a whole paragraph is set in: a quotation."""


class PlainReader:
    """The reading of one text."""

    def __init__(self, text: str, first_line: int, manuscript: Manuscript) -> None:
        """Part the text into blocks, and take its notes out."""
        self.manuscript, self.log = manuscript, manuscript.log
        blocks = read_blocks(text, first_line)
        self.measure: Measure = measure_of(blocks)
        speeches = part_speeches(blocks, self.measure)
        blocks = speeches or part_paragraphs(blocks, self.measure)
        self.blocks, self.notes = take_notes(take_furniture(blocks, manuscript))
        self.line_ends = LineEnds(text, self.log)
        self.place = 0

    def read(self) -> None:
        """Add all blocks to the manuscript."""
        for place, block in enumerate(self.blocks):
            self.place = place
            put(self.manuscript.body, self._set(block))
        self._settle_notes(self.notes)
        doubts = list(dict.fromkeys(self.line_ends.doubts))
        if doubts:
            shown = ", ".join(doubts[:8]) + (" …" if len(doubts) > 8 else "")
            message = f"{len(doubts)} words at line ends may be one word or two: {shown}"
            hint = "look at each, and mend what is wrong"
            self.log.tell("IMP-042", message, self.manuscript.body, hint)

    def _set(self, block: Block) -> etree._Element:
        picture = _ILLUSTRATION.fullmatch(block.text)
        if picture:
            return self._picture(block, picture[1])
        rows = None if block.kind else cells_of(block)
        if rows is not None:
            return self._table(block, rows)
        if is_broken(block, self.measure) or block.kind == "lines":
            return self._lines(block)
        return self._prose(block)

    def _look(self, block: Block) -> Look:
        align = align_of(block, self.measure)
        indent = 0 if align or not self.measure.is_wrapped else block.indent
        return Look(
            align=align, indent_em=indent / 2, lines=max(0, block.blank - 1), at=str(block.number),
            kind="stage" if block.kind == "stage" else "",
        )  # fmt: skip

    def _prose(self, block: Block) -> etree._Element:
        made = make("p")
        self._put(made, self.line_ends.join(block.text))
        look = self._look(block)
        is_quote = (
            not block.kind
            and len(block.lines) > 1
            and block.indent >= PROSE_INDENT
            and not look.align
        )
        if is_quote and self.measure.is_wrapped:
            set_look(made, Look())
            made = make("quote", made)
        set_look(made, look)
        return made

    def _put(self, into: etree._Element, text: str) -> None:
        put_marked(into, text, self._note_of, self.log)

    def _lines(self, block: Block) -> etree._Element:
        """Set broken lines with their indents; whether they are verse is found later."""
        made = make("p")
        text = "\n".join(
            "\u2003" * ((indent_of(line) - block.indent) // 2) + line.strip()
            for line in block.lines
        )
        holder = make("p")
        self._put(holder, text)
        _break_lines(holder, made)
        set_look(made, self._look(block))
        return made

    def _table(self, block: Block, rows: list[list[str]]) -> etree._Element:
        table = make("table")
        for cells in rows:
            row = make("row")
            for cell in cells:
                made = make("cell")
                self._put(made, cell)
                put(row, made)
            put(table, row)
        set_look(table, self._look(block))
        return table

    def _picture(self, block: Block, caption: str) -> etree._Element:
        self.log.taken.append(block.text.replace(caption, "", 1))
        figure = make("figure")
        if caption:
            head = make("head")
            self._put(head, self.line_ends.join(caption))
            put(figure, head)
        else:
            put(figure, make("figDesc", "Illustration"))
        hint = "put the picture into the book's folder and a graphic with its url before the head"
        self.log.tell("IMP-014", "the text names a picture that it does not have", figure, hint)
        set_look(figure, self._look(block))
        return figure

    def _note_of(self, label: str) -> etree._Element | None:
        note = self.notes.called(label, self.place)
        if note is None:
            return None
        note.is_used = True
        return self._make_note(note)

    def _make_note(self, note: Note) -> etree._Element:
        self.log.taken.append(note.mark)
        made = make("note", place="foot")
        blocks = [block for block in note.blocks if block.lines]
        for block in blocks:
            inside = made if len(blocks) == 1 else make("p")
            if is_broken(block, self.measure):
                inner = self._lines(block)
                put(inside, inner.text or "")
                inside.extend(list(inner))
            else:
                self._put(inside, self.line_ends.join(block.text))
            if inside is not made:
                put(made, inside)
        return made

    def _settle_notes(self, notes: Notes) -> None:
        """Keep notes that nothing calls at the end of the text."""
        self.log.taken += notes.headings
        for note in notes.notes:
            if not note.is_used:
                made = self._make_note(note)
                put(self.manuscript.body, make("p", made))
                message = f"nothing calls the note [{note.label}]; it stands at the end"
                hint = "put it where it belongs"
                self.log.tell("IMP-031", message, made, hint, Severity.WARNING)


def _break_lines(source: etree._Element, into: etree._Element) -> None:
    """Put the content of an element into another, with a line break for each line feed."""

    def put_text(text: str) -> None:
        for number, line in enumerate(text.split("\n")):
            if number:
                put(into, make("lb"))
            put(into, line)

    put_text(source.text or "")
    for child in list(source):
        tail, child.tail = child.tail or "", None
        first, *rest = (child.text or "").split("\n") if not len(child) else [child.text or ""]
        child.text = first
        put(into, child)
        for line in rest:  # what is set in italics over several lines is so in each
            indent = line[: len(line) - len(line.lstrip(" \u2003"))]
            more = make(local_name(child), line[len(indent) :])
            more.attrib.update(dict(child.attrib))
            put(into, make("lb"), indent, more)
        put_text(tail)
