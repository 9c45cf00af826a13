"""From a page and a line of a printing, as readers name them, to the manuscript."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher, get_close_matches

from msgspec import Struct
from msgspec.structs import replace

from publish.model.erratum import Erratum
from publish.model.finding import Finding, PublishError, error
from publish.model.printing import PrintedPage, Printing
from publish.revise.index import APART
from publish.revise.matching import Match
from publish.revise.printed_text import notes_of
from publish.revise.quoted_words import quoted_words
from publish.revise.reader_text import ReaderText, fold_letters

_AROUND = 3
"""Lines before and behind by which a line is told from others that read alike."""
_LIKE = 0.5
"""How much of a printed line's letters the manuscript must have in its place."""


class PrintedPlace(Struct, frozen=True):
    """A line of a page, as readers count it."""

    page: str
    """The folio."""
    line: int
    """From 1 at the top, or from -1 at the foot; 0 is the whole of a note."""
    is_note: bool = False
    """Counted in the notes at the foot of the page."""
    note: str = ""
    """The label of the note in which it is counted; then `is_note` is set, too."""

    def __str__(self) -> str:
        """Write it as in a reader's letter."""
        of = f", note {self.note}" if self.note else ", notes" if self.is_note else ""
        return f"p. {self.page}{of}" + (f", line {self.line}" if self.line else "")


class PrintedLines:
    """The lines of a printing, found again in the manuscript."""

    def __init__(self, printing: Printing, reader: ReaderText) -> None:
        """Take the pages as printed, and the text with the errata that they may show."""
        self.printing, self.reader = printing, reader
        self._sorts = {kind: _numbered(printing, is_note=kind) for kind in (False, True)}

    def read(self, place: PrintedPlace) -> str:
        """Return what the line reads. Raises PublishError CLI-038, CLI-039."""
        lines, own = self._sorts[place.is_note], self._numbers(place)
        return " ".join(text for *_, text in lines[own.start : own.stop])

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
        at, words = self._numbers(place), self.read(place).removeprefix(place.note).lstrip()
        lead = "".join(text for *_, text in lines[max(0, at.start - _AROUND) : at.start])
        trail = "".join(text for *_, text in lines[at.stop : at.stop + _AROUND])
        for sort in (place.is_note, None):
            found = self.reader.align(lead, words, trail, is_note=sort)
            if found is not None and _is_like(self.reader.index.text[slice(*found)], words):
                start, end = found
                return Match(
                    self.reader.index, start, _with_marks_behind(self.reader.index.text, end)
                )
        message = f"the manuscript has nothing like {place}, which reads {words!r}"
        hint = "it may be the edition's own, as contents are; give the words themselves"
        raise PublishError(error("REV-014", message, hint=hint))

    def _numbers(self, place: PrintedPlace) -> range:
        """Return which of the printing's lines of that sort are meant."""
        own, lines = self._on_page(place), self._sorts[place.is_note]
        if place.note:
            own = self._of_note(own, place)
            said = {count: number for count, number in enumerate(own, start=1)}
        else:
            said = {lines[number][1]: number for number in own}
        if place.note and not place.line:
            return range(own[0], own[-1] + 1)
        if place.line < 0 and -place.line <= len(own):
            said[place.line] = own[place.line]
        if place.line in said:
            return range(said[place.line], said[place.line] + 1)
        kind = ("line" if len(own) == 1 else "lines") + (" of notes" if place.is_note else "")
        message = f"{place}: the page has {len(own)} {kind}"
        if place.note:
            message = f"{place}: it has {len(own)} {kind.split()[0]} on that page"
        hint = "running head and folio are not counted; --line -1 is the last"
        raise PublishError(error("CLI-039", message, hint=hint))

    def _of_note(self, own: list[int], place: PrintedPlace) -> list[int]:
        """Choose a note's lines of those that its page has. Raises PublishError CLI-039."""
        page = self._sorts[True][own[0]][0] if own else PrintedPage(place.page)
        notes = notes_of([line for line in page.lines if line.is_note])
        wanted = _folio(place.note)
        for label, lines in notes.items():
            if _folio(label) == wanted:
                return own[lines.start : lines.stop]
        has = f"it has the notes {', '.join(notes)}" if notes else "count lines of --notes"
        message = f"p. {place.page} has no one note {place.note}"
        if own and not notes:
            message = f"the record of printing {self.printing.name} has no labels of notes"
        raise PublishError(error("CLI-039", message, hint=has))

    def _on_page(self, place: PrintedPlace) -> list[int]:
        pages = [page for page in self.printing.pages if page.folio == place.page]
        if not pages:
            wanted = _folio(place.page)
            pages = [page for page in self.printing.pages if _folio(page.folio) == wanted]
        if not pages:
            raise PublishError(_no_page(self.printing, place))
        lines = self._sorts[place.is_note]
        return [n for n, (page, _, _) in enumerate(lines) if any(page is each for each in pages)]


def on_line(
    lines: PrintedLines, place: PrintedPlace, erratum: Erratum
) -> tuple[Erratum, list[tuple[int, int]]]:
    """Quote a reader's words as the manuscript writes them, and tell the spans they may have.

    Raises PublishError as `PrintedLines.match` does, REV-017 where the line lacks the words, and
    REV-012 where it has several that are written in different ways.
    """
    found = quoted_words(lines.reader, lines.match(place), erratum)
    if not found:
        raise PublishError(_not_there(lines, place, erratum.find))
    meant = {each.words: each.replace for each in found}
    if len(meant) > 1:
        message = f"{erratum.find!r} may be {' or '.join(map(repr, meant))} in {place}"
        hint = "quote the words as the manuscript has them, or more of them"
        raise PublishError(error("REV-012", message, hint=hint))
    ((words, correct),) = meant.items()
    return replace(erratum, find=words, replace=correct), [each.match.span for each in found]


def _not_there(lines: PrintedLines, place: PrintedPlace, words: str) -> Finding:
    near = [
        number
        for number in (place.line - 1, place.line + 1, place.line - 2, place.line + 2)
        if number * place.line > 0
        and fold_letters(words) in fold_letters(lines.peek(replace(place, line=number)))
    ]
    message = f"{words!r} is not in {place}, which reads {lines.read(place)!r}"
    quote = "quote the words, and the marks around them, as they are printed there"
    return error("REV-017", message, hint=f"line {near[0]} has it" if near else quote)


def _is_like(text: str, words: str) -> bool:
    """Return whether a line reads as some words do, but for a word here or there."""
    one, other = fold_letters(text), fold_letters(words)
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _LIKE


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


def _folio(written: str) -> str:
    """Read a folio however it is written: `XIV` for xiv, the digits of any script."""
    plain = unicodedata.normalize("NFKC", written).strip().casefold()
    return "".join(str(unicodedata.decimal(each, each)) for each in plain)


def _no_page(printing: Printing, place: PrintedPlace) -> Finding:
    folios = [page.folio for page in printing.pages]
    near = get_close_matches(place.page, folios, n=3)
    known = f"pages from {folios[0]} to {folios[-1]}" if folios else "no pages"
    hint = f"it has {known}" + (f"; did you mean {', '.join(near)}?" if near else "")
    return error("CLI-038", f"printing {printing.name} has no page {place.page}", hint=hint)
