"""The one table of outputs: what each is for, its file's ending, its pages, who makes it.

A new output is a row here, a maker in `write/` and a checker in `check/`, which `makers.py` knows
by their form.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct


class Form(StrEnum):
    """What an output is written as; `makers.py` says who writes and who checks it."""

    EPUB = "epub"
    PDF = "pdf"
    ONIX = "onix"
    MARC = "marc"
    RECORD = "record"


class _Row(Struct, frozen=True, kw_only=True):
    form: Form
    ending: str
    turn: int
    is_paper: bool = False
    is_paged: bool = False
    is_tagged: bool = False
    is_read_on_screens: bool = False


class Purpose(StrEnum):
    """What an output is for; in messages and in edition.toml it goes by its value."""

    EPUB = "epub", _Row(form=Form.EPUB, ending=".epub", turn=3, is_read_on_screens=True)
    """For any reading system."""
    KOBO = "kobo", _Row(form=Form.EPUB, ending=".kepub.epub", turn=3, is_read_on_screens=True)
    """With the spans by which Kobo's devices keep a place."""
    SCREEN = (
        "screen",
        _Row(
            form=Form.PDF,
            ending=".pdf",
            turn=2,
            is_paged=True,
            is_tagged=True,
            is_read_on_screens=True,
        ),
    )
    """Tagged and linked."""
    ARCHIVE = (
        "archive",
        _Row(form=Form.PDF, ending="-archive.pdf", turn=2, is_paged=True, is_tagged=True),
    )
    """The same for a library to keep: PDF/A."""
    PRESS = "press", _Row(form=Form.PDF, ending="-press.pdf", turn=1, is_paper=True, is_paged=True)
    """For a printer."""
    BOOKLET = "booklet", _Row(form=Form.PDF, ending="-booklet.pdf", turn=2, is_paper=True)
    """To be folded by hand."""
    COVER = "cover", _Row(form=Form.PDF, ending="-cover.pdf", turn=2, is_paper=True)
    """The wrapper of the printed book: back, spine and front."""
    ONIX = "onix", _Row(form=Form.ONIX, ending="-onix.xml", turn=4)
    """The shop's record."""
    MARC = "marc", _Row(form=Form.MARC, ending=".mrc", turn=4)
    """Libraries' records, as their systems exchange them."""
    MARCXML = "marcxml", _Row(form=Form.MARC, ending="-marc.xml", turn=4)
    """The same as XML."""
    CROSSREF = "crossref", _Row(form=Form.RECORD, ending="-crossref.xml", turn=4)
    """What Crossref registers a DOI by."""
    DATACITE = "datacite", _Row(form=Form.RECORD, ending="-datacite.xml", turn=4)
    """What DataCite registers a DOI by."""
    CSL = "csl", _Row(form=Form.RECORD, ending="-csl.json", turn=4)
    """What programs that cite take."""

    form: Form
    ending: str
    """What its file's name ends with, after the book's slug."""
    turn: int
    """When it is made. The press PDF comes first, since the EPUB's page list is taken from it,
    and the records last, since they describe the others."""
    is_paper: bool
    """Pages are printed: mirrored margins, blank pages at the end, no links."""
    is_paged: bool
    """Its pages are the book's, one after another."""
    is_tagged: bool
    """It says what is a heading, a note, a table, and its links lead."""
    is_read_on_screens: bool
    """A reading app or device opens it."""

    @property
    def is_ebook(self) -> bool:
        """It is the book itself as a file."""
        return self.form is Form.EPUB or self.is_tagged

    def __new__(cls, value: str, *rows: _Row) -> Purpose:
        """Make a member, known by its name alone; `Purpose("press")` only looks one up."""
        made = str.__new__(cls, value)
        made._value_ = value
        (row,) = rows
        for column in _Row.__struct_fields__:
            setattr(made, column, getattr(row, column))
        return made


def in_order(purposes: Iterable[str]) -> list[Purpose]:
    """Return the purposes of these names in the order in which they are made."""
    wanted = set(purposes)
    return sorted((each for each in Purpose if each in wanted), key=lambda each: each.turn)
