"""The fonts that ship with the toolchain, and which of them a text needs.

Books are set in these fonts and no others, so that every machine makes the same pages. The
catalogue is `fonts/fonts.toml`: families in the order in which a character looks for one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from publish.stylesheets import shipped_folder

_UNSEEN_RANGES = (
    "0-20 7f-9f ad 34f 115f 180e 200b-200f 2028-202e 2060-206f fe00-fe0f feff e0000-e01ff"
)
UNSEEN = frozenset(
    code
    for first, _, last in (span.partition("-") for span in _UNSEEN_RANGES.split())
    for code in range(int(first, 16), int(last or first, 16) + 1)
)
"""Characters that show nothing, and so need no glyph: controls, joiners, variation selectors."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font file of a family."""

    family: str
    file: Path
    weight: int
    is_italic: bool

    @property
    def style(self) -> str:
        """Say it as CSS `font-style` does."""
        return "italic" if self.is_italic else "normal"

    def read(self) -> bytes:
        """Read the font file."""
        return self.file.read_bytes()


@dataclass(frozen=True, slots=True)
class Family:
    """A family of the catalogue, its licence beside it; the first face is the upright regular."""

    name: str
    faces: tuple[Face, ...]
    licence: Path
    is_monospaced: bool = False

    def covers(self) -> frozenset[int]:
        """List the code points that the regular face can show."""
        return _code_points(self.faces[0].file)


def fonts_folder() -> Path:
    """Find fonts/: beside the package in a checkout, inside it where it is installed."""
    return shipped_folder("fonts")


@cache
def families() -> tuple[Family, ...]:
    """Read the catalogue; the text family stands first."""
    folder = fonts_folder()
    table = tomllib.loads((folder / "fonts.toml").read_text("utf-8"))
    return tuple(_family(row, folder) for row in table["family"])


def _family(row: dict[str, object], folder: Path) -> Family:
    name, inside = str(row["name"]), folder / str(row["folder"])
    written = row["faces"]
    assert isinstance(written, dict)
    faces = []
    for key in sorted(written):
        weight, _, style = key.partition(" ")
        faces.append(Face(name, inside / written[key], int(weight), style == "italic"))
    return Family(
        name, tuple(faces), inside / str(row["licence"]), bool(row.get("is_monospaced", False))
    )


def text_family() -> Family:
    """Give the family in which books are set."""
    return families()[0]


def code_family() -> Family:
    """Give the family in which code is set."""
    return next(family for family in families() if family.is_monospaced)


@cache
def _code_points(file: Path) -> frozenset[int]:
    import uharfbuzz  # which whoever draws what is chosen does without

    return frozenset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))).unicodes)


def families_for(text: Iterable[str]) -> tuple[list[Family], list[str]]:
    """Choose the families that show every character, and list the characters that none has.

    The text family always stands first, then others in the catalogue's order, as far as some
    character needs them. Monospaced families are left to those who set code.
    """
    wanted = {ord(character) for character in set(text)} - UNSEEN
    chosen = [text_family()]
    wanted -= text_family().covers()
    for family in families()[1:]:
        if not wanted:
            break
        if not family.is_monospaced and wanted & family.covers():
            chosen.append(family)
            wanted -= family.covers()
    return chosen, [chr(code) for code in sorted(wanted)]


def font_stack(chosen: Iterable[Family]) -> str:
    """Write the value of CSS `font-family` that tries these in order."""
    return ", ".join([*(f'"{family.name}"' for family in chosen), "serif"])
