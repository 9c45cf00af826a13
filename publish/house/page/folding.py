"""How a printed sheet is folded into pages: which page stands where, and which way up.

A gathering is made of sheets that lie in one another and are sewn or stitched through the fold.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from publish.model.edition import Print

Form = tuple[tuple[int, ...], ...]
"""One side of a sheet, row by row from the top, the pages counted from 1 as on a dummy."""


class Scheme(Struct, frozen=True):
    """A sheet's two sides; the back is seen when the sheet is turned over like a leaf."""

    front: Form
    back: Form

    @property
    def columns(self) -> int:
        """Count the pages beside one another."""
        return len(self.front[0])

    @property
    def rows(self) -> int:
        """Count the pages above one another; of two rows the upper one stands on its head."""
        return len(self.front)

    @property
    def pages(self) -> int:
        """Count the pages of one sheet, front and back."""
        return 2 * self.columns * self.rows


BIFOLIUM = 4
"""Pages of a sheet that is folded once."""

SCHEMES = {
    "2-up": Scheme(((4, 1),), ((2, 3),)),
    "4-up": Scheme(((5, 4), (8, 1)), ((3, 6), (2, 7))),
    "8-up": Scheme(((5, 12, 9, 8), (4, 13, 16, 1)), ((7, 10, 11, 6), (2, 15, 14, 3))),
}
"""Right-angle folds, head to head: once; across and once more; upright, across, upright."""


def is_for_a_press(choices: Print) -> bool:
    """Return whether a booklet's sheets are cut after folding; plain ones are folded at home."""
    return choices.marks or SCHEMES[choices.imposition].pages > BIFOLIUM


class Cell(Struct, frozen=True):
    """A page's place on one side of a sheet."""

    page: int
    """Counted from 0 through the book."""
    column: int
    row: int
    """Counted from the bottom."""
    depth: int
    """How many leaves lie between this one's fold and the outside of the gathering."""

    @property
    def is_turned(self) -> bool:
        """Return whether the page stands on its head."""
        return self.row > 0

    @property
    def has_spine_right(self) -> bool:
        """Tell on which side of the page, as it lies on the sheet, its spine is."""
        return self.column % 2 == 0


class Side(Struct, frozen=True):
    """One side of a sheet, and which gathering it belongs to."""

    cells: tuple[Cell, ...]
    gathering: int
    is_outermost: bool
    """Whether this side is the outside of its gathering, where the spine will be."""


def gatherings(pages: int, signature: int) -> list[range]:
    """Part a book's pages into gatherings of `signature` pages; 0 puts all into one.

    The last gathering has what is left, so that no leaf is blank for the sake of its size.
    """
    size = signature or max(1, pages)
    return [range(start, min(start + size, pages)) for start in range(0, pages, size)]


def sides(
    pages: int, scheme: Scheme, signature: int = 0, *, is_rtl: bool = False
) -> Iterator[Side]:
    """Yield the sides of all sheets, front and back, from the outermost of each gathering in.

    `pages` and `signature` are multiples of the scheme's pages. A book bound on the right has its
    sides mirrored.
    """
    half = scheme.pages // 2
    for number, gathering in enumerate(gatherings(pages, signature)):
        for sheet in range(len(gathering) // scheme.pages):
            near, far = sheet * half, len(gathering) - (sheet + 1) * half
            own = [*gathering[near : near + half], *gathering[far : far + half]]
            for form in (scheme.front, scheme.back):
                cells = _cells(form, own, gathering, is_rtl=is_rtl)
                yield Side(cells, number, sheet == 0 and form is scheme.front)


def _cells(form: Form, own: list[int], gathering: range, *, is_rtl: bool) -> tuple[Cell, ...]:
    cells = []
    for row, numbers in enumerate(reversed(form)):
        for column, number in enumerate(reversed(numbers) if is_rtl else numbers):
            page = own[number - 1]
            depth = min(page - gathering.start, gathering.stop - 1 - page) // 2
            cells.append(Cell(page, column, row, depth))
    return tuple(cells)
