"""Errata kept in a spreadsheet: a CSV file with the fields of an erratum as its columns."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from publish.model.erratum import Certainty, Erratum, Kind, Status
from publish.model.finding import Finding, Place, PublishError, error, say_path
from publish.revise.page_places import PrintedPlace
from publish.run.inputs import read_input

LARGEST = 16 * 1024 * 1024
"""Bytes of a table."""

COLUMNS = [name for name in Erratum.__struct_fields__ if name != "place"]
MEANT = {"for": "find", "read": "replace"}
"""Columns of readers' letters, by the fields that they are."""
ON_PAGE = ("page", "line", "notes", "footnote", "printing")
"""Columns that say where in a printing the words stand."""
NO = frozenset({"", "0", "no", "false"})
"""What says in the column `notes` that the line is one of the text."""
CHOICES: dict[str, type[StrEnum]] = {"kind": Kind, "status": Status, "certainty": Certainty}


class Row(Struct, frozen=True):
    """A row of a table: an entry, and where in a printing its words stand, if it says so."""

    erratum: Erratum
    on_page: PrintedPlace | None = None
    printing: str = ""


def read_errata_csv(path: Path) -> list[Row]:
    """Read a CSV file whose first row names its columns; `find` and `replace` must be there.

    They may be called `for` and `read`; with `page` and `line` the words are those of a printed
    line. The delimiter is a comma, a semicolon or a tab. Rows without an id have none yet. Raises
    PublishError: REV-030 not readable, REV-031 wrong columns, REV-032 a value that is not allowed.
    """
    text = _read(path)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    names = [MEANT.get(name, name) for name in names]
    unknown = [name for name in names if name not in (*COLUMNS, *ON_PAGE)]
    missing = [name for name in ("find", "replace") if name not in names]
    if unknown or missing:
        raise PublishError(_wrong_columns(path, unknown, missing))
    reader.fieldnames = names
    rows: list[Row] = []
    faults: list[Finding] = []
    for row, place in _records(reader, say_path(path)):
        if isinstance(row, Finding):
            faults.append(row)
            continue
        made = _row(row, place)
        if isinstance(made, Finding):
            faults.append(made)
        else:
            rows.append(made)
    if faults:
        raise PublishError(*faults)
    return rows


def _records(
    reader: csv.DictReader[str], name: str
) -> Iterator[tuple[dict[str, Any] | Finding, Place]]:
    """Yield the rows that say something; a fault for one whose cells are not its columns'."""
    line = reader.line_num
    while True:
        place = Place(name, line + 1)
        try:
            row = next(reader, None)
        except csv.Error as problem:
            hint = "look for a quotation mark that is not closed"
            yield error("REV-032", f"this row is no row of a table: {problem}", place, hint), place
            return
        if row is None:
            return
        line = reader.line_num
        cells = [*row.values()]
        if None in row or None in cells:
            hint = f'write {len(reader.fieldnames or ())} cells; one with a comma goes in "..."'
            message = "this row has more or fewer cells than the first row has columns"
            yield error("REV-032", message, place, hint), place
        elif any(str(cell).strip() for cell in cells):
            yield row, place


def _read(path: Path) -> str:
    try:
        return (
            read_input(path, most=LARGEST)
            .decode("utf-8-sig")
            .replace("\r\n", "\n")
            .replace("\r", "\n")
        )
    except UnicodeDecodeError as problem:
        message = f"{say_path(path)} is not UTF-8: {problem.reason} at byte {problem.start}"
        hint = "save it as CSV UTF-8 from the spreadsheet"
        raise PublishError(error("REV-030", message, Place(say_path(path)), hint)) from problem
    except OSError as problem:
        message = f"{say_path(path)} cannot be read: {problem.strerror or problem}"
        hint = "name a CSV file that you may read"
        raise PublishError(error("REV-030", message, Place(say_path(path)), hint)) from problem


def _wrong_columns(path: Path, unknown: list[str], missing: list[str]) -> Finding:
    said = [f"{name!r} is no column of errata" for name in unknown]
    said += [f"the column {name!r} is missing" for name in missing]
    hint = f"the first row names columns, of these: {', '.join([*COLUMNS, *MEANT, *ON_PAGE])}"
    return error("REV-031", "; ".join(said), Place(say_path(path), 1), hint)


def _row(row: dict[str, Any], place: Place) -> Row | Finding:
    values: dict[str, Any] = {key: value or "" for key, value in row.items() if key in COLUMNS}
    for key, value in list(values.items()):
        if key in CHOICES or key == "date":
            if not value.strip():
                del values[key]
                continue
            try:
                values[key] = _value(key, value.strip())
            except ValueError:
                return _wrong_value(key, value, place)
    if not values.get("find", "").strip() or values["find"] == values["replace"]:
        hint = "give the words at fault, and what they are to read"
        return error("REV-032", "this row corrects nothing", place, hint)
    erratum = replace(Erratum(**{"id": "", **values}), place=place)
    return _on_page(row, erratum, place)


def _on_page(row: dict[str, Any], erratum: Erratum, place: Place) -> Row | Finding:
    """Add the printed place that a row names, if it does."""
    names = ("page", "line", "footnote", "printing")
    page, line, note, printing = (str(row.get(key) or "").strip() for key in names)
    if not page:
        return _wrong_value("page", page, place) if line or note else Row(erratum)
    if not re.fullmatch(r"-?[1-9]\d*", line) and (line or not note):
        return _wrong_value("line", line, place)
    is_note = bool(note) or str(row.get("notes") or "").strip().lower() not in NO
    return Row(erratum, PrintedPlace(page, int(line or 0), is_note, note), printing)


def _value(key: str, value: str) -> object:
    return datetime.date.fromisoformat(value) if key == "date" else CHOICES[key](value.lower())


def _wrong_value(key: str, value: str, place: Place) -> Finding:
    also = {
        "date": "a date such as 2026-11-23",
        "line": "a number, from 1 at the top",
        "page": "the folio, as it is printed",
    }
    allowed = also[key] if key in also else ", ".join(CHOICES[key])
    return error("REV-032", f"{key} is {value!r}", place, f"write {allowed}")
