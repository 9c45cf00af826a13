"""Longer questions of the page: words in all the text, a line of a printing, what may be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from publish.cli.desk.pages import Box, PrintedPages
from publish.cli.desk.places import Version
from publish.cli.printings import open_record
from publish.look import RefusedError
from publish.model.edition import Edition
from publish.model.finding import PublishError
from publish.model.publication import Image
from publish.model.purpose import Purpose
from publish.revise.matching import Match
from publish.revise.page_places import PrintedLines, PrintedPlace
from publish.revise.suggest import suggest_errata

MOST = 100
"""Places of some words, candidates, blemishes: what a list can show."""
LEAST_SCORE = 0.1


class Proof(Struct, frozen=True):
    """The PDF of the pages that are shown, and what it was made of."""

    pdf: bytes
    edition: Edition
    images: Mapping[str, Image]

    @property
    def is_for_press(self) -> bool:
        """Return whether a press is to print it."""
        return Purpose.PRESS in self.edition.outputs


def search(version: Version, given: Mapping[str, Any]) -> dict[str, Any]:
    """List where words stand in the text, with what stands around them."""
    words = str(given.get("words", ""))[:200]
    found = version.reader.find_all(words)
    matches = [Match(version.reader.index, *span) for span in found[:MOST]]
    told = [version.tell_briefly(match, match.place(version.places)) for match in matches]
    return {"count": len(found), "places": told}


def line_of_printing(version: Version, book: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """Find a line of a recorded printing, or of the pages that are shown. Raises RefusedError."""
    name = str(given.get("printing", ""))
    place = PrintedPlace(str(given.get("page", "")), int(given.get("line", 1)))
    try:
        record = open_record(book, name) if name else version.printing
        if record is None:
            raise RefusedError("there are no pages yet")
        match = PrintedLines(record, version.reader).match(place)
    except PublishError as problem:
        raise RefusedError("; ".join(each.message for each in problem.findings)) from problem
    return version.tell(match)


def suggestions(version: Version, language: str) -> dict[str, Any]:
    """List what may be wrong in the text, the likeliest first."""
    found = suggest_errata(version.document, language, limit=MOST, least=LEAST_SCORE)
    return {
        "suggestions": [
            {
                "find": each.find,
                "replace": each.replace,
                "reason": each.reason,
                "score": each.score,
                "lead": each.lead,
                "trail": each.trail,
                **asdict(each.place),
            }
            for each in found
        ]
    }


def marks(proof: Proof, pages: PrintedPages) -> dict[str, Any]:
    """List what a typographer or a printer would mark on the pages, and where it stands there."""
    from publish.check.pdf.press_marks import press_marks
    from publish.check.typography import report_on

    blemishes = report_on(proof.pdf).blemishes
    of_press = press_marks(proof.pdf, proof.edition, proof.images) if proof.is_for_press else []
    number_of = {folio: number for number, folio in reversed([*enumerate(pages.folios)])}
    told: list[dict[str, Any]] = []
    for blemish in blemishes[:MOST]:
        number = number_of.get(blemish.page, 0)
        boxes = pages.boxes(number, "", blemish.words, "")
        told.append(_mark(str(blemish.kind), blemish.words, blemish.page, number, boxes))
    for mark in of_press[:MOST]:
        folio = pages.folios[mark.page] if mark.page < len(pages.folios) else str(mark.page + 1)
        boxes = [pages.share(mark.page, mark.box)] if mark.box else []
        told.append(_mark(mark.fault, mark.what, folio, mark.page, boxes))
    return {"marks": told, "count": len(blemishes) + len(of_press)}


def _mark(kind: str, words: str, folio: str, page: int, boxes: list[Box]) -> dict[str, Any]:
    return {"kind": kind, "words": words, "folio": folio, "page": page, "boxes": boxes}
