"""The fonts that ship with the toolchain, and no others, as WeasyPrint looks for them.

It looks through fontconfig, which knows what happens to be installed. Here it is given an empty
configuration and the font files of the book one by one, so that every machine sets the same lines;
nothing is hinted, since print has dots enough (advances stay exact).
"""

from __future__ import annotations

from collections.abc import Iterable

from weasyprint.text.ffi import ffi, fontconfig, gobject, pangoft2
from weasyprint.text.fonts import FontConfiguration

from publish.engine.declarations import declare
from publish.house.fonts import Family

declare()

_UNHINTED = b"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <match target="pattern">
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
    <edit name="autohint" mode="assign"><bool>false</bool></edit>
  </match>
</fontconfig>"""


OPENED: dict[str, Family] = {}
"""The families of books' own that were opened, by the small letters of their names."""


class ShippedFonts(FontConfiguration):  # type: ignore[misc]
    """A font configuration of these families alone."""

    def __init__(self, chosen: Iterable[Family]) -> None:
        """Open the font files."""
        self._config = fontconfig.FcConfigCreate()
        fontconfig.FcConfigParseAndLoadFromMemory(self._config, _UNHINTED, True)
        for family in chosen:
            if family.digest:
                OPENED[family.name.lower()] = family
            for face in family.faces:
                if not fontconfig.FcConfigAppFontAddFile(self._config, str(face.file).encode()):
                    raise OSError(f"{face.file} is not a font that can be read")
        self.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
        as_map = ffi.cast("PangoFcFontMap *", self.font_map)
        pangoft2.pango_fc_font_map_set_config(as_map, self._config)
        fontconfig.FcConfigDestroy(self._config)
        self.strut_layouts: dict[object, object] = {}
        self.font_features: dict[object, object] = {}
        self.kept_styles: dict[object, object] | None = None
        """Styles that divisions share (`patches/shared_styles.py`), where they may."""
