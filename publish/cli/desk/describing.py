"""Words for pictures, written into the manuscript at the picture: no other byte is changed.

A file beside the manuscript was the other way. The words belong to the text: they are read aloud,
translated and corrected with it, and TEI has a place for them (P5 chapter 14.4: `figDesc`; `desc`
in a `graphic` that stands alone).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from publish.cli.desk.fixing import offset_of
from publish.cli.outputs import write_output
from publish.look import RefusedError
from publish.model.lazy_pattern import lazy_pattern
from publish.read.encoding import FORBIDDEN
from publish.run.whole_file import held

GRAPHIC = lazy_pattern(
    rb"<(?P<prefix>(?:[\w.-]+:)?)graphic\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(/?)>"
)
FIGURE = lazy_pattern(rb"<(/?)(?:[\w.-]+:)?figure\b")


def describe(path: Path, given: Mapping[str, Any]) -> None:
    """Write words for the picture at a line and column. Raises RefusedError."""
    words = " ".join(str(given.get("words", "")).split())
    if not words:
        raise RefusedError("say what the picture shows")
    if found := re.search(FORBIDDEN, words):
        raise RefusedError(f"no text can hold the character U+{ord(found[0]):04X}: take it out")
    with held(path.parent):
        data = path.read_bytes()
        at = offset_of(data, int(given.get("line", 0)), int(given.get("column", 0)))
        if data[at : at + 1] != b"<":
            raise RefusedError("the manuscript has been changed: look at the picture again")
        write_output(path, _described(data, at, escape(words).encode()))


def _described(data: bytes, at: int, words: bytes) -> bytes:
    """Put `figDesc` behind the graphic of a figure, or `desc` into a graphic that stands alone."""
    graphic = GRAPHIC.search(data, at)
    if graphic is None:
        raise RefusedError("there is no graphic: write the words by hand")
    prefix, is_empty = graphic["prefix"], graphic[2] == b"/"
    if _is_in_figure(data, graphic.start()):
        end = graphic.end()
        if not is_empty:
            end = data.index(b"graphic>", end) + len(b"graphic>")
        made = b"<%sfigDesc>%s</%sfigDesc>" % (prefix, words, prefix)
        return data[:end] + made + data[end:]
    made = b"<%sdesc>%s</%sdesc>" % (prefix, words, prefix)
    if not is_empty:
        return data[: graphic.end()] + made + data[graphic.end() :]
    opened = graphic[0][:-2].rstrip() + b">"
    closed = b"</%sgraphic>" % prefix
    return data[: graphic.start()] + opened + made + closed + data[graphic.end() :]


def _is_in_figure(data: bytes, at: int) -> bool:
    """Return whether the last tag of a figure before a place is one that opens it."""
    tags = [found[1] for found in FIGURE.finditer(data, 0, at)]
    return bool(tags) and not tags[-1]
