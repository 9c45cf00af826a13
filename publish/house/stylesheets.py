"""Where the looks live: the style sheets of styles/, and the book's own in front of them.

A book may hold a `styles/` folder; a sheet of the same name there stands for the toolchain's,
and `styles/own.css` comes after all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from publish.house.css_faults import find_faults
from publish.house.css_leaks import TooDeepError, find_leaks
from publish.house.font_names import without_faces
from publish.model.edition import Edition
from publish.model.finding import Finding, Place, PublishError, error, say_path, warning
from publish.model.lazy_pattern import lazy_pattern
from publish.run.inputs import OUTSIDE, is_input, is_there, lies_in, list_inputs, read_input
from publish.run.shipped import shipped_folder

COMMON = ("common", "front", "verse", "drama", "letters", "lists", "tables", "figures",
          "editorial", "back")  # fmt: skip
"""The sheets that the EPUB and the PDF share, in the order of the cascade."""

LARGEST = 4 * 1024 * 1024
"""Bytes of a sheet; all that ship come to 100 kB."""

OWN = "own"
"""The book's own additions."""

_CONTROLS = lazy_pattern(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
"""What CSS reads as U+FFFD (CSS Syntax Level 3 section 3.3), and what no sheet has need of."""


def styles_folder() -> Path:
    """Find styles/: beside the package in a checkout, inside it where it is installed."""
    return shipped_folder("styles")


def read_stylesheets(edition: Edition, *names: str) -> list[str]:
    """Read sheets by name (`common`, `themes/classic`); one that nobody has is left out."""
    folders = (edition.folder / "styles", styles_folder())
    found = []
    for name in names:
        paths = (folder / f"{name}.css" for folder in folders)
        path = next((path for path in paths if is_there(path)), None)
        if path is not None:
            found.append(_read(path, edition))
    return found


def read_own_stylesheets(edition: Edition, *names: str) -> list[tuple[Path, str]]:
    """Read those of these sheets that the book has of its own, and tell where they lie."""
    paths = [edition.folder / "styles" / f"{name}.css" for name in names]
    return [(path, _read(path, edition)) for path in paths if is_there(path)]


def _read(path: Path, edition: Edition) -> str:
    """Read a sheet: one of the book's own must lie in its folder. Raises PublishError WRI-164."""
    home = None if lies_in(path, styles_folder()) else edition.folder
    try:
        data = read_input(path, home, LARGEST)
    except OSError as problem:
        file_name = say_path(path)
        message = f"the style sheet {file_name} cannot be used: {problem.strerror or problem}"
        hint = "put the sheet itself into styles/ of the book, and no link to it"
        raise PublishError(error("WRI-164", message, Place(file_name), hint)) from problem
    if home is None:
        return data.decode("utf-8")
    return _own_sheet(data, say_path(path), may_name_fonts=path.stem == OWN)


def own_sheet_text(edition: Edition) -> tuple[str, Path]:
    """Return own.css as its author wrote it, and where it lies; empty where there is none.

    What is wrong with it is told where the sheets are checked.
    """
    path = edition.folder / "styles" / f"{OWN}.css"
    try:
        data = read_input(path, edition.folder, LARGEST) if is_input(path) else b""
    except OSError:
        data = b""
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n"), path


def check_own_sheets(edition: Edition) -> list[Finding]:
    """Read the book's own sheets, and say what is wrong with them before anything is made.

    Codes: WRI-164 and WRI-171 to WRI-173 what cannot be used, WRI-210 what is no CSS, WRI-211 a
    name that CSS has not.
    """
    findings: list[Finding] = []
    for name in (*COMMON, "print", "epub", "paged", "wrap", OWN):
        try:
            sheets = read_own_stylesheets(edition, name)
        except PublishError as problem:
            findings += problem.findings
        else:
            findings += [each for path, sheet in sheets for each in _faults_of(sheet, path)]
    return findings


def _faults_of(sheet: str, path: Path) -> Iterator[Finding]:
    for fault in find_faults(sheet):
        place = Place(say_path(path), fault.line, fault.column)
        if fault.is_syntax:
            yield error("WRI-210", fault.message, place, fault.hint)
        else:
            yield warning("WRI-211", fault.message, place, fault.hint)


def _own_sheet(data: bytes, file_name: str, *, may_name_fonts: bool) -> str:
    """Take a sheet of the author's, without its `@font-face` rules where those are heeded.

    Raises PublishError WRI-171 where it is not UTF-8, as EPUB wants it (EPUB 3.3 section 6.3.2),
    WRI-172 where it would fetch what no book holds, WRI-173 where its brackets are not closed.
    """
    try:
        sheet = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as problem:
        place = _place(data[: problem.start].decode("utf-8"), file_name)
        message = f"byte 0x{data[problem.start]:02X} is not UTF-8"
        raise PublishError(error("WRI-171", message, place, "save the file as UTF-8")) from problem
    sheet = without_faces(sheet) if may_name_fonts else sheet
    try:
        leaks = find_leaks(sheet)
    except TooDeepError as problem:
        hint = "close each bracket where it ends"
        place = _place(sheet[: problem.at], file_name)
        raise PublishError(error("WRI-173", str(problem), place, hint)) from problem
    if leaks:
        hint = "take it out: a book fetches nothing; a small picture may be written as data:"
        raise PublishError(
            *(
                error(
                    "WRI-172",
                    f"the style sheet fetches {leak.address[:200]!r} from outside the book",
                    _place(sheet[: leak.start], file_name),
                    hint,
                )
                for leak in leaks
            )
        )
    return _CONTROLS.sub("\ufffd", sheet)


def _place(before: str, file_name: str) -> Place:
    return Place(file_name, before.count("\n") + 1, len(before) - before.rfind("\n"))


def sheet_names(edition: Edition, folder: str) -> list[str]:
    """List the sheets of a folder (`themes`, `covers`) that ship or are the book's own."""
    own = list_inputs(edition.folder / "styles" / folder, "*.css")
    shipped = [path.name for path in (styles_folder() / folder).glob("*.css")]
    return sorted({name.removesuffix(".css") for name in (*own, *shipped)})


def read_theme(edition: Edition) -> str:
    """Read the sheet of the EPUB's theme. Raises PublishError WRI-011 where there is none."""
    return read_named(edition, "themes", edition.epub.theme, "WRI-011", "theme")


def read_named(edition: Edition, folder: str, name: str, code: str, what: str) -> str:
    """Read the one sheet of a folder that the edition names; `what` it is, in the complaint.

    Raises PublishError with `code`, or WRI-164 for a name that leads out of the folder.
    """
    if name != Path(name).name:
        message = f"the {what} {name!r} cannot be used: {OUTSIDE}"
        hint = f"put it into styles/{folder}/ of the book, and name it without a path"
        raise PublishError(error("WRI-164", message, hint=hint))
    sheets = read_stylesheets(edition, f"{folder}/{name}")
    if not sheets:
        hint = f"name one of {', '.join(sheet_names(edition, folder))}"
        raise PublishError(error(code, f"there is no {what} {name!r}", hint=hint))
    return sheets[0]
