"""ISBN -> EAN-13 bar code (ISO/IEC 15420; ISO 2108 for the number)."""

from __future__ import annotations

from publish.house.isbn import thirteen_figures
from publish.model.finding import UsageError, error

_LEFT = "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011".split()
_PARITY = "LLLLLL LLGLGG LLGGLG LLGGGL LGLLGG LGGLLG LGGGLL LGLGLG LGLGGL LGGLGL".split()

MODULES = 95
"""The width of a code in modules, without the quiet zones of 11 and 7 beside it."""


def read_isbn(text: str) -> str:
    """Read an ISBN, of ten or thirteen figures, as its thirteen figures.

    Raises UsageError WRI-077 where it is none, or a figure of it is wrong.
    """
    figures = thirteen_figures(text)
    if figures is None:
        hint = "give print its number as 978-..., check figure included, or leave isbn_print empty"
        raise UsageError(error("WRI-077", f"isbn_print {text!r} is no valid ISBN", hint=hint))
    return figures


def modules(figures: str) -> str:
    """Write thirteen figures as 95 modules, `1` for black."""
    parity = _PARITY[int(figures[0])]
    left = "".join(_half(c, kind) for c, kind in zip(figures[1:7], parity, strict=True))
    right = "".join(_inverted(_LEFT[int(c)]) for c in figures[7:])
    return f"101{left}01010{right}101"


def _half(figure: str, kind: str) -> str:
    pattern = _LEFT[int(figure)]
    return pattern if kind == "L" else _inverted(pattern)[::-1]


def _inverted(pattern: str) -> str:
    return pattern.translate(str.maketrans("01", "10"))


def bars(figures: str) -> list[tuple[int, int, bool]]:
    """List the black bars: first module, width in modules, whether it is a long guard bar."""
    code = modules(figures)
    found: list[tuple[int, int, bool]] = []
    for place, module in enumerate(code):
        if module == "0":
            continue
        if found and found[-1][0] + found[-1][1] == place:
            start, width, is_guard = found[-1]
            found[-1] = (start, width + 1, is_guard)
        else:
            found.append((place, 1, place < 3 or 45 <= place < 50 or place >= 92))
    return found
