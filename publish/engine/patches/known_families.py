"""Every font family asked for leads to one that ships or is the book's own, on every machine.

WeasyPrint 70 hands Pango the names of CSS `font-family` as they are; for a name that no loaded font
has, Pango takes what the machine's fontconfig says, or any font at all. Names are looked up in our
catalogue first (CSS Fonts 4 clause 5.2 leaves the generic families to the user agent).
"""

from __future__ import annotations

from functools import lru_cache

from weasyprint.text import line_break
from weasyprint.text.ffi import pango

from publish.engine.computed_style import Style
from publish.engine.shipped_fonts import OPENED
from publish.house.fonts import families, generic_family, generic_of, text_family

_describe = line_break.get_font_description


def describe_with_known_families(style: Style) -> object:
    """Describe a font as WeasyPrint does, its family one of ours."""
    description = _describe(style)
    names = tuple(style["font_family"])
    own = OPENED.get(names[0].lower()) if names else None
    is_called = own is not None and own.is_alias
    if own is not None and is_called:
        face = own.nearest(style["font_weight"], is_italic=style["font_style"] != "normal")
        pango.pango_font_description_set_weight(description, face.drawn_weight)
        slope = pango.PANGO_STYLE_ITALIC if face.drawn_italic else pango.PANGO_STYLE_NORMAL
        pango.pango_font_description_set_style(description, slope)
        names = (face.called, *names[1:])
    known = _known(names, tuple(name.lower() in OPENED for name in names), is_called)
    if known:
        pango.pango_font_description_set_family(description, known)
    return description


@lru_cache(maxsize=256)
def _known(names: tuple[str, ...], own: tuple[bool, ...], is_called: bool) -> bytes:
    """Write the families that take the place of these; empty where all are ours.

    `own` is which of them the book brings along; `is_called` whether the first is what its file
    calls it.
    """
    shipped = {family.name.lower(): family.name for family in families()}
    if names and all(name.lower() in shipped for name in names):
        return b""
    found = [
        OPENED[name.lower()].called
        if is_own
        else shipped.get(name.lower()) or generic_family(generic_of(name)).name
        for name, is_own in zip(names[is_called:], own[is_called:], strict=True)
        if is_own or generic_of(name)
    ]
    return ",".join(dict.fromkeys([*names[:is_called], *found, text_family().name])).encode()
