"""The record of a printing, manuscript/printings/NAME.toml, read and written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from publish.model.finding import Place, PublishError, error, say_path
from publish.model.printing import PrintedLine, PrintedPage, Printing
from publish.read.toml_file import quoted, read_toml

HEAD = """\
# What this printing shows on its pages, line by line; written by `publish build --record`.
# Keep it: an errata sheet for readers of this printing is made from it.
"""


def read_printing(path: Path, home: Path | None = None) -> Printing:
    """Read a printing's record, that of a book from its folder `home`.

    Raises PublishError REA-060 where the file is not what was recorded, and what reading TOML
    raises.
    """
    table = read_toml(path, home).table
    try:
        pages = tuple(_page(page) for page in table.get("page", []))
        folios = {str(name): str(folio) for name, folio in table.get("folios", {}).items()}
        return Printing(str(table["name"]), pages, folios)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        message = f"{say_path(path)} is no record of a printing: {problem}"
        hint = "take it from version control again, as publish build --record wrote it"
        raise PublishError(error("REA-060", message, Place(say_path(path)), hint)) from problem


def _page(page: dict[str, Any]) -> PrintedPage:
    return PrintedPage(str(page["folio"]), tuple(_line(*line) for line in page["lines"]))


def _line(number: int, block: str, start: int, text: str, note: bool | str = False) -> PrintedLine:
    label = note if isinstance(note, str) else ""
    is_note = note is not False
    return PrintedLine(int(number), str(block), int(start), str(text), is_note, note=label)


def write_printing(printing: Printing) -> bytes:
    """Write a printing: its name, the folio of each id, and for each page its folio and lines.

    A line is `[number, block, start, text]`, with the note's label behind it where it is a note's;
    a true where the note has none, as in all records of before 2026-12.
    """
    return "\n".join(_lines(printing)).encode() + b"\n"


def _lines(printing: Printing) -> Iterator[str]:
    yield HEAD
    yield f"name = {quoted(printing.name)}"
    yield "\n[folios]"
    for identifier, folio in printing.folios.items():
        yield f"{quoted(identifier)} = {quoted(folio)}"
    for page in printing.pages:
        yield f"\n[[page]]\nfolio = {quoted(page.folio)}\nlines = ["
        for line in page.lines:
            note = f", {quoted(line.note) if line.note else 'true'}" if line.is_note else ""
            where = f"{line.number}, {quoted(line.block)}, {line.start}"
            yield f"  [{where}, {quoted(line.text)}{note}],"
        yield "]"
