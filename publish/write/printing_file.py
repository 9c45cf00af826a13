"""The record of a printing, as TOML for version control: manuscript/printings/NAME.toml."""

from __future__ import annotations

import json
from collections.abc import Iterator

from publish.model.printing import Printing

HEAD = """\
# What this printing shows on its pages, line by line; written by `publish build --record`.
# Keep it: an errata sheet for readers of this printing is made from it.
"""


def write_printing(printing: Printing) -> bytes:
    """Write a printing: its name, the folio of each id, and for each page its folio and lines.

    A line is `[number, block, start, text]`, with a true behind it where it is a note's.
    """
    return "\n".join(_lines(printing)).encode() + b"\n"


def _lines(printing: Printing) -> Iterator[str]:
    yield HEAD
    yield f"name = {_quoted(printing.name)}"
    yield "\n[folios]"
    for identifier, folio in printing.folios.items():
        yield f"{_quoted(identifier)} = {_quoted(folio)}"
    for page in printing.pages:
        yield f"\n[[page]]\nfolio = {_quoted(page.folio)}\nlines = ["
        for line in page.lines:
            note = ", true" if line.is_note else ""
            where = f"{line.number}, {_quoted(line.block)}, {line.start}"
            yield f"  [{where}, {_quoted(line.text)}{note}],"
        yield "]"


def _quoted(text: str) -> str:
    """Write a TOML basic string; JSON's escapes are among TOML's, but DEL must be one too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
