"""Printers: what each takes and prints, and what that makes of an edition's choices.

A printer is one TOML file in printers/, so that a new printer is a new file; its keys are the
fields of `Printer`. A key that is not there is one that the printer says nothing of.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path

import tomli
from msgspec import Struct, structs

from publish.house.page.measure import POINTS, Trim, read_length, read_trim
from publish.model.edition import Print
from publish.model.finding import UsageError, error

_FOLDER = Path(__file__).with_name("printers")

SAME_SIZE = 0.5 * POINTS["mm"]
"""Points by which a trim may differ from a printer's: `A5` is also 5.83 x 8.27 in."""


class Paper(Struct, frozen=True, kw_only=True):
    """A paper that a printer offers for the inside."""

    name: str
    leaf: str = ""
    """How thick a leaf of it is."""
    least_pages: int = 0
    most_pages: int = 0
    """As many as are bound of it."""

    @property
    def leaf_mm(self) -> float:
        """Return the thickness of a leaf; 0 where the printer does not say."""
        return read_length(self.leaf, "leaf") / POINTS["mm"] if self.leaf else 0.0


class InnerMargin(Struct, frozen=True, kw_only=True):
    """The inner margin of books up to a number of pages."""

    most_pages: int
    inner: str


class Printer(Struct, frozen=True, kw_only=True):
    """One printer, as its file in printers/ describes it; measures carry their units."""

    id: str
    """The stem of its file: `[print] printer`."""
    name: str
    as_of: str
    """When its pages were read."""
    sources: tuple[str, ...]
    """Their addresses."""
    trim: str = ""
    """The usual trim, which is taken where the edition says none."""
    trims: tuple[str, ...] = ()
    least_trim: str = ""
    most_trim: str = ""
    """Between these any other trim is printed, too."""
    bleed: str = ""
    bleed_at_spine: bool = True
    """Whether pages bleed at the spine as well, where nothing is cut."""
    marks: bool = True
    """Whether crop marks may stand in the file."""
    variants: tuple[str, ...] = ()
    """The versions of PDF/X that it takes, the best first."""
    ink_limit: int = 0
    """Percent."""
    least_pages: int = 0
    pages_multiple: int = 0
    blank_last_page: bool = False
    """Whether it needs the last page for a code of its own."""
    margin: str = ""
    """What must be free to the trim at head, foot and fore-edge, folios counted in."""
    margin_with_bleed: str = ""
    """The same where pages bleed."""
    inner_margins: tuple[InnerMargin, ...] = ()
    papers: tuple[Paper, ...] = ()
    """The first is taken where the edition names none."""
    cover_adds: str = ""
    """By how much the spine is wider than the leaves are thick."""
    spine_words_from: int = 0
    """The number of pages from which the spine may bear words."""
    spine_side: str = ""
    """What must be free along the folds beside them."""
    barcode_needed: bool = False
    """Whether a cover without a bar code is sent back."""
    barcode_room: str = ""
    barcode_edge: str = ""
    """How high a code of its own is, on covers without one, and how far above the trim."""

    def paper(self, name: str) -> Paper | None:
        """Find a paper by its name, the usual one where the name is empty; None: no such paper."""
        if not name:
            return self.papers[0] if self.papers else None
        return next((paper for paper in self.papers if paper.name == name), None)

    def has_trim(self, trim: Trim) -> bool:
        """Return whether it prints this size, or says nothing of sizes."""
        if not self.trims:
            return True
        if any(_is_same(trim, read_trim(size)) for size in self.trims):
            return True
        if not self.least_trim:
            return False
        least, most = read_trim(self.least_trim), read_trim(self.most_trim)
        return (
            least.width - SAME_SIZE <= trim.width <= most.width + SAME_SIZE
            and least.height - SAME_SIZE <= trim.height <= most.height + SAME_SIZE
        )

    def nearest_trim(self, trim: Trim) -> str:
        """Return the one of its sizes that is nearest to another."""

        def distance(size: str) -> float:
            other = read_trim(size)
            return abs(other.width - trim.width) + abs(other.height - trim.height)

        return min(self.trims, key=distance)

    def inner_due(self, pages: int) -> float:
        """Return the least inner margin of a book of this many pages, in points.

        A book thicker than its table goes has that of the thickest.
        """
        rows = sorted(self.inner_margins, key=lambda row: row.most_pages)
        if not rows:
            return self.margin_due(bleeds=False)
        row = next((row for row in rows if pages <= row.most_pages), rows[-1])
        return read_length(row.inner, "inner")

    def margin_due(self, *, bleeds: bool) -> float:
        """Return what must be free at head, foot and fore-edge, in points."""
        margin = self.margin_with_bleed if bleeds and self.margin_with_bleed else self.margin
        return read_length(margin or "0", "margin")


def _is_same(one: Trim, other: Trim) -> bool:
    differences = abs(one.width - other.width), abs(one.height - other.height)
    return max(differences) <= SAME_SIZE


@cache
def printer_ids() -> tuple[str, ...]:
    """List the ids of the printers that have a file."""
    return tuple(sorted(path.stem for path in _FOLDER.iterdir() if path.suffix == ".toml"))


@cache
def read_printer(name: str) -> Printer:
    """Read the file of a printer."""
    row = tomli.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
    row |= {key: tuple(value) for key, value in row.items() if isinstance(value, list)}
    row["papers"] = tuple(Paper(**paper) for paper in row.get("papers", ()))
    row["inner_margins"] = tuple(InnerMargin(**each) for each in row.get("inner_margins", ()))
    return Printer(id=name, **row)


def printer_of(choices: Print) -> Printer:
    """Return the printer that an edition has chosen. Raises UsageError REA-043 for another."""
    if choices.printer not in printer_ids():
        message = f"print.printer may not be {choices.printer!r}"
        raise UsageError(error("REA-043", message, hint=f"name one of {', '.join(printer_ids())}"))
    return read_printer(choices.printer)


def with_defaults(choices: Print, stated: Collection[str]) -> Print:
    """Put what the printer takes in the place of the house's choices, but for keys that are stated.

    `choices` has the printer and the paper already.
    """
    printer, house = printer_of(choices), Print()
    paper = printer.paper(choices.paper)
    wanted: dict[str, object] = {
        "trim": printer.trim,
        "bleed": printer.bleed,
        "variant": printer.variants[0] if printer.variants else "",
        "ink_limit": min(house.ink_limit, printer.ink_limit or house.ink_limit),
        "pages_multiple": printer.pages_multiple,
        "paper_caliper_mm": paper.leaf_mm if paper else 0.0,
    }
    wanted = {key: value for key, value in wanted.items() if value and key not in stated}
    return structs.replace(choices, **wanted)


def spine_mm(choices: Print, pages: int) -> float:
    """Work out how thick the spine of a book of this many pages is."""
    added = read_length(printer_of(choices).cover_adds or "0", "cover_adds") / POINTS["mm"]
    return pages / 2 * choices.paper_caliper_mm + added
