"""A manuscript while it is made: what the reader of a source hands on, and the structure finds."""

from __future__ import annotations

from pathlib import Path

from lxml import etree
from msgspec import Struct, field

from publish.convert.changes import TrackedChange
from publish.convert.cues import Cast
from publish.convert.log import Log
from publish.convert.meta import Meta
from publish.convert.pictures import Pictures
from publish.convert.tei import make


class Manuscript(Struct):
    """Blocks one behind the other, then the parts of a text; edited in place."""

    body: etree._Element = field(default_factory=lambda: make("body"))
    front: etree._Element = field(default_factory=lambda: make("front"))
    back: etree._Element = field(default_factory=lambda: make("back"))
    meta: Meta = field(default_factory=Meta)
    log: Log = field(default_factory=Log)
    pictures: Pictures = field(default_factory=Pictures)
    scans: dict[str, Path] = field(default_factory=dict)
    """Pictures of pages by their names in the book's folder; too many to be held in memory."""
    changes: list[TrackedChange] = field(default_factory=list)
    doubtful: dict[str, TrackedChange] = field(default_factory=dict)
    """Words that OCR was not sure of, by what their `corr` has as its source."""
    file: Path = Path()
    """What is read at the moment."""
    wanted: dict[Path, frozenset[str]] = field(default_factory=dict)
    """Ids that other files of the import point at, by the file."""
    ids: dict[Path, dict[str, str]] = field(default_factory=dict)
    """What ids of each file have become."""
    away: list[tuple[etree._Element, Path, str]] = field(default_factory=list)
    """Links to other files of the import, with what they name in it."""
    starts: dict[Path, etree._Element] = field(default_factory=dict)
    """The first block of each file."""
    cast: Cast | None = None
    """Of a play: who speaks, and how their names stand."""
    pages: int = 0
    """How many pages were read so far; each has ids of its own."""
    words: list[str] = field(default_factory=list)
    """All words of each source, for the count at the end."""
    beside: list[str] = field(default_factory=list)
    """Words that went to a comment, the header or the errata."""
