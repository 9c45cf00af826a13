"""Every font family asked for leads to one that ships, on every machine.

WeasyPrint 70 hands Pango the names of CSS `font-family` as they are; for a name that no loaded font
has, Pango takes what the machine's fontconfig says, or any font at all. Names are looked up in our
catalogue first (CSS Fonts 4 clause 5.2 leaves the generic families to the user agent).
"""

from __future__ import annotations

from functools import lru_cache

from weasyprint.text import line_break
from weasyprint.text.ffi import pango

from publish.engine.computed_style import Style
from publish.house.fonts import families, generic_family, generic_of, text_family

_describe = line_break.get_font_description


def describe_with_known_families(style: Style) -> object:
    """Describe a font as WeasyPrint does, its family one of ours."""
    description = _describe(style)
    known = _known(tuple(style["font_family"]))
    if known:
        pango.pango_font_description_set_family(description, known)
    return description


@lru_cache(maxsize=256)
def _known(names: tuple[str, ...]) -> bytes:
    """Write the families that take the place of these; empty where all are ours."""
    shipped = {family.name.lower(): family.name for family in families()}
    if names and all(name.lower() in shipped for name in names):
        return b""
    found = [
        shipped.get(name.lower()) or generic_family(generic).name
        for name in names
        if (generic := generic_of(name))
    ]
    return ",".join(dict.fromkeys([*found, text_family().name])).encode()
