"""errata.toml, read and added to: the corrections as the errata desk keeps them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import tomli
from msgspec import structs

from publish.model.erratum import Certainty, ErrataFile, Erratum, Status
from publish.model.finding import error
from publish.read.toml_entries import add_entries, change_entries
from publish.read.toml_file import TomlFile, key_places, parse_toml, read_toml
from publish.read.toml_schema import Tables

KEY = "erratum"
NOT_THE_AUTHORS = ("place",)
"""Fields of an erratum that the reader sets."""
FIRST = ("id", "at", "find", "replace", "before", "after")
"""Keys that are written first, as in the manual; the others follow as the class has them."""
ALWAYS = ("id", "find", "replace", "kind", "status")
"""Keys that an entry has whatever their values."""


def read_errata(path: Path, home: Path | None = None) -> ErrataFile:
    """Read an errata file, a book's from its folder `home`; every entry knows its place in it.

    Raises PublishError with all its slips: REA-040 not TOML, REA-041 an unknown key, REA-042 a
    value of the wrong type, REA-043 one that is not allowed, REA-044 a missing key, REA-045 an id
    that stands twice, REA-046 an entry that would change nothing.
    """
    return ErrataFile(path, _errata_of(read_toml(path, home)))


def parse_errata(text: str, path: Path) -> tuple[Erratum, ...]:
    """Read errata from the text that a file is to have; raises as `read_errata` does."""
    return _errata_of(parse_toml(text.encode(), path))


def _errata_of(file: TomlFile) -> tuple[Erratum, ...]:
    tables = Tables(file)
    entries = tables.entries(KEY)
    errata = [_read_entry(tables, entry, number) for number, entry in enumerate(entries)]
    _check_ids(tables, entries)
    tables.stop_on_errors()
    return tuple(erratum for erratum in errata if erratum is not None)


def _read_entry(tables: Tables, entry: object, number: int) -> Erratum | None:
    erratum = tables.build(Erratum, entry, KEY, number, without=NOT_THE_AUTHORS)
    if erratum is None:
        return None
    if not erratum.find.strip():
        hint = "quote the words as the reader sees them; add words around an omission"
        tables.refuse(f"{erratum.id or 'an erratum'}: find is empty", hint, KEY, number, "find")
    elif erratum.find == erratum.replace and erratum.status is Status.VERIFIED:
        place = tables.file.place(KEY, number, "replace")
        message = f"{erratum.id}: find and replace are the same"
        tables.findings.append(error("REA-046", message, place, "write what it is to read"))
    return structs.replace(erratum, place=tables.file.place(KEY, number))


def _check_ids(tables: Tables, entries: list[Any]) -> None:
    """Ids are permanent and unique: other files and printings refer to them."""
    first: dict[str, int] = {}
    for number, entry in enumerate(entries):
        name = str(entry.get("id", "")) if isinstance(entry, dict) else ""
        if isinstance(entry, dict) and "id" in entry and not name.strip():
            tables.refuse("id is empty", "give it a permanent id, such as E001", KEY, number, "id")
        elif name and name in first:
            place = tables.file.place(KEY, number, "id")
            line = tables.file.place(KEY, first[name], "id").line
            message = f"the id {name!r} stands twice; first in line {line}"
            tables.findings.append(
                error("REA-045", message, place, "give this one the next free id")
            )
        elif name:
            first[name] = number


def with_entries(text: str, errata: Iterable[Erratum]) -> str:
    """Append entries to the text of an errata file; its comments, order and form stay."""
    return add_entries(text, KEY, map(_keys, errata))


def with_changes(text: str, changes: Mapping[str, Mapping[str, object]]) -> str:
    """Change keys of the entries with these ids in an errata file's text; all else stays.

    A value of None takes a key out. New keys stand behind those that are there.
    """
    return change_entries(text, KEY, "id", changes)


def without_entries(text: str, ids: Collection[str]) -> str:
    """Take the entries with these ids, and the remarks right above them, out of a file's text."""
    entries = tomli.loads(text).get(KEY, [])
    gone = [number for number, entry in enumerate(entries) if str(entry.get("id")) in ids]
    if not _are_tables(text):
        return _without_inline(text, gone)
    lines = text.splitlines(keepends=True)
    places = key_places(text)
    heads = [_first_line(lines, places[KEY, number][0] - 1) for number in range(len(entries))]
    heads.append(len(lines))
    for number in reversed(gone):
        first, last = heads[number], heads[number + 1]
        tail = last
        while tail > first and lines[tail - 1].strip()[:1] in ("", "#"):
            tail -= 1
        while tail < last and lines[tail].strip():  # a remark on the entry's last key
            tail += 1
        lines[first:last] = lines[tail + 1 : last] if any(map(str.strip, lines[tail:last])) else []
    return "".join(lines)


def _are_tables(text: str) -> bool:
    return re.search(rf"^\s*\[\[\s*{KEY}\s*\]\]", text, re.MULTILINE) is not None


def _first_line(lines: list[str], head: int) -> int:
    """Return the line with which an entry begins: its head, or the first remark right above it."""
    while head and lines[head - 1].lstrip().startswith("#"):
        head -= 1
    return head if head else _after_schema(lines)


def _after_schema(lines: list[str]) -> int:
    """Keep the remarks at the top of the file apart from those on its first entry."""
    return next((n for n, line in enumerate(lines) if not line.startswith("#")), 0)


def _without_inline(text: str, gone: list[int]) -> str:
    import tomlkit

    document = tomlkit.parse(text)
    for number in reversed(gone):
        del document[KEY][number]
    return tomlkit.dumps(document)


def _keys(erratum: Erratum) -> dict[str, object]:
    """List what an entry says; what it need not say is left out."""
    names = [name for name in Erratum.__struct_fields__ if name not in NOT_THE_AUTHORS]
    values = {key: getattr(erratum, key) for key in dict.fromkeys([*FIRST, *names])}
    return {
        key: value
        for key, value in values.items()
        if key in ALWAYS or not (value in ("", None) or value is Certainty.HIGH)
    }
