"""What a typesetter knows and remembers: the book, the part in hand, the walk as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree
from msgspec import Struct, field

from publish.model.document import Document
from publish.model.edition import Edition, View
from publish.model.publication import Note
from publish.typeset.citations import Citations
from publish.typeset.cited_references import CitedReferences
from publish.typeset.index_terms import IndexTerm
from publish.typeset.kinds import Taken
from publish.typeset.ledger import Ledger
from publish.typeset.line_ends import LineEnds
from publish.typeset.note_plan import NotePlan
from publish.typeset.note_shapes import Reference
from publish.typeset.overlaps import Overlaps
from publish.typeset.parallel_texts import ParallelTexts
from publish.typeset.presence import Witness
from publish.typeset.survey import Survey

_OWN_WORDS = etree.XPath("boolean(text()[normalize-space()])")


class Book(Struct, frozen=True):
    """What is known of the book before the first rule is asked, and stays so."""

    document: Document
    edition: Edition
    survey: Survey
    """What rules must know of places they have not come to yet."""
    note_plan: NotePlan
    line_ends: LineEnds
    """What the line ends of the source are in this book."""
    is_unspaced: bool
    """The book's language has no spaces between words."""
    has_both_directions: bool
    """Some text runs against the book's direction; then every language says which way it runs."""
    has_bands: bool
    """The apparatus stands at the foot of the page in bands, and no mark calls its entries."""
    presence: Mapping[etree._Element, Sequence[Witness]]
    """The witnesses that are there at each entry, where the foot of a page is to name its own."""
    taken: Taken
    """Which kind of text it is taken for."""
    listed: Mapping[etree._Element, Sequence[IndexTerm]]
    """The names that the indexes of names list, and under what."""
    citations: Citations = field(default_factory=Citations)
    """The references by which the text is cited, and the numbers that show them."""
    parallel: ParallelTexts = field(default_factory=ParallelTexts)
    """Which passages go in step with which, where the edition sets translations so."""
    without_attributes: frozenset[etree._Element] = frozenset()
    """Elements that are cited, or go in step with others, and have nothing written on them."""
    cited_references: CitedReferences = field(default_factory=lambda: CitedReferences(Citations()))
    _has_words: dict[etree._Element, bool] = field(default_factory=dict)

    @property
    def view(self) -> View:
        """The reading of `choice` that is shown."""
        return self.edition.text.view

    def has_words(self, element: etree._Element) -> bool:
        """Return whether words stand directly in a source element, beside its children."""
        if element not in self._has_words:
            self._has_words[element] = bool(_OWN_WORDS(element))
        return self._has_words[element]


class PartInHand(Struct):
    """The part that is being rendered; made anew for each part."""

    name: str = ""
    """Made ids begin with it."""
    level: int = 1
    """The rank of the next heading, 1 to 6."""
    notes: list[Note] = field(default_factory=list)
    """Its notes, in the order of their references."""
    references: list[Reference] = field(default_factory=list)
    """The same notes, with the marks that show their labels."""


class StoneNote(Struct, frozen=True):
    """A reading of an inscription that its text does not show."""

    line: str
    shown: etree._Element
    other: etree._Element | None
    sign: str
    """What stands between the two: `l.`, `pro`, `vel`."""
    letters: str = ""
    """Where there is no other reading, the letters as the stone or papyrus has them."""


class Walk(Struct):
    """What rules remember from one place of the manuscript for a later one."""

    is_joining: bool = False
    """The next words go on with the word before a line end."""
    reference_of: dict[etree._Element, Reference] = field(default_factory=dict)
    begins: dict[etree._Element, str] = field(default_factory=dict)
    """Where the words of an entry of an apparatus begin: an id of the output."""
    last_reference: Reference | None = None
    """The note referred to last, which a continuation goes on with."""
    tied: set[etree._Element] = field(default_factory=set)
    """Notes that were set where they say that they belong, by their own `@target`."""
    links_to_notes: list[tuple[etree._Element, etree._Element]] = field(default_factory=list)
    """Links that speak of a note by its number, and the note."""
    pointed_from: dict[str, etree._Element] = field(default_factory=dict)
    """The first cross-reference to each name of the output."""
    overlaps: dict[etree._Element, Overlaps] = field(default_factory=dict)
    """What is said at once in each text with a timeline."""
    has_speech: dict[etree._Element, bool] = field(default_factory=dict)
    """Whether each text that was asked about holds utterances."""
    stone_line: str = ""
    """The number of the line of an inscription that is being set."""
    stone_column: str = ""
    """The number of the column that its lines are counted in; empty where it has none."""
    stone_notes: list[StoneNote] = field(default_factory=list)
    """Readings of an inscription that are to stand below its text."""
    has_strokes: bool = False
    """Lines of an inscription are parted by strokes, as in what is quoted of it."""
    has_entries: bool = False
    """Some entry of a dictionary was met."""
    styled: dict[etree._Element, etree._Element] | None = None
    """The entries of bibliographies as a CSL style sets them, once they are made."""
    ledger: Ledger = field(default_factory=Ledger)
    """What became of every text node (`guard.py`)."""
