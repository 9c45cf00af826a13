"""What typesetting hands to the writers: semantic XHTML, fit for a screen and for a page.

The EPUB and the PDF of one run are written from the same Publication. It is neutral:

- every link inside the book is `href="#id"`; ids are unique over the whole publication, so
  that a writer may cut it into files or join it into one document;
- a note is held apart from the text that refers to it (`Part.notes`), so that one writer can
  make a pop-up of it and the other a footnote;
- where a printed book shows a page number and a screen shows a link, the element is
  `<a class="page-ref" href="#id">`; its text is what the screen shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from lxml import etree
from msgspec import Struct, field

from publish.model.document import Document
from publish.model.erratum import Resolution
from publish.model.finding import Place

XHTML = "http://www.w3.org/1999/xhtml"
EPUB = "http://www.idpf.org/2007/ops"

SOURCE_READING = "data-source-reading"
"""Says on a correction what the source has there: a long part is cut where its own text would be,
so that no erratum moves a reader's place. Writers take it away."""

LONG_DESCRIPTION = "data-description"
"""Says on a picture what is said of it at length, where that is more than its alternative text.
Writers take it away: an EPUB links to the chapter of such descriptions, a PDF has it as `/Alt`."""

UNTIL = "data-until"
"""Says on a `page-ref` where the passage ends that it is about; print shows that page, too."""


class Matter(StrEnum):
    """The three parts of a book (Chicago 1.4); they decide folios and landmarks."""

    FRONT = "front"
    BODY = "body"
    BACK = "back"


class Medium(StrEnum):
    """Where a part is shown: a half title only in print, say."""

    BOTH = "both"
    EPUB = "epub"
    PRINT = "print"


class NotePlace(StrEnum):
    """Where print sets a note; an EPUB pops all of them up."""

    FOOT = "foot"
    END = "end"
    MARGIN = "margin"


class Passage(Struct, frozen=True):
    """The words of the text that an entry of a critical apparatus is on; no mark calls it."""

    band: int
    """The layer at the foot of the page that it stands in, counted from the text down."""
    begin: str = ""
    """The id of what its words begin with; they end at the note's `ref_id`."""
    words: str = ""
    """Its lemma, whole."""
    key: str = ""
    """How the place is cited, such as `2.14.3`; empty where the text has no numbers."""
    verse: str = ""
    """The number of the verse that it is in, or of the first and the last: `12–13`."""
    witnesses: tuple[str, ...] = ()
    """The sigla of all witnesses, raised letters in `<sup>`; with `-` before it, that of one which
    is not there. Empty where pages do not name theirs."""


class Note(Struct):
    """One note: `body` is a `div` of flow content without its label and without a backlink."""

    id: str
    ref_id: str
    """The id of the noteref `<a class="noteref" epub:type="noteref" href="#ID">LABEL</a>`."""
    label: str
    place: NotePlace
    body: etree._Element
    series: str = ""
    """`letters` or `symbols` where it counts apart from the notes with numbers."""
    sign: str = ""
    """The sign of that series that the manuscript gives it."""
    passage: Passage | None = None
    """What an entry is on that print sets into a band at the foot of the page."""


class Part(Struct):
    """One division that opens a new page and, in an EPUB, a new file."""

    name: str
    """The stem of its file: stable from build to build, such as `chapter-07`."""
    title: str
    """Plain text for contents and running heads; empty for a part that contents do not list."""
    matter: Matter
    epub_type: str
    """A term of the EPUB 3 Structural Semantics Vocabulary, such as `chapter`."""
    body: etree._Element
    """The XHTML `section` that is the whole part."""
    lang: str
    direction: str = "ltr"
    medium: Medium = Medium.BOTH
    notes: list[Note] = field(default_factory=list)
    place: Place | None = None

    def trees(self) -> Iterator[etree._Element]:
        """Yield all that the part shows: its body, then the bodies of its notes."""
        yield self.body
        for note in self.notes:
            yield note.body


class Entry(Struct):
    """One line of the contents: plain title, target id, and the entries below it."""

    title: str
    target: str
    lang: str = ""
    children: list[Entry] = field(default_factory=list)
    is_bare: bool = False
    """A number among its like, which tells a reader of print nothing."""
    is_letter: bool = False
    """A letter of a dictionary, whose like print lists in one line."""

    def flat(self, level: int = 1) -> Iterator[tuple[int, Entry]]:
        """Yield this entry and those below it with their levels, in reading order."""
        yield level, self
        for child in self.children:
            yield from child.flat(level + 1)


class PageBreak(Struct, frozen=True):
    """A page of the source edition (TEI `pb`) or of the printed book: its number and anchor."""

    label: str
    target: str


class Landmark(Struct, frozen=True):
    """A place that reading systems offer by its function (EPUB 3.3 section 5.4.2.3)."""

    epub_type: str
    title: str
    target: str
    """An id; empty for the contents themselves (`toc`), which the writers make."""


class Image(Struct, frozen=True):
    """A picture the text shows; `<img src="images/NAME">` refers to it by `name`."""

    name: str
    media_type: str
    data: bytes
    source: Path
    place: Place | None = None
    """Where the manuscript shows it first."""
    undescribed: tuple[Place, ...] = ()
    """Where the manuscript shows it without words for who cannot see it."""
    lost: tuple[tuple[int, str], ...] = ()
    """What of a drawing could not be let into a book: the line of its file, and what it was."""


class Publication(Struct):
    """A whole book, typeset but not yet written."""

    title: str
    lang: str
    direction: str
    parts: list[Part]
    contents: list[Entry]
    landmarks: list[Landmark] = field(default_factory=list)
    page_breaks: list[PageBreak] = field(default_factory=list)
    passages: list[Entry] = field(default_factory=list)
    """The places by which the text is cited, book by chapter by verse; each title is a number."""
    images: dict[str, Image] = field(default_factory=dict)
    undescribed: tuple[Place, ...] = ()
    """Where the manuscript has a drawing in the text itself without words for it."""
    resolutions: list[Resolution] = field(default_factory=list)
    document: Document | None = None
    """The manuscript as it was typeset, to find places in."""
    without_rules: dict[str, int] = field(default_factory=dict)
    """Elements that were set as plain text for want of a rule, and how often."""
    author_styles: str = ""
    """CSS from the manuscript's own `rendition` and `@style` (TEI chapter 1.3.1.1.3)."""

    def parts_for(self, medium: Medium) -> list[Part]:
        """List the parts that this medium shows, in reading order."""
        return [part for part in self.parts if part.medium in (Medium.BOTH, medium)]
