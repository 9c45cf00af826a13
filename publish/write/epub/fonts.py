"""Fonts in the book: the families that its characters need, cut to these characters.

Every face is a whole, unobfuscated TrueType file with its licence beside it. OpenType features
that style sheets ask for (small capitals, old-style figures) come along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import uharfbuzz
from lxml import etree
from msgspec import Struct

from publish.house.fonts import (
    UNSEEN,
    Face,
    Family,
    code_family,
    families_for,
    font_stack,
    own_families,
    text_family,
)
from publish.model.lazy_pattern import lazy_pattern
from publish.write.epub.content import H
from publish.write.epub.looks import Look, looks_of

FEATURES = "smcp c2sc onum lnum pnum tnum sups subs".split()
"""What style sheets ask for, besides the features that a script cannot do without."""

ALWAYS = "".join(map(chr, range(32, 127))) + "\u00a0\u00ad‐–—‘’“”…†‡§¶*[]⟨⟩"
"""Characters that style sheets and reading systems may add to any text."""

CFF = b"OTTO"
"""How a font file with PostScript outlines begins (OpenType 1.9, "Font tables")."""

_NAMES_KEPT = frozenset([0, 1, 2, 3, 4, 5, 6, 13, 14])
"""Copyright, family, style, version and licence (OpenType, table `name`)."""

_CONTENT = lazy_pattern(r"content:([^;}]*)")
_ESCAPE = lazy_pattern(r"\\([0-9a-fA-F]{1,6})\s?")
_CODE = frozenset(H + name for name in ("code", "pre", "kbd", "samp", "tt"))


class EmbeddedFont(Struct, frozen=True):
    """A face cut for the book, and the licence that goes with it."""

    face: Face
    data: bytes
    licence: Path | None
    is_own: bool = False
    """Whether the book brings it along."""

    @property
    def name(self) -> str:
        """Return its path inside the package's folder."""
        stem = self.face.file.stem
        if self.is_own:
            stem = re.sub(r"[^A-Za-z0-9_]+", "-", f"own-{self.face.family}-{stem}")
        return f"fonts/{stem}{'.otf' if self.data.startswith(CFF) else '.ttf'}"

    @property
    def media_type(self) -> str:
        """Name its kind (EPUB 3.3 section 3.2)."""
        return "font/otf" if self.data.startswith(CFF) else "font/ttf"


def embedded_fonts(
    documents: Iterable[etree._Element],
    sheets: Mapping[str, str],
    face: Family | None = None,
    asked_for: Iterable[Family] = (),
) -> tuple[list[EmbeddedFont], str]:
    """Choose and cut the fonts that documents need; give them with the sheet that names them.

    `sheets` are the style sheets: the words they add to the text need glyphs too. The first
    document is in the book's own language. `face` is the family of the text, where the edition
    names one; `asked_for` are those that the book's own sheets name.
    """
    face = face or text_family()
    roots = list(documents)
    book = (roots[0].get("lang") or "") if roots else ""
    used = characters_by_language(roots, book)
    used[book] |= _generated(sheets.values())
    shown = {language: set(characters) for language, characters in used.items()}
    used[book] |= set(ALWAYS)
    if face == text_family():
        shown = used
    stacks = {language: _stack(shown[language], language, face) for language in used}
    has_code = any(next(root.iter(*_CODE), None) is not None for root in roots)
    code = [code_family()] if has_code else []
    styles = looks_of(sheets.values(), _languages(roots)).used_in(roots)
    fonts = []
    named = [family for stack in stacks.values() for family in stack]
    anywhere = [*code, *asked_for]
    for family in dict.fromkeys([*named, *anywhere]):
        setting = [each for each in used if family in stacks[each] or family in anywhere]
        wanted = {ord(c) for language in setting for c in used[language]} & family.covers()
        if face.digest and family not in (face, *anywhere):
            wanted -= face.covers()
        fonts += [
            EmbeddedFont(each, _cut(each, frozenset(wanted)), family.licence, bool(family.digest))
            for each in _faces(family, styles, is_text=family in (text_family(), face))
        ]
    return fonts, _style_sheet(fonts, book, stacks, code)


def _stack(characters: set[str], language: str, face: Family) -> list[Family]:
    """Put the face of the text first, and behind it what has the characters that it lacks."""
    if face == text_family():
        return families_for(characters, language)[0]
    lacking = {c for c in characters if ord(c) not in face.covers()}
    others = families_for(lacking, language)[0] if {*map(ord, lacking)} - UNSEEN else []
    return [face, *(family for family in others if family != face)]


def characters_by_language(roots: list[etree._Element], book: str) -> dict[str, set[str]]:
    """Collect the characters shown in the book's language, and in each that has its own families.

    A capital may stand for each letter where a style sheet sets text in capitals.
    """
    used: dict[str, set[str]] = {book: set()}
    pending = [(root, book) for root in roots]
    while pending:
        element, around = pending.pop()
        if not isinstance(element.tag, str):
            continue
        written = element.get("lang")
        language = around if written is None else written if own_families(written) else book
        used.setdefault(language, set()).update(element.text or "")
        for child in element:
            pending.append((child, language))
            used[language].update(child.tail or "")
    return {
        language: characters | {c.upper() for c in characters if len(c.upper()) == 1}
        for language, characters in used.items()
    }


def _generated(sheets: Iterable[str]) -> set[str]:
    """Find the characters in the strings of `content` declarations."""
    said = "".join(part for sheet in sheets for part in _CONTENT.findall(sheet))
    escaped = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), said)
    return {character for character in escaped if not character.isspace()}


def _languages(roots: Iterable[etree._Element]) -> set[str]:
    return {str(e.get("lang")) for root in roots for e in root.iter(etree.Element) if e.get("lang")}


def _faces(family: Family, styles: set[Look], *, is_text: bool) -> Iterator[Face]:
    for face in family.faces:
        is_bold = face.weight >= 700
        is_regular = face.weight == 400 and not face.is_italic
        is_wanted = face.weight in {400, 700} and (is_bold, face.is_italic) in styles
        if is_regular or is_wanted or (is_text and face.weight == 400):
            yield face


def _cut(face: Face, characters: frozenset[int]) -> bytes:
    """Cut a font file to characters, with the glyphs that its features make of them.

    HarfBuzz takes two thousandths of a second for what takes fontTools half a second, and makes
    the same tables.
    """
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(characters)
    wanted.layout_feature_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in FEATURES)
    wanted.name_id_set.update(_NAMES_KEPT)
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    whole = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.file)))
    data: bytes = uharfbuzz.subset(whole, wanted).blob.data
    return data


def _style_sheet(
    fonts: list[EmbeddedFont], book: str, stacks: dict[str, list[Family]], code: list[Family]
) -> str:
    """Write the faces, and which families each language is set in."""
    rules = [
        "@font-face { "
        f'font-family: "{font.face.family}"; font-weight: {font.face.weight}; '
        f'font-style: {font.face.style}; src: url("../{font.name}"); }}'
        for font in fonts
    ]
    rules.append(f"body {{ font-family: {font_stack(stacks[book])}; }}")
    for language in sorted(stacks.keys() - {book}):
        where = f'[lang|="{language}"], [lang|="{language}"] > body'
        rules.append(f"{where} {{ font-family: {font_stack(stacks[language])}; }}")
    if code:
        rules.append(f'code, pre, kbd, samp {{ font-family: "{code[0].name}", monospace; }}')
    return "\n".join(rules) + "\n"
