"""A whole book: its manuscript, its errata and its edition, from a folder or one TEI file."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from msgspec import Struct, structs

from publish.house.font_check import check_fonts
from publish.house.language.chinese import TRADITIONAL, chinese_of
from publish.house.print_theme import with_theme
from publish.house.stylesheets import check_own_sheets
from publish.model.document import Document
from publish.model.edition import Edition
from publish.model.erratum import Erratum
from publish.model.finding import (
    Finding,
    Place,
    PublishError,
    UsageError,
    error,
    has_errors,
    say_path,
    warning,
)
from publish.read.access_file import read_answers
from publish.read.edition_file import EditionFile, read_edition
from publish.read.edition_limits import check_limits
from publish.read.errata_file import read_errata
from publish.read.foreign_files import file_to_import
from publish.read.header import edition_from_header
from publish.read.manuscript import is_pattern, read_manuscript
from publish.read.repairs_file import read_repairs
from publish.read.source import require, say_outside
from publish.read.tokens import space_tokens
from publish.read.vertical import check_vertical
from publish.run.inputs import is_input, is_there, lies_in, list_inputs

FOLDER = "manuscript"
EDITION = "edition.toml"
ERRATA = "errata.toml"
REPAIRS = "repairs.toml"
ACCESS = "access.toml"


class BookFiles(Struct, frozen=True):
    """Where the parts of a book lie; `edition` is None for a bare file."""

    manuscript: Path
    errata: Path
    """Where the errata file is or would be."""
    repairs: Path
    """Where the repairs of its pages are or would be."""
    access: Path
    """Where the answers on accessibility are or would be."""
    edition: EditionFile | None = None
    folder: Path = Path()
    """The book's folder, in which paths of edition.toml are looked up."""

    @property
    def home(self) -> Path | None:
        """Return the folder that the manuscript must lie in; a bare file is where its user says."""
        return None if self.edition is None else self.folder


def read_book(
    book: Path, *, keep_going: bool = False, defaults: Path | None = None
) -> tuple[Document, Edition, list[Finding]]:
    """Read a book's folder, or one TEI file with the errata beside it.

    `keep_going` reads on without the parts that cannot be had; `defaults` is an edition.toml of a
    collection, which the book's own goes before. The document carries its errata;
    the edition is that of the teiHeader with edition.toml over it. Raises UsageError where there
    is no such book, PublishError where it cannot be read.
    """
    files = find_book(book)
    errata = _read_errata(files)
    document, findings = read_manuscript(files.manuscript, files.home, keep_going=keep_going)
    document.errata = errata
    edition, more = edition_from_header(document)
    edition = structs.replace(edition, places={(): document.place(document.root)})
    if defaults is not None:
        edition = read_edition(defaults).over(edition)
    if files.edition is not None:
        edition = files.edition.over(edition)
        more = [finding for finding in more if not _is_answered(finding, files.edition)]
    repairs = read_repairs(files.repairs, files.folder) if is_there(files.repairs) else ()
    answers = read_answers(files.access, files.folder) if is_there(files.access) else ()
    edition = structs.replace(edition, folder=files.folder, repairs=repairs, answers=answers)
    if files.edition is not None:
        wrong = check_limits(files.edition, edition)
        edition = edition if has_errors(wrong) else with_theme(edition, edition.stated("print"))
        more = wrong + more
    more += _left_aside(book)
    more += check_own_sheets(edition) + check_fonts(edition)
    more += space_tokens(document, edition.book.language)
    more += check_vertical(document)
    return document, _with_script(edition, document), findings + more


def _with_script(edition: Edition, document: Document) -> Edition:
    """Say of a book in Chinese that it has traditional characters, where its text has them.

    Its own words, such as those of the contents, are then traditional as well.
    """
    language = edition.book.language
    if not chinese_of(language):
        return edition
    characters = {c for text in document.root.itertext() for c in str(text)}
    if chinese_of(language, characters) == chinese_of(language):
        return edition
    book = structs.replace(edition.book, language=TRADITIONAL)
    return structs.replace(edition, book=book)


def find_book(book: Path) -> BookFiles:
    """Find the files of a book; edition.toml is read on the way, for it names the manuscript.

    A folder that has no `manuscript/` may have edition.toml and the TEI file itself.

    Raises UsageError REA-001 where there is nothing and REA-002 for a folder without an edition,
    PublishError REA-003 where it is not clear which file is the manuscript.
    """
    require(book)
    if not book.is_dir():
        errata = book.with_name(f"{book.stem}.{ERRATA}")
        repairs = book.with_name(f"{book.stem}.{REPAIRS}")
        access = book.with_name(f"{book.stem}.{ACCESS}")
        return BookFiles(book, errata, repairs, access, folder=book.parent)
    path = book / FOLDER / EDITION
    if not is_input(path):
        path = book / EDITION
        if not is_input(path) or book.resolve().name == FOLDER or not list_inputs(book, "*.xml"):
            raise UsageError(_no_book(book))
    edition = read_edition(path, book)
    manuscript = _choose_manuscript(path, edition, book)
    errata, repairs, access = (path.with_name(name) for name in (ERRATA, REPAIRS, ACCESS))
    return BookFiles(manuscript, errata, repairs, access, edition, book)


def _read_errata(files: BookFiles) -> tuple[Erratum, ...]:
    return read_errata(files.errata, files.folder).errata if is_there(files.errata) else ()


def _left_aside(book: Path) -> list[Finding]:
    """Say that a TEI file named by itself is built without the edition.toml beside it: REA-131."""
    path = book.parent / EDITION
    if book.is_dir() or not path.is_file():
        return []
    home = book.resolve().parent
    home = home.parent if home.name == FOLDER else home
    message = f"{say_path(path)} is not read, since the TEI file is named by itself"
    hint = f"name the book's folder: {say_path(home)}"
    return [warning("REA-131", message, Place(say_path(book)), hint)]


def _is_answered(finding: Finding, edition: EditionFile) -> bool:
    """Return whether edition.toml states what the header was missed for."""
    stated = edition.stated.get("book", ())
    return {"REA-027": "language", "REA-028": "title"}.get(finding.code) in stated


def _no_book(book: Path) -> Finding:
    file_name = say_path(book)
    if (book / EDITION).is_file() and book.resolve().name != FOLDER:
        hint = f"put the TEI file beside {EDITION}, or both into a folder {FOLDER}"
    elif (book / EDITION).is_file():
        hint = f"name the folder above it: {say_path(book.resolve().parent)}"
    elif found := sorted((book / FOLDER).glob("*.xml")):
        hint = f"write {FOLDER}/{EDITION} (it may be empty), or name {say_path(found[0])}"
    elif foreign := file_to_import(book):
        hint = foreign
    elif found := sorted(book.glob("*.xml")):
        hint = f"name a TEI file, such as {say_path(found[0])}"
    else:
        hint = f"name a TEI file, or a folder that holds {FOLDER}/{EDITION}"
    folder = "this folder" if file_name == "." else file_name
    return error("REA-002", f"{folder} holds no {FOLDER}/{EDITION}", Place(file_name), hint)


def _choose_manuscript(path: Path, edition: EditionFile, home: Path) -> Path:
    """Take the file or files that the edition names, else the only XML file beside it."""
    names = list_inputs(path.parent, "*.xml")
    named = edition.edition.manuscript
    if is_pattern(named) and list_inputs(path.parent, named):
        return path.parent / named
    place = Place(say_path(path))
    if named:
        if is_there(path.parent / named):
            if not lies_in(path.parent / named, home):
                raise PublishError(say_outside(path.parent / named, edition.place("manuscript")))
            return path.parent / named
        near = get_close_matches(named, names, n=1, cutoff=0.5) or names[:1]
        hint = f"did you mean {near[0]!r}?" if near else "put a TEI file beside edition.toml"
        message = f"there is no {named!r} beside edition.toml"
        raise PublishError(error("REA-003", message, place, hint))
    if len(names) == 1:
        return path.parent / names[0]
    if names:
        message = f"{len(names)} XML files could be the manuscript: {', '.join(names[:6])}"
        hint = (
            f'write manuscript = "{names[0]}" at the top of edition.toml, or "*.xml" for a book of'
            " all of them"
        )
    else:
        message, hint = "there is no XML file beside edition.toml", "put the TEI file there"
    raise PublishError(error("REA-003", message, place, hint))
