"""The colours of a cover's sheet: the design's, the edition's, or those of its own picture."""

from __future__ import annotations

import re

from publish.house.covers import colour_at_spine, ink_on, luminance
from publish.house.stylesheets import read_stylesheets
from publish.write.pdf.layout.book_layout import BookLayout

BLACK_BELOW = 0.1
"""Type that is darker than this luminance is printed in black alone: a press that is a hair out
of register would give type of four inks coloured edges."""


def colour_rules(book: BookLayout, picture: bytes | None) -> list[str]:
    """Write the ground and the ink of the sheet as CSS."""
    cover = book.edition.cover
    design = "".join(read_stylesheets(book.edition, f"covers/{cover.design}"))
    rules = [":root { --ground: white; --ink: black; }", *re.findall(r":root\s*\{[^}]*\}", design)]
    ground = cover.colour
    if picture is not None and not ground:
        ground = colour_at_spine(picture, on_right=book.is_rtl)
    ink = ink_on(ground) if ground else _last("ink", rules)
    if ground:
        rules.append(f":root {{ --ground: {ground}; }}")
    is_dark = ink is not None and (luminance(ink) or 0.0) < BLACK_BELOW
    if ink:
        rules.append(f":root {{ --ink: {'black' if is_dark else ink}; }}")
    return rules


def _last(name: str, rules: list[str]) -> str | None:
    found = re.findall(rf"--{name}:\s*([^;}}]+)", "".join(rules))
    return found[-1].strip() if found else None
