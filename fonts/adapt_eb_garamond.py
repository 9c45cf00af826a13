"""Make the EB Garamond that ships from the one that is published: `make faces`.

usage: adapt_eb_garamond.py FOLDER_OF_THE_PUBLISHED_FACES

The licence allows it (OFL 1.1 clause 3: no name is reserved). Three things are changed:

- No language turns a letter into another. The published face sets `v` for `u` in Latin, and in
  German an `f` that makes no ligature and leaves a hole before `i`. For the seams of compounds
  there is the feature `ss20`: an `f` that stands clear of the head of an `l`.
- Marks that have no place over or under a letter get one (OpenType GPOS lookup type 4); without,
  they land on the next letter, as does the small e over a vowel of early modern German.
- The other small letters that stand over letters (Unicode chart U+0300, medieval superscripts)
  are drawn from the face's own small letters.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import Any

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otBase, otTables

FACES = {
    "EBGaramond-Regular.ttf": "EBGaramond_400Regular.ttf",
    "EBGaramond-Italic.ttf": "EBGaramond_400Regular_Italic.ttf",
    "EBGaramond-SemiBold.ttf": "EBGaramond_600SemiBold.ttf",
    "EBGaramond-Bold.ttf": "EBGaramond_700Bold.ttf",
    "EBGaramond-BoldItalic.ttf": "EBGaramond_700Bold_Italic.ttf",
}
SWAPS = {"LAT ": None, "DEU ": {"f"}}
"""Language systems, and the glyphs whose swap is dropped there; None drops the language system."""

LETTERS_OVER = dict(zip(range(0x0363, 0x0370), "aeioucdhmrtvx", strict=True)) | {
    0x1DD7: "ç",
    0x1DDA: "g",
    0x1DDC: "k",
    0x1DDD: "l",
    0x1DE0: "n",
    0x1DE4: "s",
    0x1DE5: "ſ",
    0x1DE6: "z",
    0x1DE8: "b",
    0x1DEB: "f",
    0x1DEE: "p",
    0x1DF1: "w",
}
CLEAR = 60
"""Units by which an `f` stands clear of the next letter; the face's kerning has 70 before `i`."""

OVER, UNDER, CEDILLA, THROUGH = 230, 220, 202, 1
"""Canonical combining classes (Unicode 4.3)."""

GAP = 30
"""Units between a letter's ink and the place of its marks, as the published anchors have it."""


def box(font: Any, name: str) -> tuple[int, int, int, int]:
    """Measure a glyph's ink: left, bottom, right, top; all 0 where it has none."""
    glyph = font["glyf"][name]
    glyph.recalcBounds(font["glyf"])
    return glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax


def drop_swaps(font: Any) -> None:
    """Take the substitutions that turn letters into others out of the `locl` features."""
    table = font["GSUB"].table
    for script in table.ScriptList.ScriptRecord:
        kept = []
        for record in script.Script.LangSysRecord:
            dropped = SWAPS.get(record.LangSysTag, set())
            if dropped is None:
                continue
            kept.append(record)
            for index in record.LangSys.FeatureIndex if dropped else ():
                feature = table.FeatureList.FeatureRecord[index]
                if feature.FeatureTag == "locl":
                    drop_from(table, feature.Feature.LookupListIndex, dropped)
        script.Script.LangSysRecord = kept
        script.Script.LangSysCount = len(kept)


def drop_from(table: Any, lookups: list[int], glyphs: set[str]) -> None:
    """Take glyphs out of single substitutions."""
    for index in lookups:
        for subtable in table.LookupList.Lookup[index].SubTable:
            mapping = getattr(getattr(subtable, "ExtSubTable", subtable), "mapping", {})
            for glyph in glyphs & mapping.keys():
                del mapping[glyph]


def offer_clear_f(font: Any) -> None:
    """Offer an `f` that stands clear of the next letter's head, for the seams of compounds."""
    subtable = otTables.SinglePos()
    subtable.Format, subtable.ValueFormat = 1, 4
    subtable.Coverage = otTables.Coverage()
    subtable.Coverage.glyphs = [font.getBestCmap()[ord("f")]]
    subtable.Value = otBase.ValueRecord()
    subtable.Value.XAdvance = CLEAR
    add_lookup(font, "GPOS", "ss20", 1, subtable)


def draw_letters_over(font: Any) -> None:
    """Draw the small letters over letters, of the size and at the height of the published e."""
    glyphs, cmap = font["glyf"], font.getBestCmap()
    model, letter = box(font, cmap[0x0364]), box(font, cmap[ord("e")])
    scale = (model[3] - model[1]) / (letter[3] - letter[1])
    foot = model[1] - scale * letter[1]
    glyph_set = font.getGlyphSet()
    for code, source in LETTERS_OVER.items():
        if code in cmap:
            continue
        name, original = f"uni{code:04X}", cmap[ord(source)]
        ink = box(font, original)
        shift = (model[0] + model[2]) / 2 - scale * (ink[0] + ink[2]) / 2
        recording = DecomposingRecordingPen(glyph_set)
        glyph_set[original].draw(recording)
        pen = TTGlyphPen(None)
        recording.replay(TransformPen(pen, (scale, 0, 0, scale, shift, foot)))
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        glyphs[name] = pen.glyph()
        font["hmtx"][name] = (0, round(shift + scale * ink[0]))
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name
        font["GDEF"].table.GlyphClassDef.classDefs[name] = 3


def marks_of(font: Any, combining_class: int) -> dict[str, str]:
    """Find the glyphs of the marks of a class, with their characters."""
    return {
        name: chr(code)
        for code, name in sorted(font.getBestCmap().items())
        if unicodedata.combining(chr(code)) == combining_class
    }


def letters_of(font: Any) -> list[str]:
    """List the glyphs of letters that have ink."""
    return [
        name
        for code, name in sorted(font.getBestCmap().items())
        if unicodedata.category(chr(code)) in {"Lu", "Ll"} and box(font, name)[2]
    ]


def attachments(font: Any, mark: str) -> Any:
    """Find the mark-to-base subtable by which a mark is placed."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            inner = getattr(subtable, "ExtSubTable", subtable)
            if inner.LookupType == 4 and mark in inner.MarkCoverage.glyphs:
                return inner
    raise LookupError(mark)


def anchored(font: Any) -> set[str]:
    """Collect the marks that have a place."""
    found: set[str] = set()
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            inner = getattr(subtable, "ExtSubTable", subtable)
            if inner.LookupType == 4:
                found.update(inner.MarkCoverage.glyphs)
    return found


def anchor(x: float, y: float) -> Any:
    """Make an anchor of a place in font units."""
    made = otTables.Anchor()
    made.Format, made.XCoordinate, made.YCoordinate = 1, round(x), round(y)
    return made


def mark_record(x: float, y: float) -> Any:
    """Make a mark's record in the first class."""
    made = otTables.MarkRecord()
    made.Class, made.MarkAnchor = 0, anchor(x, y)
    return made


def base_record(x: float, y: float) -> Any:
    """Make a letter's record."""
    made = otTables.BaseRecord()
    made.BaseAnchor = [anchor(x, y)]
    return made


def add_records(font: Any, coverage: Any, records: list[Any], made: dict[str, Any]) -> None:
    """Add records to a coverage and its array, in the order of glyphs that the format asks for."""
    both = dict(zip(coverage.glyphs, records, strict=True)) | made
    coverage.glyphs = sorted(both, key=font.getGlyphID)
    records[:] = [both[glyph] for glyph in coverage.glyphs]


def place_marks(font: Any, marks: set[str], model: str, *, over: bool) -> None:
    """Give marks and letters that lack it a place, beside the model mark's."""
    table = attachments(font, model)
    index = table.MarkCoverage.glyphs.index(model)
    height = table.MarkArray.MarkRecord[index].MarkAnchor.YCoordinate
    centres = {mark: sum(box(font, mark)[::2]) / 2 for mark in marks}
    made = {mark: mark_record(centre, height) for mark, centre in centres.items()}
    add_records(font, table.MarkCoverage, table.MarkArray.MarkRecord, made)
    letters = set(letters_of(font)) - set(table.BaseCoverage.glyphs)
    bases = {}
    for letter in letters:
        left, bottom, right, top = box(font, letter)
        y = max(height, top + GAP) if over else min(height, bottom - GAP // 2)
        bases[letter] = base_record((left + right) / 2, y)
    add_records(font, table.BaseCoverage, table.BaseArray.BaseRecord, bases)
    table.MarkArray.MarkCount = len(table.MarkArray.MarkRecord)
    table.BaseArray.BaseCount = len(table.BaseArray.BaseRecord)


def add_placing(font: Any, marks: dict[str, Any], bases: dict[str, Any], *, on_marks: bool) -> None:
    """Add a lookup that places marks on letters, or on other marks."""
    names = ("Mark1", "Mark2") if on_marks else ("Mark", "Base")
    subtable = otTables.MarkMarkPos() if on_marks else otTables.MarkBasePos()
    subtable.Format, subtable.ClassCount = 1, 1
    for name, made in zip(names, (marks, bases), strict=True):
        coverage = otTables.Coverage()
        coverage.glyphs = sorted(made, key=font.getGlyphID)
        kind = "Mark" if name == "Mark1" else name
        array = getattr(otTables, f"{kind}Array")()
        setattr(array, f"{kind}Record", [made[glyph] for glyph in coverage.glyphs])
        setattr(array, f"{kind}Count", len(made))
        setattr(subtable, f"{name}Coverage", coverage)
        setattr(subtable, f"{name}Array", array)
    tag, lookup_type = ("mkmk", 6) if on_marks else ("mark", 4)
    add_lookup(font, "GPOS", tag, lookup_type, subtable)


def add_lookup(font: Any, table_tag: str, tag: str, lookup_type: int, subtable: Any) -> None:
    """Add a lookup behind all others, to a feature of every script and language."""
    table = font[table_tag].table
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag = lookup_type, 0
    lookup.SubTable, lookup.SubTableCount = [subtable], 1
    table.LookupList.Lookup.append(lookup)
    table.LookupList.LookupCount += 1
    records = table.FeatureList.FeatureRecord
    index = next((n for n, record in enumerate(records) if record.FeatureTag == tag), None)
    if index is None:
        record, index = otTables.FeatureRecord(), len(records)
        record.FeatureTag, record.Feature = tag, otTables.Feature()
        record.Feature.FeatureParams, record.Feature.LookupListIndex = None, []
        records.append(record)
    for record in records:
        if record.FeatureTag == tag:
            record.Feature.LookupListIndex.append(table.LookupList.LookupCount - 1)
            record.Feature.LookupCount = len(record.Feature.LookupListIndex)
    for script in table.ScriptList.ScriptRecord:
        systems = [script.Script.DefaultLangSys, *(r.LangSys for r in script.Script.LangSysRecord)]
        for system in systems:
            if not any(records[n].FeatureTag == tag for n in system.FeatureIndex):
                system.FeatureIndex.append(index)
                system.FeatureCount = len(system.FeatureIndex)


def place_strokes(font: Any, marks: set[str]) -> None:
    """Have strokes go through the middle of letters."""
    add_placing(
        font,
        {mark: mark_record(*middle(font, mark)) for mark in marks},
        {letter: base_record(*middle(font, letter)) for letter in letters_of(font)},
        on_marks=False,
    )


def stack_marks(font: Any, marks: set[str]) -> None:
    """Have a mark over a letter stand over the one that is there."""
    above, below = {}, {}
    for mark in marks:
        centre, (_, _, _, top) = middle(font, mark)[0], box(font, mark)
        above[mark] = mark_record(centre, height_of(font, mark))
        below[mark] = otTables.Mark2Record()
        below[mark].Mark2Anchor = [anchor(centre, top - GAP // 3)]
    add_placing(font, above, below, on_marks=True)


def height_of(font: Any, mark: str) -> float:
    """Find at what height a mark is attached."""
    table = attachments(font, mark)
    record = table.MarkArray.MarkRecord[table.MarkCoverage.glyphs.index(mark)]
    return float(record.MarkAnchor.YCoordinate)


def middle(font: Any, glyph: str) -> tuple[float, float]:
    """Find the middle of a glyph's ink."""
    left, bottom, right, top = box(font, glyph)
    return (left + right) / 2, (bottom + top) / 2


def adapt(font: Any) -> None:
    """Make all changes."""
    drop_swaps(font)
    offer_clear_f(font)
    draw_letters_over(font)
    have = anchored(font)
    place_marks(font, marks_of(font, OVER).keys() - have, "acutecomb", over=True)
    under = marks_of(font, UNDER).keys() | marks_of(font, CEDILLA).keys() - {"uni0328"}
    place_marks(font, under - have, "dotbelowcomb", over=False)
    place_strokes(font, set(marks_of(font, THROUGH)))
    stack_marks(font, set(marks_of(font, OVER)))


def main() -> None:
    """Adapt every face that ships."""
    published = Path(sys.argv[1])
    for name, original in FACES.items():
        font = TTFont(next(published.rglob(original)), recalcTimestamp=False)
        adapt(font)
        font.save(Path(__file__).parent / "eb-garamond" / name)


if __name__ == "__main__":
    main()
