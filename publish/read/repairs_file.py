"""repairs.toml, read and written: the paragraphs that print sets otherwise, so that pages end well.

`publish pdf --repair` finds them, for the next run, for git, and for who wants to change one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path

from publish.model.finding import error
from publish.model.repair import LIMIT, Repair
from publish.read.toml_file import quoted, read_toml
from publish.read.toml_schema import Tables

KEY = "repair"
NOT_THE_AUTHORS = ("place",)
"""Fields of a repair that the reader sets."""
SPACES = ("letter_space", "word_space")
"""What may be no more than LIMIT either way."""

HEAD = """\
# Paragraphs that print sets a little otherwise, so that pages end well: `publish pdf --repair`
# finds them and writes this file. letter_space is in percent of a letter's width, word_space in
# percent of a word space, both from -2 (closer) to 2 (wider). carry is how many lines a page that
# ends in the paragraph leaves to the next one. `fixed = true` keeps an entry of your own.
# An entry holds until the words of its paragraph or the measures of the page change.
"""


def read_repairs(path: Path, home: Path | None = None) -> tuple[Repair, ...]:
    """Read a repairs file, a book's from its folder `home`; every entry knows its place in it.

    Raises PublishError with all its slips: REA-040 not TOML, REA-041 an unknown key, REA-042 a
    value of the wrong type, REA-044 a missing key, REA-100 a spacing that the eye would see or
    fewer lines than none, REA-101 a paragraph that stands twice.
    """
    tables = Tables(read_toml(path, home))
    repairs: dict[str, Repair] = {}
    for number, entry in enumerate(tables.entries(KEY)):
        repair = tables.build(Repair, entry, KEY, number, without=NOT_THE_AUTHORS)
        if repair is not None:
            _check(tables, repair, number, repairs)
            place = tables.file.place(KEY, number)
            repairs[repair.paragraph] = dataclasses.replace(repair, place=place)
    tables.stop_on_errors()
    return tuple(repairs.values())


def write_repairs(repairs: Iterable[Repair]) -> bytes:
    """Write the file, entries in the order of the book."""
    return "\n".join([HEAD, *map(_entry, repairs)]).encode()


def _entry(repair: Repair) -> str:
    lines = [
        "[[repair]]",
        f"paragraph = {quoted(repair.paragraph)}",
        f"words = {quoted(repair.words)}",
    ]
    if repair.letter_space or repair.word_space or not repair.carry:
        lines.append(f"letter_space = {repair.letter_space:g}")
        lines.append(f"word_space = {repair.word_space:g}")
    if repair.carry:
        lines.append(f"carry = {repair.carry}")
    if repair.fixed:
        lines.append("fixed = true")
    return "\n".join(lines) + "\n"


def _check(tables: Tables, repair: Repair, number: int, known: dict[str, Repair]) -> None:
    for key in SPACES:
        value = getattr(repair, key)
        if not -LIMIT <= value <= LIMIT:
            place = tables.file.place(KEY, number, key)
            message = f"{key} is {value:g}, which a reader would see"
            tables.findings.append(
                error("REA-100", message, place, f"write a number from -{LIMIT:g} to {LIMIT:g}")
            )
    if repair.carry < 0:
        place = tables.file.place(KEY, number, "carry")
        message = f"carry is {repair.carry}, but lines are counted from 1"
        hint = "write how many lines the page leaves to the next one"
        tables.findings.append(error("REA-100", message, place, hint))
    if repair.paragraph in known:
        place = tables.file.place(KEY, number, "paragraph")
        line = tables.file.place(KEY, list(known).index(repair.paragraph)).line
        message = f"the paragraph {repair.paragraph!r} stands twice; first in line {line}"
        tables.findings.append(error("REA-101", message, place, "delete one of the two entries"))
