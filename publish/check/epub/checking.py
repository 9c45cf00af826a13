"""What EPUBCheck says of an EPUB, as findings: no error and no warning may stand."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from typing import Required, TypedDict

from publish.check.epub.machine import machine
from publish.model.finding import Finding, Place, error, notice
from publish.run.cache import Cache, key_of
from publish.run.zipped import BombError, check_whole

MOST_TOLD = 20
WEIGHTY = frozenset(["FATAL", "ERROR", "WARNING"])


def check_epub(data: bytes, name: str, cache: Cache | None = None) -> list[Finding]:
    """Check one EPUB; each error and each warning of EPUBCheck is an error of ours.

    What it said of the same bytes before is in the cache.

    The place of a finding is inside the EPUB: `alice.epub/EPUB/text/chapter-01.xhtml:13:58`.
    Codes: WRI-001 what EPUBCheck found, WRI-002 that there is more of it, WRI-003 that it could
    not read the file, WRI-175 that it unpacks to more than any book. Raises MachineError
    WRI-009 where EPUBCheck or Java are missing.
    """
    try:
        check_whole(data)
    except (zipfile.BadZipFile, OSError):
        pass  # EPUBCheck says best what is wrong with it
    except BombError as bomb:
        return [error("WRI-175", f"{name} is not unpacked: {bomb}", hint="name a sound EPUB")]
    report, problem = _report(data, cache or Cache())
    try:
        messages = json.loads(report)["messages"]
    except (ValueError, KeyError):
        return [error("WRI-003", f"EPUBCheck could not read {name}: {problem or 'no report'}")]
    weighty = [message for message in messages if message["severity"] in WEIGHTY]
    findings = [_finding(message, name) for message in weighty[:MOST_TOLD]]
    if len(weighty) > MOST_TOLD:
        more = len(weighty) - MOST_TOLD
        findings.append(notice("WRI-002", f"EPUBCheck has {more} more messages on {name}"))
    return findings


def _report(data: bytes, cache: Cache) -> tuple[bytes, str]:
    """Return EPUBCheck's report, and what went wrong if it has none."""
    key = key_of(("epubcheck", data)) if cache else ""
    kept = cache.get(key)
    if kept is not None:
        return kept, ""
    report, problem = machine(cache).check(data)
    if report:
        cache.put(key, report)
    return report, problem


def start_epubcheck(cache: Cache) -> None:
    """Start Java for a process that checks one book after another and is killed in the end.

    The cache shortens its start, and keeps nothing of what is checked. Raises MachineError WRI-009.
    """
    machine(cache, leaves_classes=False)


def check_epubs(books: Mapping[str, bytes]) -> dict[str, list[Finding]]:
    """Check many EPUBs, by name; the Java machine is started once."""
    return {name: check_epub(data, name) for name, data in books.items()}


class _Location(TypedDict, total=False):
    path: str
    line: int
    column: int


class _Message(TypedDict, total=False):
    """One message of EPUBCheck's report."""

    ID: Required[str]
    message: Required[str]
    severity: Required[str]
    suggestion: str | None
    locations: list[_Location]
    additionalLocations: int


def _finding(message: _Message, name: str) -> Finding:
    """Put EPUBCheck's words with its own code, and point at the file inside the EPUB."""
    places = message.get("locations") or [{}]
    path = _inside(str(places[0].get("path", "")))
    line, column = places[0].get("line", -1), places[0].get("column", -1)
    inside = f"{name}/{path}" if path else name
    place = Place(inside, line if line > 0 else None, column if line > 0 < column else None)
    others = len(places) - 1 + int(message.get("additionalLocations") or 0)
    more = f" (and in {others} more places)" if others > 0 else ""
    said = f"EPUBCheck {message['ID']}: {message['message']}{more}"
    hint = "if no style sheet, cover or picture of the book's own is named, please report it"
    return error("WRI-001", said, place, str(message.get("suggestion") or hint))


def _inside(path: str) -> str:
    """Return a path inside the EPUB; empty for the EPUB itself, which EPUBCheck names in full."""
    return "" if path.endswith("book.epub") else path
