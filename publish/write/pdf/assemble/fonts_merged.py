"""The fonts of a bound book: one for each face, cut to the glyphs that any division shows."""

from __future__ import annotations

import math
from collections.abc import Iterable
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from publish.engine.drawn import FontShelf, FontUse
from publish.run.cache import Cache, key_of

DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT")
"""Tables that lay text out, or that are for screens: in a PDF the glyphs are set already."""


UNSAID = "\u200b"
"""What a glyph says that has no character of its own, and is told by another."""


def merge_uses(uses: Iterable[FontUse]) -> dict[str, FontUse]:
    """Join what the divisions use of each font."""
    merged: dict[str, FontUse] = {}
    for use in uses:
        known = merged.get(use.key)
        if known is None:
            merged[use.key] = FontUse(
                use.key, use.name, use.family, use.source, use.index, use.flags,
                use.ascent, use.descent, dict(use.text_of), dict(use.widths),
            )  # fmt: skip
            continue
        for glyph, text in use.text_of.items():
            known.text_of[glyph] = known.text_of.get(glyph) or text
        for glyph, width in use.widths.items():
            known.widths.setdefault(glyph, width)
    return merged


def embed(
    pdf: Pdf, uses: dict[str, FontUse], shelf: FontShelf, cache: Cache
) -> dict[str, pikepdf.Object]:
    """Add each font to the file (ISO 32000-1 clause 9.7); faces of one file share its program.

    What was cut for an earlier run serves again where the same glyphs are shown.
    """
    programs: dict[tuple[str, int], pikepdf.Object] = {}
    for source, index in sorted({(use.source, use.index) for use in uses.values()}):
        glyphs: set[int] = set()
        for use in uses.values():
            if (use.source, use.index) == (source, index):
                glyphs.update(use.text_of)
        key = key_of(("font subset", source, str(index), *map(str, sorted(glyphs))))
        data = cache.get(key)
        if data is None:
            data = subset(shelf.get(source), index, glyphs)
            cache.put(key, data)
        programs[source, index] = _program(pdf, data)
    return {
        key: _font(pdf, use, programs[use.source, use.index], shelf)
        for key, use in sorted(uses.items())
    }


def subset(data: bytes, index: int, glyphs: set[int]) -> bytes:
    """Cut a font file to some glyphs, which keep their numbers."""
    import uharfbuzz  # which takes as long to import as all fonts of a novel to be cut

    face = uharfbuzz.Face(data, index)
    chosen = uharfbuzz.SubsetInput()
    chosen.flags = (
        uharfbuzz.SubsetFlags.RETAIN_GIDS
        | uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.DESUBROUTINIZE
        | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    )
    chosen.glyph_set.update(sorted(glyphs))
    chosen.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in DROPPED)
    return bytes(uharfbuzz.subset(face, chosen).blob.data)


def _program(pdf: Pdf, data: bytes) -> pikepdf.Object:
    """Embed a font program: TrueType whole, of OpenType/CFF the bare CFF (ISO 32000-1 9.9)."""
    if data[:4] == b"OTTO":
        from fontTools.ttLib import TTFont

        table = TTFont(BytesIO(data), lazy=True).reader["CFF "]
        return pdf.make_indirect(pdf.make_stream(bytes(table), Subtype=Name.CIDFontType0C))
    return pdf.make_indirect(pdf.make_stream(data, Length1=len(data)))


def _font(pdf: Pdf, use: FontUse, program: pikepdf.Object, shelf: FontShelf) -> pikepdf.Object:
    """Make a composite font whose codes are glyph numbers (ISO 32000-1 clause 9.7.4)."""
    is_cff = "/Subtype" in program
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0 if is_cff else Name.CIDFontType2,
        BaseFont=Name(f"/{use.name}"),
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        W=_widths(use.widths),
        FontDescriptor=_descriptor(pdf, use, program),
    )
    if not is_cff:
        descendant.CIDToGIDMap = Name.Identity
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(f"/{use.name}"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_indirect(pdf.make_stream(_to_unicode(_with_all_told(use, shelf)))),
        )
    )


def _descriptor(pdf: Pdf, use: FontUse, program: pikepdf.Object) -> pikepdf.Object:
    """Describe a font by what WeasyPrint measured of it (ISO 32000-1 clause 9.8)."""
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{use.name}"),
        FontFamily=String(use.family),
        Flags=use.flags,
        FontBBox=Array([0, use.descent, round(max(use.widths.values(), default=0)), use.ascent]),
        ItalicAngle=-12 if use.flags & 64 else 0,
        Ascent=use.ascent,
        Descent=use.descent,
        CapHeight=use.ascent,
        StemV=80,
    )
    descriptor["/FontFile3" if "/Subtype" in program else "/FontFile2"] = program
    return pdf.make_indirect(descriptor)


def _widths(widths: dict[int, float]) -> Array:
    """Write the W array (ISO 32000-1 9.7.4.3): runs of glyphs with their widths."""
    runs: list[tuple[int, list[float]]] = []
    for glyph in sorted(widths):
        if not runs or glyph != runs[-1][0] + len(runs[-1][1]):
            runs.append((glyph, []))
        runs[-1][1].append(round(widths[glyph]))
    flat: list[int | Array] = []
    for start, values in runs:
        flat += [start, Array(values)]
    return Array(flat)


def _with_all_told(use: FontUse, shelf: FontShelf) -> dict[int, str]:
    """Return what each glyph says; one that was told as nothing says its own character.

    A mark painted beside its letter is told with that (`ActualText`). The map has it all the same,
    as it has every glyph that is shown (ISO 19005-2 clause 6.2.11.7.2).
    """
    if all(use.text_of.values()):
        return use.text_of
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(shelf.get(use.source)), fontNumber=use.index, lazy=True)
    own = {font.getGlyphID(name): chr(code) for code, name in font.getBestCmap().items()}
    return {glyph: text or own.get(glyph, UNSAID) for glyph, text in use.text_of.items()}


def _to_unicode(text_of: dict[int, str]) -> bytes:
    """Write the map that makes text searchable (ISO 32000-1 9.10.3)."""
    pairs = [
        f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>"
        for glyph, text in sorted(text_of.items())
        if text
    ]
    blocks = [pairs[i * 100 : i * 100 + 100] for i in range(math.ceil(len(pairs) / 100))]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
