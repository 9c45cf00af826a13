"""From a page and a line of a printing, as readers name them, to the manuscript."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches

from publish.model.erratum import Erratum
from publish.model.finding import Finding, PublishError, error
from publish.model.printing import PrintedPage, Printing
from publish.revise.index import APART
from publish.revise.matching import Match
from publish.revise.reader_text import ReaderText, fold_letters

_AROUND = 3
"""Lines before and behind by which a line is told from others that read alike."""


@dataclass(frozen=True, slots=True)
class PrintedPlace:
    """A line of a page, as readers count it."""

    page: str
    """The folio."""
    line: int
    """From 1 at the top, or from -1 at the foot."""
    is_note: bool = False
    """Counted in the notes at the foot of the page."""

    def __str__(self) -> str:
        """Write it as in a reader's letter."""
        return f"p. {self.page}, {'notes, ' if self.is_note else ''}line {self.line}"


class PrintedLines:
    """The lines of a printing, found again in the manuscript."""

    def __init__(self, printing: Printing, reader: ReaderText) -> None:
        """Take the pages as printed, and the text with the errata that they may show."""
        self.printing, self.reader = printing, reader
        self._sorts = {kind: _numbered(printing, is_note=kind) for kind in (False, True)}

    def read(self, place: PrintedPlace) -> str:
        """Return what the line reads. Raises PublishError CLI-038, CLI-039."""
        lines = self._sorts[place.is_note]
        return lines[self._number(place)][2]

    def peek(self, place: PrintedPlace) -> str:
        """Return what a line reads, or nothing where there is none."""
        try:
            return self.read(place)
        except PublishError:
            return ""

    def match(self, place: PrintedPlace) -> Match:
        """Find a line in the manuscript.

        Raises PublishError: CLI-038 no such page, CLI-039 no such line, REV-014 its words are not
        in the manuscript.
        """
        lines = self._sorts[place.is_note]
        at = self._number(place)
        words = lines[at][2]
        lead = "".join(text for *_, text in lines[max(0, at - _AROUND) : at])
        trail = "".join(text for *_, text in lines[at + 1 : at + 1 + _AROUND])
        found = self.reader.align(lead, words, trail)
        if found is None:
            message = f"the manuscript has nothing like {place}, which reads {words!r}"
            hint = "it may be the edition's own, as contents are; give the words themselves"
            raise PublishError(error("REV-014", message, hint=hint))
        start, end = found
        return Match(self.reader.index, start, _with_marks_behind(self.reader.index.text, end))

    def _number(self, place: PrintedPlace) -> int:
        pages = [page for page in self.printing.pages if page.folio == place.page]
        if not pages:
            raise PublishError(_no_page(self.printing, place))
        lines = self._sorts[place.is_note]
        own = [n for n, (page, _, _) in enumerate(lines) if any(page is each for each in pages)]
        if place.line < 0 and -place.line <= len(own):
            return own[place.line]
        for number in own:
            if lines[number][1] == place.line:
                return number
        kind = "lines of notes" if place.is_note else "lines"
        message = f"{place}: the page has {len(own)} {kind}"
        hint = "running head and folio are not counted; --line -1 is the last"
        raise PublishError(error("CLI-039", message, hint=hint))

    def words_in(self, line: Match, words: str) -> list[Match]:
        """List where a reader's words begin in a line, in the manuscript's own spelling of them."""
        index = self.reader.index
        if fold_letters(words):
            found = self.reader.within(words, line.start, line.end)
            return [Match(index, *_with_marks(index.text, words, *span)) for span in found]
        text = index.text[line.start : line.end + 1]
        starts = [line.start + at for at in range(len(text)) if text.startswith(words, at)]
        return [Match(index, at, at + len(words)) for at in starts]


def on_line(
    lines: PrintedLines, place: PrintedPlace, erratum: Erratum
) -> tuple[Erratum, tuple[int, int]]:
    """Quote a reader's words as the manuscript writes them, and tell the span of their line.

    Raises PublishError as `PrintedLines.match` does, and REV-017 where the line lacks the words.
    """
    line = lines.match(place)
    found = lines.words_in(line, erratum.find)
    if not found:
        near = [
            number
            for number in (place.line - 1, place.line + 1, place.line - 2, place.line + 2)
            if fold_letters(erratum.find) in fold_letters(lines.peek(replace(place, line=number)))
        ]
        message = f"{erratum.find!r} is not in {place}, which reads {lines.read(place)!r}"
        hint = f"line {near[0]} has it" if near else "quote the words as they are printed there"
        raise PublishError(error("REV-017", message, hint=hint))
    words = " ".join(found[0].text.replace(APART, " ").split())
    span = (found[0].span[0], max(line.span[1], found[-1].span[0] + 1))
    return replace(erratum, find=words), span


def _with_marks(text: str, words: str, start: int, end: int) -> tuple[int, int]:
    """Take in the marks that the reader quoted at the edges of the words."""
    lead = len(words) - len(words.lstrip("([{«„“‘\"'¿¡.,-–— "))
    trail = len(words) - len(words.rstrip(")]}»”’\"'?!.,;:-–—… "))
    while lead and start and not (text[start - 1].isalnum() or text[start - 1].isspace()):
        start, lead = start - 1, lead - 1
    return start, _with_marks_behind(text, end, trail)


def _with_marks_behind(text: str, end: int, most: int = 9) -> int:
    """Take in the marks behind the words, up to the next space."""
    while most and end < len(text) and text[end] != APART and not text[end].isspace():
        if text[end].isalnum():
            break
        end, most = end + 1, most - 1
    return end


def _numbered(printing: Printing, *, is_note: bool) -> list[tuple[PrintedPage, int, str]]:
    """List the lines of one sort, what stands side by side in one; notes count from 1."""
    lines: list[tuple[PrintedPage, int, str]] = []
    for page in printing.pages:
        count = 0
        for line in page.lines:
            if line.is_note is not is_note:
                continue
            count += 1
            number = count if is_note else line.number
            if lines and lines[-1][0] is page and lines[-1][1] == number:
                lines[-1] = (page, number, f"{lines[-1][2]} {line.text}")
            else:
                lines.append((page, number, line.text))
    return lines


def _no_page(printing: Printing, place: PrintedPlace) -> Finding:
    folios = [page.folio for page in printing.pages]
    near = get_close_matches(place.page, folios, n=3)
    known = f"pages from {folios[0]} to {folios[-1]}" if folios else "no pages"
    hint = f"it has {known}" + (f"; did you mean {', '.join(near)}?" if near else "")
    return error("CLI-038", f"printing {printing.name} has no page {place.page}", hint=hint)
