"""A division as layout leaves it: its drawn pages, the record of each, the fonts still to come.

Nothing here needs WeasyPrint, so that pages kept from an earlier run are bound without it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from msgspec import Struct, field

from publish.house.fonts import Family
from publish.model.finding import Finding
from publish.model.printing import PrintedLine


class LineMark(Struct, frozen=True):
    """A line of the text, for the number beside it."""

    rise: float
    """Its baseline, in points from the page's lower edge."""
    number: str
    """The number that the source has for it; mostly none."""
    opens: bool
    """Whether a heading stands before it."""
    sections: tuple[str, ...] = ()
    """The numbers of the sections that begin in it, where the margin is to show them."""


class PageRecord(Struct):
    """One laid-out page without running head or folio."""

    lines: tuple[PrintedLine, ...]
    anchors: dict[str, tuple[float, float]]
    """The places of elements with ids, in points from the page's lower left corner."""
    foot: float | None = None
    """Where the notes at the foot begin, in points from the page's lower edge as it is read."""
    hidden: tuple[str, ...] = ()
    """Lines that are off the page, or that notes cover."""
    overprinted: tuple[str, ...] = ()
    """Lines that are printed over others."""
    page_name: str = ""
    """`plate` on a page that is one picture, `bled` where it runs over the edges; `turned`."""
    overfull: tuple[str, ...] = ()
    """Lines that are wider than the text."""
    line_marks: tuple[LineMark, ...] = ()
    """The lines of the text in order, where numbers are to stand beside them."""
    counts: tuple[int, ...] = ()
    """The number that each line has on the page as editors count the text; 0 of headings, notes.
    None are known where nobody asked for numbers."""
    line_of: dict[str, int] = field(default_factory=dict)
    """The number of the line in which each element begins that a link leads to."""
    others: tuple[str, ...] = ()
    """Words that style sheets add, and lines that no element with an id holds."""


class FontUse(Struct):
    """A font as one division uses it; `source` names the font file on the shelf."""

    key: str
    name: str
    family: str
    source: str
    index: int
    flags: int
    ascent: int
    descent: int
    text_of: dict[int, str]
    widths: dict[int, float]


class DrawnDivision(Struct):
    """A division drawn: a PDF whose fonts are still to come, and the record of its pages."""

    data: bytes
    page_records: list[PageRecord]
    fonts: list[FontUse]
    has_structures: bool = False
    """Whether there are lists, tables or pictures among its tags."""
    messages: list[str] = field(default_factory=list)
    """What WeasyPrint complained of."""
    findings: list[Finding] = field(default_factory=list)
    entry_labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The numbers before entries of an apparatus, by their ids, for the next layout."""
    more: list[bytes] = field(default_factory=list)
    """Further PDFs of a long division, which go on where the first ends."""


class LineExtent(Struct, frozen=True):
    """Where a line of text is, from the page's upper left corner."""

    left_px: float
    width_px: float
    baseline_px: float


class FontShelf:
    """The font files a run has met, by the hash of their bytes, and those of its families.

    So a division's pages serve that were drawn in another process, or in an earlier run.
    """

    def __init__(self, families: Iterable[Family] = ()) -> None:
        """Begin with what these families are made of, read when it is first asked for."""
        self._files: dict[str, bytes] = {}
        self._families = list(families)

    def put(self, data: bytes, digest: str = "") -> str:
        """Keep a font file; return its name on the shelf: the hash of it, if that is known."""
        name = digest or hashlib.sha256(data).hexdigest()
        self._files.setdefault(name, data)
        return name

    def get(self, name: str) -> bytes:
        """Return a font file."""
        while name not in self._files:
            for face in self._families.pop(0).faces:
                self.put(face.read())
        return self._files[name]
