"""One place in all views: the word in the source, on the printed page, in the EPUB, in the scan."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from publish.cli.desk.pages import PrintedPages
from publish.cli.desk.scans import Scans
from publish.model.document import Document
from publish.model.finding import Place
from publish.model.printing import Printing
from publish.model.publication import Medium, Publication
from publish.model.word_places import WordPlaces
from publish.revise.index import APART, as_read
from publish.revise.matching import Match
from publish.revise.printed_text import PrintedText
from publish.revise.reader_text import ReaderText, fold_letters

AROUND = 60
ENOUGH = 16
"""Letters by which a place is known, whatever stands in it."""


class Version(Struct, dict=True):
    """What one build has made, and what is looked up in it."""

    document: Document
    """The source, nothing applied."""
    publication: Publication | None
    printing: Printing | None
    pages: PrintedPages | None

    def find(
        self, words: str, lead: str, trail: str, place: tuple[Any, Any] = (None, None)
    ) -> dict[str, Any]:
        """Find words that are seen in one view in all views; empty where they are not sure.

        `place` is the line and column of the source, where the view knows it.
        """
        spans = self.reader.find(words, lead, trail)
        matches = [Match(self.reader.index, *span) for span in spans]
        if len(matches) > 1 and place[0]:
            matches = [each for each in matches if self._is_at(each, place)]
        return self.tell(matches[0]) if len(matches) == 1 else {}

    def _is_at(self, match: Match, place: tuple[Any, Any]) -> bool:
        there = match.place(self.places)
        return (there.line, there.column) == place

    @cached_property
    def reader(self) -> ReaderText:
        """Return the text as a reader's copy has it."""
        return ReaderText(self.document)

    @cached_property
    def places(self) -> WordPlaces:
        """Return where words stand in the author's files."""
        return WordPlaces(self.document)

    @cached_property
    def scans(self) -> Scans:
        """Return the pictures of the source's pages."""
        return Scans(self.document)

    @cached_property
    def _printed(self) -> PrintedText | None:
        return PrintedText(self.printing) if self.printing else None

    def tell(self, match: Match) -> dict[str, Any]:
        """Tell where a stretch of the manuscript's text stands in every view."""
        place = match.place(self.places)
        return {
            **self.tell_briefly(match, place),
            "part": part_of(place, self.publication),
            **self.scans.at(place),
            **self._on_page(match),
        }

    def tell_briefly(self, match: Match, place: Place) -> dict[str, Any]:
        """Tell where it stands in the source, and what stands around it."""
        lead, trail = map(as_read, match.around(AROUND))
        return {**asdict(place), "words": match.words, "lead": lead, "trail": trail}

    def _on_page(self, match: Match) -> Mapping[str, Any]:
        """Find words on a page: by their block alone, for a note is set elsewhere, or by more."""
        if self.pages is None or self._printed is None:
            return {}
        words, (lead, trail) = match.words, match.around(AROUND)
        block = lead.rpartition(APART)[2], trail.partition(APART)[0]
        for before, behind in (block, (lead, trail)):
            found = self._printed.find(before, [words], behind)
            if found is not None and self._is_meant(found.words, words, before, behind):
                spot = found.spot
                return {
                    "page": spot.page,
                    "folio": spot.folio,
                    "line_on_page": spot.number,
                    "in_notes": spot.line.is_note,
                    "shown": found.words,
                    "boxes": self.pages.boxes(spot.page, before, words, behind),
                }
        return {}

    @staticmethod
    def _is_meant(shown: str, words: str, before: str, behind: str) -> bool:
        """Return whether words are printed, or what took their place between their neighbours."""
        quoted, printed = fold_letters(words), fold_letters(shown)
        if quoted in printed:
            return True
        around = len(fold_letters(before)) + len(fold_letters(behind))
        return bool(printed) and around > ENOUGH and len(printed) < 2 * len(quoted) + ENOUGH


def part_of(place: Place | None, publication: Publication | None) -> str:
    """Find the part of the EPUB that was begun last before a place in the manuscript."""
    if publication is None or place is None or place.line is None:
        return ""
    at = (place.line, place.column or 0)
    begun = [
        part.name
        for part in publication.parts_for(Medium.EPUB)
        if part.place
        and part.place.file == place.file
        and (part.place.line or 0, part.place.column or 0) <= at
    ]
    return f"EPUB/text/{begun[-1]}.xhtml" if begun else ""
