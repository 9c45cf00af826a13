"""repairs.toml, read: paragraphs whose lines an editor wants otherwise than print plans them."""

from __future__ import annotations

from pathlib import Path

from msgspec import structs

from publish.model.finding import error
from publish.model.repair import Repair
from publish.read.toml_file import read_toml
from publish.read.toml_schema import Tables

KEY = "repair"
NOT_THE_AUTHORS = ("place",)
"""Fields of a repair that the reader sets."""
MOST = 1
"""Lines that a paragraph may have more, or less: another one would be seen."""


def read_repairs(path: Path, home: Path | None = None) -> tuple[Repair, ...]:
    """Read a repairs file, a book's from its folder `home`; every entry knows its place in it.

    Raises PublishError with all its slips: REA-040 not TOML, REA-041 an unknown key, REA-042 a
    value of the wrong type, REA-100 more lines than one, or fewer than none, REA-101 a paragraph
    that stands twice.
    """
    tables = Tables(read_toml(path, home))
    repairs: list[Repair] = []
    for number, entry in enumerate(tables.entries(KEY)):
        repair = tables.build(Repair, entry, KEY, number, without=NOT_THE_AUTHORS)
        if repair is not None:
            _check(tables, repair, number, repairs)
            place = tables.file.place(KEY, number)
            repairs.append(structs.replace(repair, place=place))
    tables.stop_on_errors()
    return tuple(repairs)


def _check(tables: Tables, repair: Repair, number: int, known: list[Repair]) -> None:
    if abs(repair.lines) > MOST:
        place = tables.file.place(KEY, number, "lines")
        message = f"lines is {repair.lines}, which a reader would see"
        hint = "write 1 for a line more, -1 for a line less"
        tables.findings.append(error("REA-100", message, place, hint))
    if repair.carry < 0:
        place = tables.file.place(KEY, number, "carry")
        message = f"carry is {repair.carry}, but lines are counted from 1"
        hint = "write how many lines the page leaves to the next one"
        tables.findings.append(error("REA-100", message, place, hint))
    twin = next((each for each in known if _name_of(each) == _name_of(repair)), None)
    if twin is not None:
        place = tables.file.place(KEY, number, "words" if repair.words else "paragraph")
        line = twin.place.line if twin.place else 0
        message = f"the paragraph {_name_of(repair)!r} stands twice; first in line {line}"
        tables.findings.append(error("REA-101", message, place, "delete one of the two entries"))


def _name_of(repair: Repair) -> str:
    return repair.words or repair.paragraph
