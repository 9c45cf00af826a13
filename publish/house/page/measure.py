"""Measures as an edition writes them, `11pt` or `5.5x8.5in`, in points."""

from __future__ import annotations

import difflib
import re

from msgspec import Struct

from publish.model.finding import Finding, Fix, Place, UsageError, error, notice
from publish.model.lazy_pattern import lazy_pattern

POINTS = {"pt": 1.0, "in": 72.0, "mm": 72 / 25.4, "cm": 720 / 25.4, "pc": 12.0, "px": 0.75}

POINTS_PER_PX = POINTS["px"]
"""Of the CSS pixels that layout measures in."""

TRIMS_MM = {
    "A4": (210, 297),
    "A5": (148, 210),
    "A6": (105, 148),
    "B4": (250, 353),
    "B5": (176, 250),
    "B6": (125, 176),
    "JIS-B5": (182, 257),
    "JIS-B6": (128, 182),
    "shinsho": (103, 182),
    "bunko": (105, 148),
    "A-format": (110, 178),
    "B-format": (129, 198),
    "C-format": (135, 216),
    "demy": (138, 216),
    "royal": (156, 234),
    "crown-quarto": (189, 246),
    "poche": (108, 178),
    "mass-market": (107.95, 174.6),
    "digest": (139.7, 215.9),
    "US-trade": (152.4, 228.6),
    "letter": (215.9, 279.4),
}
"""ISO 216 and JIS P 0138 sizes, and the book trade's names, in millimetres."""

LARGEST_IN, LEAST_MM = 12.0, 60.0
"""No book is larger in inches, or smaller in millimetres; what is between may be centimetres."""

_TRIM = lazy_pattern(r"\s*([\d.]+)\s*(\w*?)\s*[x×*]\s*([\d.]+)\s*([a-z]*)\s*$", re.IGNORECASE)
_LENGTH = lazy_pattern(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*([a-z]+)\s*$", re.IGNORECASE)


class Trim(Struct, frozen=True):
    """The size of the finished leaf, in points."""

    width: float
    height: float


def read_length(text: str, what: str) -> float:
    """Read a measure with its unit, in points; `what` names it in the complaint."""
    match = _LENGTH.match(text)
    if text.strip() == "0":
        return 0.0
    if match is None or match[2].lower() not in POINTS:
        hint = f"write a number and a unit ({', '.join(POINTS)}), such as 3mm"
        raise UsageError(error("WRI-051", f"{what} {text!r} is not a measure", hint=hint))
    return float(match[1]) * POINTS[match[2].lower()]


def read_trim(text: str) -> Trim:
    """Read a trim size by name (`A5`, `royal`) or by measure (`5.5x8.5in`, `148x210mm`)."""
    known = {name.lower(): size for name, size in TRIMS_MM.items()}
    size = known.get(text.strip().lower().replace(" ", "-").replace("_", "-"))
    if size:
        return Trim(size[0] * POINTS["mm"], size[1] * POINTS["mm"])
    match = _TRIM.match(text)
    unit_name = (match[4].lower() or assumed_unit(text)) if match else ""
    if match is None or unit_name not in POINTS:
        raise _unknown_trim(text)
    unit = POINTS[unit_name]
    first_unit = POINTS.get(match[2].lower(), unit) if match[2] else unit
    try:
        trim = Trim(float(match[1]) * first_unit, float(match[3]) * unit)
    except ValueError:
        raise _unknown_trim(text) from None
    if not (100 <= trim.width <= 2000 and 100 <= trim.height <= 3000):
        hint = "a page is 36 to 700 mm wide and 36 to 1050 mm high"
        raise UsageError(error("WRI-050", f"trim size {text!r} is not that of a book", hint=hint))
    return trim


def assumed_unit(text: str) -> str:
    """Tell the unit of a trim size that says none: `in` of 6x9, `mm` of 148x210.

    Empty where it says one, is no measure, or could be in either inches or centimetres.
    """
    match = _TRIM.match(text)
    if match is None or match[2] or match[4]:
        return ""
    try:
        width, height = float(match[1]), float(match[3])
    except ValueError:
        return ""
    if min(width, height) >= 2 and max(width, height) <= LARGEST_IN:
        return "in"
    return "mm" if min(width, height) >= LEAST_MM else ""


def check_trim_unit(text: str, place: Place | None) -> list[Finding]:
    """Say in which unit a trim size without one was read. Code: WRI-206."""
    unit = assumed_unit(text)
    if not unit:
        return []
    message = f"trim size {text!r} is read as {'inches' if unit == 'in' else 'millimetres'}"
    meant = f"{text.strip()}{unit}"
    return [notice("WRI-206", message, place, f'write "{meant}"', fix=Fix(text, meant))]


def _unknown_trim(text: str) -> UsageError:
    message = f"trim size {text!r} is unknown"
    if text[:1].isdigit():  # a measure, but for a slip: no name is near
        hint = "write width and height with their unit, such as 5.5x8.5in or 148x210mm"
        return UsageError(error("WRI-050", message, hint=hint))
    names = {name.lower(): name for name in TRIMS_MM}
    near = difflib.get_close_matches(text.strip().lower(), names, 1, 0.3)
    nearest = names[near[0]] if near else "A5"
    hint = f"did you mean {nearest}? Or write a measure such as 5.5x8.5in or 148x210mm"
    return UsageError(error("WRI-050", message, hint=hint))
