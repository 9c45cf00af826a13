"""The fonts that ship with the toolchain, and which of them a text needs.

Books are set in these fonts and no others, so that every machine makes the same pages. The
catalogue is `fonts/fonts.toml`: families in the order in which a character looks for one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import tomli
from msgspec import Struct

from publish.house.language.chinese import chinese_of
from publish.run.shipped import shipped_folder

_UNSEEN_RANGES = (
    "0-20 7f-9f ad 34f 115f 180e 200b-200f 2028-202e 2060-206f fe00-fe0f feff e0000-e01ff"
)
OWN_SCRIPT = {
    "he": ("Noto Serif Hebrew",),
    "yi": ("Noto Serif Hebrew",),
    "ar": ("Noto Naskh Arabic",),
    "fa": ("Noto Naskh Arabic",),
    "ur": ("Noto Naskh Arabic",),
    "ja": ("Noto Serif JP", "Noto Serif SC"),
    "zh-Hans": ("Noto Serif SC", "Noto Serif TC", "Noto Serif JP"),
    "zh-Hant": ("Noto Serif TC", "Noto Serif SC", "Noto Serif JP"),
    "ko": ("Noto Serif KR", "Noto Serif JP"),
    "hi": ("Noto Serif Devanagari",),
    "mr": ("Noto Serif Devanagari",),
    "ne": ("Noto Serif Devanagari",),
    "sa": ("Noto Serif Devanagari",),
}
"""Languages whose text looks for a character in these families first.

Digits, points and quotation marks then come from the script's own font; and of the Chinese
characters, which Unicode has once for all of East Asia, each language gets its own forms. The
names of Chinese are those of `chinese_of`.
"""

SHARE = 0.1
"""A family that shows fewer of a text's letters only helps out."""

OWN = "own"
"""The kind of a family that a book brings along, and that no other text falls back on."""


@cache
def _codes_in(spans: str) -> frozenset[int]:
    """Read code points and spans of them, as `20-7e a0`."""
    pairs = (span.partition("-") for span in spans.split())
    return frozenset(
        code
        for first, _, last in pairs
        for code in range(int(first, 16), int(last or first, 16) + 1)
    )


UNSEEN = _codes_in(_UNSEEN_RANGES)
"""Characters that show nothing, and so need no glyph: controls, joiners, variation selectors."""


_ASCII = bytes(range(128))


class Face(Struct, frozen=True):
    """One font file of a family."""

    family: str
    file: Path
    weight: int
    is_italic: bool
    called: str = ""
    """The family's name in the file, where a book gives it another (`@font-face`)."""
    drawn_weight: int = 400
    drawn_italic: bool = False
    """What the file says of itself, where a book says otherwise."""

    @property
    def style(self) -> str:
        """Say it as CSS `font-style` does."""
        return "italic" if self.is_italic else "normal"

    def read(self) -> bytes:
        """Read the font file."""
        return self.file.read_bytes()


class Family(Struct, frozen=True):
    """A family of the catalogue, its licence beside it; the first face is the upright regular."""

    name: str
    faces: tuple[Face, ...]
    licence: Path | None
    generic: str = "serif"
    """The generic family of CSS Fonts 4 clause 3.1.1 that it stands for; OWN for none."""
    called: str = ""
    """What the files of a book's own family call it."""
    digest: str = ""
    """The hash of a book's own files; what ships is part of the toolchain."""
    usual: str = ""
    """Spans of code points that it is known to show, those of most books."""

    @property
    def is_prose(self) -> bool:
        """Return whether text may be set in it that asks for nothing else."""
        return self.generic == "serif"

    @property
    def is_alias(self) -> bool:
        """Return whether a book says of the files what they do not say themselves."""
        return any(
            (face.called, face.drawn_weight, face.drawn_italic)
            != (self.name, face.weight, face.is_italic)
            for face in self.faces
            if face.called
        )

    def nearest(self, weight: int, *, is_italic: bool) -> Face:
        """Choose the face for a weight and slope (CSS Fonts 4 clause 5.2: the slope goes first)."""
        return min(
            self.faces, key=lambda face: (face.is_italic != is_italic, abs(face.weight - weight))
        )

    def lacks(self, codes: set[int]) -> set[int]:
        """Return which of these code points the regular face cannot show.

        Its file is only read where they are not all among those that it is known to show.
        """
        others = codes - _codes_in(self.usual)
        return others - self.covers() if others else others

    def covers(self) -> frozenset[int]:
        """List the code points that the regular face can show."""
        return _code_points(self.faces[0].file)

    def x_height_em(self) -> float:
        """Measure the height of its small letters; 0 where it has none."""
        return _x_height_em(self.faces[0].file)


def fonts_folder() -> Path:
    """Find fonts/: beside the package in a checkout, inside it where it is installed."""
    return shipped_folder("fonts")


@cache
def families() -> tuple[Family, ...]:
    """Read the catalogue; the text family stands first."""
    folder = fonts_folder()
    table = tomli.loads((folder / "fonts.toml").read_text("utf-8"))
    return tuple(_family(row, folder) for row in table["family"])


def _family(row: dict[str, object], folder: Path) -> Family:
    name, inside = str(row["name"]), folder / str(row["folder"])
    written = row["faces"]
    assert isinstance(written, dict)
    faces = []
    for key in sorted(written):
        weight, _, style = key.partition(" ")
        faces.append(Face(name, inside / written[key], int(weight), style == "italic"))
    licence, generic = inside / str(row["licence"]), str(row.get("generic", "serif"))
    return Family(name, tuple(faces), licence, generic, usual=str(row.get("usual", "")))


def text_family() -> Family:
    """Return the family in which books are set."""
    return families()[0]


def code_family() -> Family:
    """Return the family in which code is set."""
    return generic_family("monospace")


def generic_family(generic: str) -> Family:
    """Return the family that stands for a generic one; the text family where none does."""
    return next((each for each in families() if each.generic == generic), text_family())


@cache
def _code_points(file: Path) -> frozenset[int]:
    import uharfbuzz  # which whoever draws what is chosen does without

    return frozenset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))).unicodes)


@cache
def _x_height_em(file: Path) -> float:
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)))
    font = uharfbuzz.Font(face)
    extents = font.get_glyph_extents(font.get_nominal_glyph(ord("x")) or 0)
    return extents.y_bearing / face.upem if extents else 0.0


@cache
def substitutes() -> dict[str, str]:
    """Read which generic family stands for the families of common programs, by small letters."""
    table = tomli.loads((fonts_folder() / "fonts.toml").read_text("utf-8"))
    return {
        " ".join(name.split()).lower(): generic
        for generic, names in table["substitutes"].items()
        for name in names.split(";")
    }


def generic_of(name: str) -> str:
    """Tell what generic family a name means, or stands for here; empty for an unknown name."""
    plain = " ".join(name.split()).lower()
    if plain in {"serif", "sans-serif", "monospace"}:
        return plain
    shipped = next((each for each in families() if each.name.lower() == plain), None)
    return shipped.generic if shipped else substitutes().get(plain, "")


def own_families(language: str, text: Iterable[str] = "") -> list[Family]:
    """List the families in which a language's text looks first; most have none.

    `text` tells traditional Chinese from simplified where the language does not.
    """
    script = chinese_of(language, text) or language.split("-")[0].lower()
    named = OWN_SCRIPT.get(script, ())
    return [family for name in named for family in families() if family.name == name]


def families_that_set(text: str, language: str) -> list[Family]:
    """List the families in which a text is set for the most part, the chief one first."""
    signs = set(
        text.encode("utf-8", "surrogatepass")
        .translate(None, _ASCII)
        .decode("utf-8", "surrogatepass")
    )
    if max(signs, default="") < "\u0250":
        return [text_family()]
    own = own_families(language, text)
    order = [*own, *(each for each in families() if each not in own and each.is_prose)]
    if not own and max(filter(str.isalpha, signs), default="") < "\u0250":
        return [text_family()]
    letters = {letter: count for letter, count in Counter(text).items() if letter.isalpha()}
    covered: Counter[int] = Counter()
    for letter, count in letters.items():
        at = next((n for n, each in enumerate(order) if ord(letter) in each.covers()), None)
        if at is not None:
            covered[at] += count
    least = SHARE * sum(letters.values())
    return [order[at] for at, count in covered.most_common() if count >= least] or [text_family()]


def families_for(text: Iterable[str], language: str = "") -> tuple[list[Family], list[str]]:
    """Choose the families that show every character, and list the characters that none has.

    The text family always stands first, then the language's own, then others in the catalogue's
    order, as far as some character needs them. Monospaced families are left to those who set code.
    """
    text = set(text)
    wanted = set(map(ord, text)) - UNSEEN
    chosen = [text_family()]
    wanted = text_family().lacks(wanted)
    own = own_families(language, text) if language else []
    for family in [*own, *(family for family in families()[1:] if family not in own)]:
        if not wanted:
            break
        if family.is_prose and wanted & family.covers():
            chosen.append(family)
            wanted -= family.covers()
    return chosen, [chr(code) for code in sorted(wanted)]


def font_stack(chosen: Iterable[Family]) -> str:
    """Write the value of CSS `font-family` that tries these in order."""
    return ", ".join([*(f'"{family.name}"' for family in chosen), "serif"])
