"""Repairs that are certain, written into the author's files: no other byte is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from publish.cli.desk.tags import attributes_in, end_of_start_tag, end_tag_of, name_at
from publish.cli.outputs import write_output
from publish.look import RefusedError
from publish.model.finding import Fix, Place, Renaming
from publish.run.whole_file import held

Edit = tuple[int, int, bytes]
"""Where bytes begin and end, and what is to stand there."""


def apply_fix(path: Path, place: Place, fix: Fix) -> None:
    """Put the new words in the place of the old. Raises RefusedError where they do not stand so."""
    places = {each: None for each in fix.places or (place,) if each.file == place.file}
    with held(path.parent):
        data = path.read_bytes()
        edits = [edit for each in places for edit in _edits(data, each, fix)]
        if not edits:
            raise RefusedError(f"{path.name} does not read so any more: mend it by hand")
        for start, end, new in sorted(edits, reverse=True):
            data = data[:start] + new + data[end:]
        write_output(path, data)


def _edits(data: bytes, place: Place, fix: Fix) -> list[Edit]:
    """List what changes at one place; nothing where it does not read as it did."""
    at = offset_of(data, place.line or 1, place.column or 1)
    if isinstance(fix, Renaming):
        return list(_renamed(data, at, fix))
    if fix.attribute:
        return list(_revalued(data, at, fix))
    end = data.find(b"\n", at) % (len(data) + 1)
    old = fix.old.encode()
    if data.count(old, at, end) != 1:
        return []
    start = data.index(old, at)
    return [(start, start + len(old), fix.new.encode())]


def _renamed(data: bytes, at: int, fix: Renaming) -> Iterator[Edit]:
    """Yield the changes of one element: its name twice, names of attributes, new attributes."""
    old, new = (re.split(r"[<\s/>]", tag)[1].encode() for tag in (fix.old, fix.new))
    prefix, name = name_at(data, at)
    tag_end = end_of_start_tag(data, at)
    if name != old or not tag_end:
        return
    end_tag = end_tag_of(data, at, tag_end)
    if end_tag is None:
        return
    start = at + 1 + len(prefix)
    known = {each.name for each in attributes_in(data, start, tag_end)}
    given = "".join(
        f' {key}="{value}"' for key, value in fix.given if key.encode() not in known
    ).encode()
    yield start, start + len(name), new + given
    for each in attributes_in(data, start, tag_end):
        other = dict(fix.attributes).get(each.name.decode())
        if other and other.encode() not in known:
            yield each.start, each.start + len(each.name), other.encode()
    if end_tag:
        yield end_tag + 2 + len(prefix), end_tag + 2 + len(prefix) + len(name), new


def _revalued(data: bytes, at: int, fix: Fix) -> Iterator[Edit]:
    """Yield the change of one word of an attribute's value; P4 writes `id` for `xml:id`."""
    tag_end = end_of_start_tag(data, at)
    names = {fix.attribute.encode(), fix.attribute.rpartition(":")[2].encode()}
    for each in attributes_in(data, at, tag_end):
        if each.name in names:
            word = rb"(?<![^\s;,])%s(?![^\s;,])" % re.escape(fix.old.encode())
            found = list(re.finditer(word, data[each.value : each.end]))
            if len(found) == 1:
                start, end = (each.value + edge for edge in found[0].span())
                yield start, end, fix.new.encode()
            return


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
