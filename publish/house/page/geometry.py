"""Where the text stands on the page: trim, margins by a canon, the line grid."""

from __future__ import annotations

import re

from msgspec import Struct

from publish.house.page.measure import Trim, read_length, read_trim
from publish.house.page.printer import printer_of
from publish.model.edition import Print
from publish.model.finding import UsageError, error

HOUSE = "house"
"""The canon where none is chosen, which gives printers what they want free."""

CANONS: dict[str, tuple[float, float, float, float]] = {
    HOUSE: (0.132, 0.092, 0.137, 0.104),
    "van-de-graaf": (1 / 9, 1 / 9, 2 / 9, 2 / 9),
    "tschichold": (1 / 9, 1 / 9, 2 / 9, 2 / 9),
    "twelfths": (1 / 12, 1 / 12, 2 / 12, 2 / 12),
    "compact": (0.118, 0.08, 0.1, 0.085),
}
"""Inner, top, outer and foot margins: shares of the page's width (inner, outer) and height.

The house canon is the modern small press's: a gutter that a glued spine may eat from, a measure
of some 63 characters at 11 pt on 5.5 x 8.5 in (Bringhurst 2.1.2: 45 to 75). Van de Graaf's and
Tschichold's ninths (The Form of the Book) give the text block the page's own proportions.
"""


HEAD_LINES, FOOT_LINES = 1.5, 2.2
"""Lines from the text to the running head's, and to a folio's at the foot; half the margin at
most."""

RISE, FALL = 0.55, 0.2
"""In em of the text: how far running heads rise above their line, and folios hang below it."""

BESIDE_GAP = 9.0
BESIDE_EDGE = 18.0
"""Points between a note in the margin and the text, and between it and the knife."""

NARROWEST_BESIDE = 45.0
"""Points: some twelve letters a line."""


class Geometry(Struct, frozen=True):
    """A page in points; the text block is a whole number of lines high."""

    trim: Trim
    bleed: float
    inner: float
    top: float
    outer: float
    foot: float
    font_size: float
    leading: float

    @property
    def measure(self) -> float:
        """Return the width of the text block."""
        return self.trim.width - self.inner - self.outer

    @property
    def depth(self) -> float:
        """Return the height of the text block."""
        return self.trim.height - self.top - self.foot

    @property
    def beside(self) -> float:
        """Return the width that notes in the outer margin have; 0 where it is too narrow."""
        room = self.outer - BESIDE_GAP - BESIDE_EDGE
        return room if room >= NARROWEST_BESIDE else 0.0

    @property
    def head_line(self) -> float:
        """Return how far below the trim's upper edge the line of running heads is."""
        return self.top - min(HEAD_LINES * self.leading, self.top / 2)

    @property
    def foot_line(self) -> float:
        """Return how far above the trim's lower edge the line of folios at the foot is."""
        return self.foot - min(FOOT_LINES * self.leading, self.foot / 2)

    @property
    def lines(self) -> int:
        """Count the lines that a full page holds."""
        return round(self.depth / self.leading)


SQUARE = frozenset("ja zh".split())
"""Languages set in squares: the measure is a whole number of characters (JLREQ 2.4.1)."""

WIDEST_BLEED = 72.0

SMALLEST_TYPE = 3.0
"""Points."""

SQUARE_LEADING = 1.65
"""The leading of square characters, which need more than letters do, where none is chosen."""


def read_geometry(choices: Print, language: str = "") -> Geometry:
    """Work out the page that an edition's [print] table asks for, in a book of this language.

    The foot margin takes up what is left when the text block is cut to whole lines, so that
    facing pages end on one line.
    """
    trim = read_trim(choices.trim)
    leading = read_length(choices.leading, "leading")
    font_size = read_length(choices.font_size, "font_size")
    inner, top, outer, foot = read_margins(choices, trim)
    if not choices.margins.strip() and choices.canon == HOUSE:
        least = least_margins(choices, font_size, leading)
        sides = zip((inner, top, outer, foot), least, strict=True)
        inner, top, outer, foot = (max(side) for side in sides)
    if language.split("-")[0].lower() in SQUARE:
        outer += (trim.width - inner - outer) % font_size if font_size > 0 else 0.0
        if choices.leading == Print().leading:
            leading = SQUARE_LEADING * font_size
    room = trim.height - top - foot
    lines = int(room / leading + 0.001) if leading > 0 else 0
    if font_size < SMALLEST_TYPE:
        message = f"font_size {choices.font_size!r} is too small to be read"
        raise UsageError(error("WRI-051", message, hint="books are set in 8pt to 14pt"))
    if lines < 5 or trim.width - inner - outer < 6 * font_size:
        raise _no_room(choices)
    if leading < font_size:
        message = f"leading {choices.leading!r} is less than font_size {choices.font_size!r}"
        hint = "lines would run into one another; a fourth more than font_size reads well"
        raise UsageError(error("WRI-051", message, hint=hint))
    foot = trim.height - top - lines * leading
    bleed = read_bleed(choices.bleed)
    return Geometry(trim, bleed, inner, top, outer, foot, font_size, leading)


def _no_room(choices: Print) -> UsageError:
    margins = f"margins {choices.margins}" if choices.margins.strip() else f"canon {choices.canon}"
    message = (
        f"the page leaves no room for the text: trim {choices.trim}, {margins}, "
        f"font_size {choices.font_size}, leading {choices.leading}"
    )
    hint = "use a larger trim size, or smaller margins, font_size or leading"
    return UsageError(error("WRI-052", message, hint=hint))


def read_bleed(text: str) -> float:
    """Read how far pictures run over the trim, in points."""
    bleed = read_length(text, "bleed")
    if bleed > WIDEST_BLEED:
        hint = "printers ask for 3mm or 0.125in"
        raise UsageError(error("WRI-051", f"bleed {text!r} is more than an inch", hint=hint))
    return bleed


def read_margins(choices: Print, trim: Trim) -> tuple[float, float, float, float]:
    """Return the inner, top, outer and foot margins, in points: those given, or the canon's."""
    if choices.margins.strip():
        return read_measures(choices.margins)
    inner, top, outer, foot = read_canon(choices.canon)
    return inner * trim.width, top * trim.height, outer * trim.width, foot * trim.height


def least_margins(
    choices: Print, font_size: float, leading: float
) -> tuple[float, float, float, float]:
    """Return the margins that leave free what the printer wants, whatever the number of pages.

    Running heads and folios, which stand in the margins, count as text.
    """
    printer, bleeds = printer_of(choices), read_bleed(choices.bleed) > 0
    due = printer.margin_due(bleeds=bleeds)
    if not due:
        return 0.0, 0.0, 0.0, 0.0
    top = _margin_for(due + RISE * font_size, HEAD_LINES * leading)
    foot = _margin_for(due + FALL * font_size, FOOT_LINES * leading)
    return due, top, due, foot


def _margin_for(line: float, most: float) -> float:
    """Return the margin whose line, half of it away and `most` at most, has so much to the trim."""
    return 2 * line if line <= most else line + most


def read_measures(margins: str) -> tuple[float, float, float, float]:
    """Read four margins, such as `18mm 17mm 15mm 22mm`, in points."""
    parts = re.split(r"[\s,]+", margins.strip())
    if len(parts) != 4:
        hint = "give inner, top, outer and bottom, such as 18mm 17mm 15mm 22mm"
        raise UsageError(error("WRI-051", f"margins {margins!r} are not four measures", hint=hint))
    inner, top, outer, foot = (read_length(part, "margin") for part in parts)
    return inner, top, outer, foot


def read_canon(canon: str) -> tuple[float, float, float, float]:
    """Read a canon by name, or as four shares of the page such as `1/9 1/9 2/9 2/9`."""
    return CANONS.get(canon.strip().lower()) or _read_ratios(canon)


def _read_ratios(text: str) -> tuple[float, float, float, float]:
    parts = re.split(r"[\s,]+", text.strip())
    shares = [_read_share(part) for part in parts]
    if len(shares) != 4 or None in shares:
        known = ", ".join(CANONS)
        hint = f"name one of {known}, or give inner, top, outer, foot as 1/9 1/9 2/9 2/9"
        raise UsageError(error("WRI-051", f"canon {text!r} is unknown", hint=hint))
    inner, top, outer, foot = (share or 0.0 for share in shares)
    return inner, top, outer, foot


def _read_share(text: str) -> float | None:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(?:/(\d+(?:\.\d+)?))?", text)
    if match is None or (match[2] and float(match[2]) == 0):
        return None
    share = float(match[1]) / float(match[2] or 1)
    return share if share < 0.5 else None
