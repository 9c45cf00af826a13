"""The record of a printing: manuscript/printings/NAME.toml, as `publish build --record` left it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from publish.model.finding import Place, PublishError, error, say_path
from publish.model.printing import PrintedLine, PrintedPage, Printing
from publish.read.toml_file import read_toml


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


def _line(number: int, block: str, start: int, text: str, is_note: bool = False) -> PrintedLine:
    return PrintedLine(int(number), str(block), int(start), str(text), is_note)
