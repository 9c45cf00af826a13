"""The themes of print: a sheet of looks, the face of the text, and the sizes that suit it.

`styles/themes/print/NAME.css` and `NAME.toml` lie beside one another, in the book's `styles/` or
among those that ship. What the TOML file says of `[print]` goes before the house's defaults and
behind what the edition states, as a printer's figures do.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import tomli
from msgspec import Struct, field, structs

from publish.house.fonts import Family, families, text_family
from publish.house.stylesheets import read_named, styles_folder
from publish.model.edition import Edition
from publish.model.finding import Place, PublishError, error, say_path
from publish.run.inputs import is_there, lies_in, read_input

FOLDER = "themes/print"

CHOICES: Mapping[str, type] = {"font_size": str, "leading": str, "initials": int}
"""Keys of [print] that a theme may choose, and their types."""

LARGEST = 64 * 1024
"""Bytes of a theme's TOML file."""


class PrintTheme(Struct, frozen=True):
    """A theme of print."""

    sheet: str
    face: Family
    """The family of the text."""
    choices: Mapping[str, object] = field(default_factory=dict)
    """Keys of [print], where the edition does not state them."""


def read_print_theme(edition: Edition) -> PrintTheme:
    """Read the theme that the edition names.

    Raises PublishError WRI-011 where there is none or its file says what no theme can,
    WRI-164 for a name that leads out of the folder.
    """
    name = edition.print.theme
    sheet = read_named(edition, FOLDER, name, "WRI-011", "theme of print")
    for folder in (edition.folder / "styles", styles_folder()):
        path = folder / FOLDER / f"{name}.toml"
        if is_there(path):
            home = None if lies_in(path, styles_folder()) else edition.folder
            return _read(sheet, read_input(path, home, LARGEST), say_path(path))
    return PrintTheme(sheet, text_family())


def _read(sheet: str, data: bytes, file_name: str) -> PrintTheme:
    try:
        table = tomli.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomli.TOMLDecodeError) as problem:
        message = f"the theme {file_name} is not TOML: {problem}"
        hint = "write one key to a line, and words in quotes"
        raise PublishError(error("WRI-011", message, Place(file_name), hint)) from problem
    named = str(table.pop("face", text_family().name))
    face = next((each for each in families() if each.name.lower() == named.lower()), None)
    if face is None:
        message = f"the theme's face {named!r} does not ship"
        hint = f"name one of {', '.join(each.name for each in families() if _is_latin(each))}"
        raise PublishError(error("WRI-011", message, Place(file_name), hint))
    for key, value in table.items():
        if type(value) is not CHOICES.get(key):
            message = f"a theme cannot choose {key} = {value!r}"
            hint = f"it may say face, {', '.join(CHOICES)}"
            raise PublishError(error("WRI-011", message, Place(file_name), hint))
    return PrintTheme(sheet, face, table)


def _is_latin(family: Family) -> bool:
    """Return whether a family has the letters and the italics that a text needs."""
    return any(face.is_italic for face in family.faces)


def with_theme(edition: Edition, stated: Collection[str]) -> Edition:
    """Put what the theme chooses in the place of the house's choices, but for keys stated."""
    chosen = read_print_theme(edition).choices
    wanted = {key: value for key, value in chosen.items() if key not in stated}
    choices = structs.replace(edition.print, **wanted)
    return structs.replace(edition, print=choices)
