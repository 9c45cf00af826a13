"""Longer questions of the page: words in all the text, a line of a printing, what may be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from publish.cli.desk.places import Version
from publish.cli.printings import open_record
from publish.look import RefusedError
from publish.model.finding import PublishError
from publish.revise.matching import Match
from publish.revise.page_places import PrintedLines, PrintedPlace
from publish.revise.suggest import suggest_errata

MOST = 100
"""Places of some words, candidates, blemishes: what a list can show."""
LEAST_SCORE = 0.1


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


def blemishes(pdf: bytes) -> dict[str, Any]:
    """List what a typographer would mark on the pages (docs/page-ends.md)."""
    from publish.check.typography import report_on

    report = report_on(pdf)
    return {
        "blemishes": [
            {"kind": str(each.kind), "folio": each.page, "words": each.words}
            for each in report.blemishes[:MOST]
        ],
        "count": len(report.blemishes),
    }
