"""The faces that ship: no language swaps a letter, every mark stands at its letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import uharfbuzz as hb

from publish.house.fonts import families, fonts_folder

FACES = sorted(path for path in fonts_folder().rglob("*.ttf") if "cjk" not in path.parent.name)
TEXT_FACES = sorted(
    path
    for name in ("eb-garamond", "noto/NotoSerif-")
    for path in fonts_folder().rglob("*.ttf")
    if str(path.relative_to(fonts_folder())).startswith(name)
)
LANGUAGES = "la de tr az ca ro nl sr mk bg pl mt cy ga fi el grc sa mr ne fa ur sd ar he yi".split()
SANCTIONED = {("Ş", "Ș"), ("ş", "ș"), ("Ţ", "Ț"), ("ţ", "ț"), ("п", "ӣ")}
"""Romanian, typed with cedillas before Unicode 3.0 had the commas; Serbian italics."""


@cache
def font_of(path: Path) -> hb.Font:
    return hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))


def shaped(font: hb.Font, text: str, language: str = "", locl: bool = True) -> hb.Buffer:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    if language:
        buffer.language = language
    hb.shape(font, buffer, {"locl": locl})
    return buffer


def outline(font: hb.Font, glyph: int) -> str:
    drawn: list[str] = []
    functions = hb.DrawFuncs()
    functions.set_move_to_func(lambda x, y, _: drawn.append(f"M{x},{y}"))
    functions.set_line_to_func(lambda x, y, _: drawn.append(f"L{x},{y}"))
    functions.set_quadratic_to_func(lambda a, b, x, y, _: drawn.append(f"Q{a},{b},{x},{y}"))
    functions.set_cubic_to_func(lambda a, b, c, d, x, y, _: drawn.append(f"C{x},{y}"))
    functions.set_close_path_func(lambda _: drawn.append("Z"))
    font.draw_glyph(glyph, functions, None)
    return " ".join(drawn)


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.stem)
def test_no_language_turns_a_letter_into_another(path: Path) -> None:
    font = font_of(path)
    letters = [chr(c) for c in sorted(font.face.unicodes) if chr(c).isalpha()]
    swapped = {
        (letter, glyph)
        for text in by_script(letters)
        for language in LANGUAGES
        for letter, glyph in swaps(font, text, language)
    }
    if not swapped:
        return
    others = by_outline(font, letters)
    assert {
        (letter, other)
        for letter, glyph in swapped
        for other in others.get(outline(font, glyph), "")
        if script_of(other) == script_of(letter) and other != letter
    } <= SANCTIONED


def by_outline(font: hb.Font, letters: list[str]) -> dict[str, str]:
    """Map every shape to the letters that have it, as the Cyrillic and the Latin i may."""
    found: dict[str, str] = {}
    for letter in letters:
        drawn = outline(font, font.get_nominal_glyph(ord(letter)) or 0)
        found[drawn] = found.get(drawn, "") + letter
    return found


def script_of(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def by_script(letters: list[str]) -> list[str]:
    scripts: dict[str, str] = {}
    for letter in letters:
        scripts[script_of(letter)] = scripts.get(script_of(letter), "") + letter + " "
    return list(scripts.values())


def swaps(font: hb.Font, text: str, language: str) -> Iterator[tuple[str, int]]:
    """Yield the letters that the language's own forms (`locl`) change, and what they become."""
    shapes = [shaped(font, text, language, locl).glyph_infos for locl in (False, True)]
    if len(shapes[0]) != len(shapes[1]):
        return
    for plain, local in zip(*shapes, strict=True):
        if plain.codepoint != local.codepoint:
            yield text[local.cluster], local.codepoint


MARKS = {
    "Latin": ("aoeunmxEOH", [*range(0x300, 0x30D), 0x311, 0x323, 0x331, *range(0x363, 0x370)]),
    "Greek": ("αεηιουωΑΩ", [0x300, 0x301, 0x304, 0x306, 0x308, 0x313, 0x314, 0x342, 0x345]),
    "Cyrillic": ("аеиоуыюяА", [0x300, 0x301, 0x304, 0x306, 0x308, 0x30F]),
}


def clusters() -> Iterator[str]:
    for letters, marks in MARKS.values():
        yield from (letter + chr(mark) for letter in letters for mark in marks)


@pytest.mark.parametrize("path", TEXT_FACES, ids=lambda path: path.stem)
def test_marks_stand_at_their_own_letter(path: Path) -> None:
    font = font_of(path)
    codes = set(font.face.unicodes)
    astray = [c for c in clusters() if set(map(ord, c)) <= codes and is_astray(font, c)]
    assert not astray


@pytest.mark.parametrize(
    ("name", "letters", "marks"),
    [
        ("NotoSerifHebrew-Regular", "אבגדהלמנקרת", [*range(0x5B0, 0x5BD), 0x5BF]),
        ("NotoNaskhArabic-Regular", "بتجحدرسطعفقكلمنهوي", range(0x64B, 0x653)),
        ("NotoSerifDevanagari-Regular", "कखगचटतपमयलशसह", [0x901, 0x902, 0x93C, 0x941, 0x942]),
    ],
)
def test_marks_of_other_scripts_do(name: str, letters: str, marks: range | list[int]) -> None:
    font = font_of(next(fonts_folder().rglob(f"{name}.ttf")))
    assert not [
        letter + chr(mark)
        for letter in letters
        for mark in marks
        if is_astray(font, letter + chr(mark))
    ]


def is_astray(font: hb.Font, cluster: str) -> bool:
    """Tell whether a mark's middle lies beside its letter's ink, by more than a tenth of an em."""
    buffer = shaped(font, unicodedata.normalize("NFC", cluster))
    if len(buffer.glyph_infos) < 2:
        return False
    at, edges = 0, []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        ink = font.get_glyph_extents(info.codepoint)
        left = at + position.x_offset + ink.x_bearing
        edges.append((left, left + ink.width, position.x_advance))
        at += position.x_advance
    letter = max(edges, key=lambda edge: edge[2])
    slack = font.face.upem / 10
    middles = [(left + right) / 2 for left, right, width in edges if (left, right) != letter[:2]]
    return any(not letter[0] - slack <= middle <= letter[1] + slack for middle in middles)


def test_small_letters_over_letters_are_drawn() -> None:
    for path in TEXT_FACES:
        assert set(range(0x363, 0x370)) <= set(font_of(path).face.unicodes), path.stem


def test_a_family_shows_all_that_its_row_says_it_shows() -> None:
    """What the row has is not looked up in the file; a sign too many would print as a box."""
    for family in families():
        everything = set(range(0x10000))
        assert family.lacks(everything) == everything - family.covers()
    assert sum(bool(family.usual) for family in families()) == 1
