"""Fonts in the book: the families that its characters need, cut to these characters.

Every face is a whole, unobfuscated TrueType file with its licence beside it. OpenType features
that style sheets ask for (small capitals, old-style figures) come along.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from lxml import etree

from publish.fonts import Face, Family, code_family, families_for, font_stack
from publish.write.epub.content import H

FEATURES = "kern liga clig calt locl ccmp mark mkmk rlig smcp c2sc onum lnum pnum tnum sups subs"
ALWAYS = "".join(map(chr, range(32, 127))) + "\u00a0\u00ad‐–—‘’“”…†‡§¶*[]⟨⟩"
"""Characters that style sheets and reading systems may add to any text."""

_NAMES_KEPT = frozenset([0, 1, 2, 3, 4, 5, 6, 13, 14])
"""Copyright, family, style, version and licence (OpenType, table `name`)."""

_CONTENT = re.compile(r"content:([^;}]*)")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_ITALIC = frozenset(H + name for name in ("em", "i", "cite", "dfn", "var", "address"))
_BOLD = frozenset(H + name for name in ("strong", "b"))
_BOLD_CLASSES = frozenset("rend-bold rend-blackletter rend-gothic".split())
_CODE = frozenset(H + name for name in ("code", "pre", "kbd", "samp", "tt"))


@dataclass(frozen=True, slots=True)
class EmbeddedFont:
    """A face cut for the book, and the licence that goes with it."""

    face: Face
    data: bytes
    licence: Path

    @property
    def name(self) -> str:
        """Give its path inside the package's folder."""
        return f"fonts/{self.face.file.stem}.ttf"


def embedded_fonts(
    documents: Iterable[etree._Element], sheets: Mapping[str, str]
) -> tuple[list[EmbeddedFont], str]:
    """Choose and cut the fonts that documents need; give them with the sheet that names them.

    `sheets` are the style sheets: the words they add to the text need glyphs too.
    """
    roots = list(documents)
    characters = set(ALWAYS) | _generated(sheets.values())
    for root in roots:
        for text in root.itertext():
            characters.update(str(text))
    upright = frozenset(characters | {c.upper() for c in characters if len(c.upper()) == 1})
    chosen, _ = families_for(upright)
    has_code = any(next(root.iter(*_CODE), None) is not None for root in roots)
    families = [*chosen, *([code_family()] if has_code else [])]
    styles = _styles_used(roots)
    fonts = []
    for family in families:
        wanted = frozenset(ord(c) for c in upright) & family.covers()
        fonts += [
            EmbeddedFont(face, _cut(face.file, wanted), family.licence)
            for face in _faces(family, styles, is_text=family is chosen[0])
        ]
    return fonts, _style_sheet(fonts, chosen, families)


def _generated(sheets: Iterable[str]) -> set[str]:
    """Find the characters in the strings of `content` declarations."""
    said = "".join(part for sheet in sheets for part in _CONTENT.findall(sheet))
    escaped = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), said)
    return {character for character in escaped if not character.isspace()}


def _styles_used(roots: list[etree._Element]) -> set[tuple[bool, bool]]:
    """Tell which of bold and italic the text uses, alone or together."""
    used = {(False, False)}
    for root in roots:
        for element in root.iter(*_ITALIC, *_BOLD, H + "span", H + "p", H + "div"):
            bold, italic = _look(element)
            if bold or italic:
                used.add((bold, italic))
                if any(_look(around) != (bold, italic) for around in element.iterancestors()):
                    looks = [_look(around) for around in element.iterancestors()]
                    used.add((bold or any(b for b, _ in looks), italic or any(i for _, i in looks)))
    return used


def _look(element: etree._Element) -> tuple[bool, bool]:
    classes = (element.get("class") or "").split()
    bold = element.tag in _BOLD or bool(_BOLD_CLASSES & set(classes))
    italic = element.tag in _ITALIC or bool(_ITALIC_CLASSES & set(classes))
    return bold, italic


_ITALIC_CLASSES = frozenset("rend-italic stage speaker role-desc foreign title trailer".split())


def _faces(family: Family, styles: set[tuple[bool, bool]], *, is_text: bool) -> Iterator[Face]:
    for face in family.faces:
        is_bold = face.weight >= 700
        is_regular = face.weight == 400 and not face.is_italic
        is_wanted = face.weight in {400, 700} and (is_bold, face.is_italic) in styles
        if is_regular or is_wanted or (is_text and face.weight == 400):
            yield face


@lru_cache(maxsize=32)
def _cut(file: Path, characters: frozenset[int]) -> bytes:
    """Cut a font file to characters, with the glyphs that its features make of them."""
    options = subset.Options()
    options.layout_features = FEATURES.split()
    options.notdef_outline = True
    options.hinting = False
    options.recalc_timestamp = False
    options.drop_tables += ["DSIG", "FFTM"]
    with TTFont(file, lazy=True, recalcTimestamp=False) as font:
        names = font["name"]
        del font["name"]  # a third of the time goes into a search for names that features use
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=characters)
        cutter.subset(font)
        names.names = [record for record in names.names if record.nameID in _NAMES_KEPT]
        font["name"] = names
        out = io.BytesIO()
        font.save(out, reorderTables=True)
    return out.getvalue()


def _style_sheet(fonts: list[EmbeddedFont], chosen: list[Family], families: list[Family]) -> str:
    rules = [
        "@font-face { "
        f'font-family: "{font.face.family}"; font-weight: {font.face.weight}; '
        f'font-style: {font.face.style}; src: url("../{font.name}"); }}'
        for font in fonts
    ]
    rules.append(f"body {{ font-family: {font_stack(chosen)}; }}")
    code = [family for family in families if family.is_monospaced]
    if code:
        rules.append(f'code, pre, kbd, samp {{ font-family: "{code[0].name}", monospace; }}')
    return "\n".join(rules) + "\n"
