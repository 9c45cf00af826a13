"""The fonts of a book's own: the files of its `fonts/` folder, and what `@font-face` calls them.

They are read through the gate for a book's files, and used where edition.toml or own.css names
them: nothing of what happens to be installed on a machine comes into a book.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct, field

from publish.house.font_files import FontFacts, UnfitFontError, read_facts
from publish.house.font_names import GENERIC, NO_NAMES, DeclaredFace, faces_in
from publish.house.fonts import (
    OWN,
    Face,
    Family,
    code_family,
    families,
    generic_family,
    generic_of,
    text_family,
)
from publish.house.stylesheets import own_sheet_text
from publish.model.edition import Edition
from publish.model.finding import Finding, Place, error, say_path, warning
from publish.run.inputs import list_inputs, read_input

FOLDER = "fonts"
ENDINGS = (".ttf", ".otf")
PACKED = (".woff", ".woff2", ".ttc")
LICENCES = ("OFL*.txt", "LICEN[CS]E*", "*[Ll]icen[cs]e*.txt")
LARGEST = 64 * 1024 * 1024
"""Bytes of a font file."""

UNFIT = "use a static TrueType or OpenType file, .ttf or .otf, in fonts/ of the book"


class OwnFonts(Struct):
    """The families that a book brings along, and what is wrong with its files."""

    families: list[Family] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    facts: dict[Path, FontFacts] = field(default_factory=dict)

    def find(self, name: str) -> Family | None:
        """Find a family by its name, the book's own or one that ships."""
        plain = " ".join(name.split()).lower()
        known = (*self.families, *families())
        return next((each for each in known if each.name.lower() == plain), None)

    def chosen(self, name: str) -> Family | None:
        """Find the family that a key of edition.toml names: by `find`, or a generic one."""
        plain = name.strip().lower()
        return generic_family(plain) if plain in GENERIC else self.find(name)

    def stands_for(self, names: Iterable[str]) -> Family | None:
        """Find the family that is used for a list of names; None where all are unknown."""
        for name in names:
            if name.lower() in NO_NAMES or name.startswith("var("):
                return text_family()
            if found := self.find(name):
                return found
            if generic := generic_of(name):
                return generic_family(generic)
        return None

    def is_exact(self, name: str) -> bool:
        """Return whether a name is generic, a CSS keyword, or that of a family that is there."""
        return name.lower() in GENERIC | NO_NAMES or self.find(name) is not None

    def known(self) -> str:
        """List the families that an author may name; those of single scripts are left out."""
        shipped = [each.name for each in families() if any(face.is_italic for face in each.faces)]
        return ", ".join([*(each.name for each in self.families), *shipped, code_family().name])


def read_own_fonts(edition: Edition) -> OwnFonts:
    """Read the files of fonts/ and the `@font-face` rules of own.css.

    Code WRI-213: a file that cannot be used, or is not there.
    """
    fonts = OwnFonts()
    sheet, path = own_sheet_text(edition)
    faces: dict[str, list[Face]] = {}
    folder = edition.folder / FOLDER
    for name in list_inputs(folder, "*"):
        if name.lower().endswith((*ENDINGS, *PACKED)):
            facts = _facts(folder / name, edition, fonts)
            if facts is not None:
                face = _face(facts.family, folder / name, facts, facts.weight, facts.is_italic)
                faces.setdefault(facts.family, []).append(face)
    for declared in faces_in(sheet):
        place = _place(sheet, declared.at, path)
        found = _declared_face(declared, edition, fonts, place)
        if found is not None:
            faces.setdefault(declared.family, []).append(found)
    fonts.families += _families(faces, folder, fonts)
    return fonts


def _families(faces: dict[str, list[Face]], folder: Path, fonts: OwnFonts) -> Iterator[Family]:
    shipped = {family.name.lower() for family in families()}
    licence = next((folder / n for p in LICENCES for n in list_inputs(folder, p)), None)
    for name in sorted(faces):
        if name.lower() in shipped:
            message = f"fonts/ has files of {name!r}, which ships; they are not used"
            hint = "give them another name by @font-face in own.css, or take them out"
            fonts.findings.append(warning("WRI-213", message, Place(say_path(folder)), hint))
            continue
        ordered = sorted(faces[name], key=lambda face: (_from_regular(face), str(face.file)))
        called = fonts.facts[ordered[0].file].family
        digest = hashlib.sha256(b"".join(map(_bytes_of, ordered))).hexdigest()
        yield Family(name, tuple(ordered), licence, OWN, called, digest)


def _from_regular(face: Face) -> tuple[bool, int]:
    return face.is_italic, abs(face.weight - 400)


def _bytes_of(face: Face) -> bytes:
    return hashlib.sha256(face.read()).digest()


def _facts(
    path: Path, edition: Edition, fonts: OwnFonts, place: Place | None = None
) -> FontFacts | None:
    """Read one file, or tell why it cannot be used."""
    try:
        facts = read_facts(read_input(path, edition.folder, LARGEST))
    except (OSError, UnfitFontError) as problem:
        why = getattr(problem, "strerror", None) or str(problem)
        message = f"the font {say_path(path)} cannot be used: {why}"
        at = place or Place(say_path(path))
        fonts.findings.append(warning("WRI-213", message, at, UNFIT))
        return None
    fonts.facts[path] = facts
    return facts


def _declared_face(
    declared: DeclaredFace, edition: Edition, fonts: OwnFonts, place: Place
) -> Face | None:
    """Find the file of an `@font-face`: from own.css, or from the book's folder."""
    local = [a for a in declared.addresses if ":" not in a and a.lower().endswith(ENDINGS)]
    if not declared.family or not local:
        message = f"@font-face {declared.family!r} names no file of the book"
        hint = 'write font-family and src: url("../fonts/NAME.ttf")'
        fonts.findings.append(error("WRI-213", message, place, hint))
        return None
    inside = (edition.folder / "styles" / local[0], edition.folder / local[0])
    path = next((p.resolve() for p in inside if p.is_file()), inside[0])
    facts = _facts(path, edition, fonts, place)
    if facts is None:
        return None
    weight = facts.weight if declared.weight is None else declared.weight
    is_italic = facts.is_italic if declared.is_italic is None else declared.is_italic
    return _face(declared.family, path, facts, weight, is_italic)


def _face(family: str, path: Path, facts: FontFacts, weight: int, is_italic: bool) -> Face:
    return Face(family, path, weight, is_italic, facts.family, facts.weight, facts.is_italic)


def _place(sheet: str, at: int, path: Path) -> Place:
    line, column = sheet.count("\n", 0, at) + 1, at - sheet.rfind("\n", 0, at)
    return Place(say_path(path), line, column)


def place_in_own(edition: Edition, at: int) -> Place:
    """Tell where a character of own.css stands."""
    sheet, path = own_sheet_text(edition)
    return _place(sheet, at, path)


def permission_faults(family: Family, fonts: OwnFonts) -> list[str]:
    """Say what the makers of a family's files forbid, file by file (OpenType, OS/2 fsType)."""
    faults = []
    for face in family.faces:
        facts = fonts.facts.get(face.file)
        if facts is not None and not facts.may_be_embedded:
            faults.append(f"{face.file.name} may not be embedded (fsType {facts.permissions})")
        elif facts is not None and not facts.may_be_cut:
            faults.append(f"{face.file.name} may not be cut to the letters in use (fsType 256)")
    return faults
