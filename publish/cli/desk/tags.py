"""Tags in the bytes of an author's file, that one can be rewritten and all else left as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from publish.model.lazy_pattern import lazy_pattern

_NAME = lazy_pattern(rb"<((?:[^\s<>/:=]+:)?)([^\s<>/:=]+)")
_START = lazy_pattern(rb"<[^\s<>/=!?]+(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = lazy_pattern(rb"\s([^\s<>/=\"']+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_NO_TAGS = rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"


class Attribute(Struct, frozen=True):
    """An attribute of a start tag: its name, where that begins, and where its value is."""

    name: bytes
    start: int
    value: int
    end: int


def name_at(data: bytes, at: int) -> tuple[bytes, bytes]:
    """Return prefix (with its colon) and name of the tag that begins at a byte; empty for none."""
    found = _NAME.match(data, at)
    return (found[1], found[2]) if found else (b"", b"")


def end_of_start_tag(data: bytes, at: int) -> int:
    """Return the byte behind the start tag that begins at a byte; 0 where none does."""
    found = _START.match(data, at)
    return found.end() if found else 0


def attributes_in(data: bytes, at: int, end: int) -> Iterator[Attribute]:
    """Yield the attributes of a start tag."""
    for found in _ATTRIBUTE.finditer(data, at, end):
        group = 2 if found[2] is not None else 3
        yield Attribute(found[1], found.start(1), *found.span(group))


def end_tag_of(data: bytes, at: int, tag_end: int) -> int | None:
    """Return where the end tag of an element begins; 0 of an empty tag, None where none is found.

    What stands in comments, CDATA and processing instructions is no tag.
    """
    if data[tag_end - 2 : tag_end] == b"/>":
        return 0
    name = re.escape(b"".join(name_at(data, at)))
    tags = re.compile(_NO_TAGS + rb"|</?%s(?=[\s/>])(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>" % name, re.S)
    depth = 1
    for found in tags.finditer(data, tag_end):
        if found[0].startswith((b"<!", b"<?")) or found[0].endswith(b"/>"):
            continue
        depth += -1 if found[0].startswith(b"</") else 1
        if not depth:
            return found.start()
    return None
