"""Repairs that are certain, written into the author's files: no other byte is changed."""

from __future__ import annotations

import re
from pathlib import Path

from publish.cli.outputs import write_output
from publish.look import RefusedError
from publish.model.finding import Fix, Place
from publish.run.whole_file import held


def apply_fix(path: Path, place: Place, fix: Fix) -> None:
    """Put the new words in the place of the old. Raises RefusedError where they do not stand so."""
    with held(path.parent):
        data = path.read_bytes()
        at = offset_of(data, place.line or 1, place.column or 1)
        end = data.find(b"\n", at) % (len(data) + 1)
        old = fix.old.encode()
        if data.count(old, at, end) != 1:
            raise RefusedError(f"{path.name} does not read so any more: mend it by hand")
        start = data.index(old, at)
        write_output(path, data[:start] + fix.new.encode() + data[start + len(old) :])


def offset_of(data: bytes, line: int, column: int) -> int:
    """Find the byte of a place. Raises RefusedError where the file has no such place, or no UTF-8.

    Both count from 1; columns count characters.
    """
    try:
        lines = data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as problem:
        raise RefusedError("the file is not UTF-8: write it by hand") from problem
    if not (1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1):
        raise RefusedError("the file has been changed: look at the place again")
    ends = [m.end() for m in re.finditer(rb"\r\n|\n", data)]
    start = ends[line - 2] if line > 1 else len(data) - len(data.removeprefix(b"\xef\xbb\xbf"))
    return start + len(lines[line - 1][: column - 1].encode())
