"""The errata file on the desk: what is in it, and decisions, which are written at once."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from publish.cli.desk.history import History, said
from publish.cli.errata.desk import Desk as ErrataDesk
from publish.cli.errata.desk import as_object, open_desk_to_write
from publish.look import RefusedError
from publish.model.erratum import Erratum, Resolution
from publish.model.finding import PublishError, UsageError
from publish.revise.conflicts import Claims
from publish.revise.new_errata import Finder, Occurrence

FIELDS = ("find", "replace", "status", "by", "reason", "note", "source", "kind", "certainty")
"""What the page may set of an entry."""


class Decisions:
    """Entries as a build resolved them; what is decided goes through the errata desk's writer."""

    def __init__(self, book: Path, history: History) -> None:
        """Begin with nothing decided; `history` can take it back."""
        self._book, self._history = book, history

    def tell(self, resolutions: list[Resolution]) -> list[dict[str, Any]]:
        """List the entries in the order of the file, each with a mark of its content."""
        told = []
        for each in resolutions:
            place = each.places[0] if each.places else None
            entry = as_object(each.erratum, place, outcome=str(each.outcome))
            told.append({**entry, "mark": mark_of(each.erratum)})
        return told

    def decide(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Change an entry that is still as the page has shown it. Raises RefusedError."""
        desk = self._open()
        name = str(given.get("id", ""))
        entry = next((each for each in desk.document.errata if each.id == name), None)
        if entry is None:
            raise RefusedError(f"{name} is not in the errata file any more")
        if given.get("mark") != mark_of(entry):
            raise RefusedError(f"{name} has been changed outside: look at it again")
        changes = {key: given[key] for key in FIELDS if isinstance(given.get(key), str)}
        decided: dict[str, object] = {
            key: value or None if key not in ("find", "replace") else value
            for key, value in changes.items()
        }
        if "status" in changes:
            decided["date"] = _day(given)
        self._history.write(desk.errata_file, lambda: desk.change({name: decided}))
        return {"id": name}

    def add(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Add an entry for words at one place of the text. Raises RefusedError."""
        desk = self._open()
        find, read = str(given.get("find", "")), str(given.get("replace", ""))
        if not find.strip() or find == read:
            raise RefusedError("say what the words are to read")
        by, source, note = (str(given.get(key, "")) for key in ("by", "source", "note"))
        wanted = Erratum(
            id="",
            find=find,
            replace=read,
            date=_day(given),
            by=by,
            source=source,
            note=note,
        )
        found = _meant(Finder(desk.document), wanted, given)
        if len(found) != 1 or not found[0].is_unique:
            raise RefusedError(f"{find!r} stands in {len(found)} such places: select more words")
        finding = Claims(desk.document, desk.document.errata).finding(found[0].erratum)
        if finding is not None:
            raise RefusedError(f"{finding.message}: {finding.hint}")
        added: list[Erratum] = []
        self._history.write(desk.errata_file, lambda: added.extend(desk.write([found[0].erratum])))
        return {"id": added[0].id}

    def _open(self) -> ErrataDesk:
        try:
            return open_desk_to_write(self._book)
        except (PublishError, UsageError) as problem:
            raise RefusedError(said(problem)) from problem


def _meant(finder: Finder, wanted: Erratum, given: Mapping[str, Any]) -> list[Occurrence]:
    """Find the words at the place that was shown, or inside the words that were shown there.

    Who goes to a line of a printing is shown the line, and writes the word that is wrong in it.
    """
    found = finder.occurrences(wanted)
    shown = str(given.get("words", ""))
    if not given.get("line"):
        return found
    if not shown or shown == wanted.find:
        return [each for each in found if _is_at(each.place, given)]
    around = [
        each.span
        for each in finder.occurrences(replace(wanted, find=shown))
        if _is_at(each.place, given)
    ]
    return [
        each
        for each in found
        if any(start <= each.span[0] and each.span[1] <= end for start, end in around)
    ]


def mark_of(erratum: Erratum) -> str:
    """Mark the content of an entry, wherever in the file it stands."""
    return hashlib.sha256(repr(as_object(erratum, None) | {"entry": ""}).encode()).hexdigest()[:16]


def _day(given: Mapping[str, Any]) -> datetime.date | None:
    """Read the day on which the browser's user decides."""
    try:
        return datetime.date.fromisoformat(str(given.get("date", "")))
    except ValueError:
        return None


def _is_at(place: Any, given: Mapping[str, Any]) -> bool:
    return (place.line, place.column) == (given.get("line"), given.get("column"))
