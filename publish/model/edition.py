"""What the edition decides: the tables of edition.toml as types, with the house defaults.

A key of edition.toml is a field here, and nothing else is: the reader takes names, types and
defaults from these classes (`[print] trim = "A5"` is `Edition.print.trim`).
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import astuple

from publish.model.access import Answer, Exemption
from publish.model.file_names import safe_stem
from publish.model.finding import Place
from publish.model.repair import Repair
from publish.model.text_kind import IndexOf, TextKind

Keys = tuple[str | int, ...]
"""The way to a key of a TOML file, through tables and the numbers of what is listed."""


class View(StrEnum):
    """Which reading of `choice` is shown (TEI P5 chapter 3.5)."""

    CORRECTED = "corrected"
    DIPLOMATIC = "diplomatic"
    MARKED = "marked"


class Contributor(Struct, frozen=True, kw_only=True):
    """A person or body with a MARC relator code (`aut`, `trl`, `edt`, `trc`, `ill` ...)."""

    name: str
    role: str = "aut"
    file_as: str = ""
    identifiers: tuple[str, ...] = ()
    """The addresses of their records at ORCID, ISNI, VIAF, GND, the Library of Congress, Wikidata:
    `["https://orcid.org/0000-0002-1825-0097"]`."""
    ai: str = ""
    """`made` where the name is that of a program that did it alone, such as a translating one;
    `assisted` where a program helped the person."""


class Subject(Struct, frozen=True, kw_only=True):
    """What the book is about, as plain words or as a code of a scheme."""

    term: str
    scheme: str = ""
    """BISAC, Thema, LCSH, or empty for plain words."""
    code: str = ""


class Series(Struct, frozen=True, kw_only=True):
    """The series the book belongs to and its place in it."""

    name: str = ""
    position: str = ""
    issn: str = ""
    """The series' own number (ISO 3297), such as `2049-3630`."""

    def named(self) -> str:
        """Say it as a line: the name, and the book's place behind a comma."""
        return ", ".join(filter(None, (self.name, self.position))) if self.name else ""


class Access(Struct, frozen=True, kw_only=True):
    """Who answers for what the book says of its accessibility."""

    certifier: str = ""
    """Who has evaluated it, best an organization; the publisher where empty."""
    credential: str = ""
    """What shows that the certifier may do so, such as a badge; none where empty."""
    report: str = ""
    """The address of a report on the evaluation that the public can read."""
    email: str = ""
    """Where readers write to who find a barrier; no address for everything."""
    exemption: Exemption = Exemption.NONE
    """Of the European Accessibility Act, which the publisher answers for: `microenterprise`,
    `disproportionate-burden`, `fundamental-alteration`, or `none`."""


class PictureOrigin(Struct, frozen=True, kw_only=True):
    """A picture that artificial intelligence has made or changed."""

    file: str
    """Its path, or its name alone; the cover's too."""
    ai: str = "made"
    """`made` by a program, or `changed` by one."""


class Book(Struct, frozen=True, kw_only=True):
    """What the book says of itself; edition.toml overrides the teiHeader."""

    title: str = ""
    subtitle: str = ""
    short_title: str = ""
    """For running heads; the title where empty."""
    contributors: tuple[Contributor, ...] = ()
    language: str = ""
    """BCP 47; `und` where neither the edition nor the header tells."""
    publisher: str = ""
    publisher_place: str = ""
    date: str = ""
    """Publication date of this edition: YYYY, YYYY-MM or YYYY-MM-DD."""
    modified: str = ""
    """Last change of this edition, YYYY-MM-DD; the build reads no clock."""
    identifier: str = ""
    """A URN or URI; where empty a UUID made from language, authors and title."""
    isbn_epub: str = ""
    isbn_print: str = ""
    doi: str = ""
    """Such as `10.5555/storm`, registered by you at Crossref or DataCite."""
    url: str = ""
    """The page about the book on the web: where its DOI leads, and library records link."""
    edition_statement: str = ""
    """Which edition this is, such as `Second edition`; nothing for a first one."""
    rights: str = ""
    licence: str = ""
    """A licence's URI."""
    tdm: str = ""
    """Text and data mining, training of language models included: `reserved` or `allowed`, said in
    EPUB, PDF and ONIX; nothing is said where empty."""
    tdm_policy: str = ""
    """The address of the terms under which reserved mining may be licensed."""
    source: str = ""
    """The edition the text was taken from, as a sentence for the copyright page."""
    description: str = ""
    subjects: tuple[Subject, ...] = ()
    series: Series = field(default_factory=Series)
    pictures: tuple[PictureOrigin, ...] = ()
    """Those that artificial intelligence has made or changed; a picture whose own metadata say so
    need not be named."""
    dedication: str = ""
    edition_notice: str = ""
    access: Access = field(default_factory=Access)


class OwnStage(Struct, frozen=True, kw_only=True):
    """A stage of the author's own and its place in the order."""

    run: str
    """`module:function`, found in the book's folder first, or an XSLT file `FILE.xsl`."""
    after: str = ""
    """The stage it follows, such as `apply_errata`; where empty it runs last."""


class Text(Struct, frozen=True, kw_only=True):
    """Which text is shown, and how openly its corrections are."""

    view: View = View.CORRECTED
    """`corrected`, `diplomatic` (as the source has it) or `marked` (both, told apart)."""
    kind: TextKind = TextKind.AUTO
    """What the text is, where `publish check` takes it for another kind: `prose`, `verse` ..."""
    line_ends: str = "flow"
    """The lines of the source (`lb`): `flow` sets the text anew, `keep` sets each as a line."""
    letter_order: str = "date"
    """A corpus of letters stands in the order of their dates, `date`, or as it is, `source`."""
    references: str = "notes"
    """How structured references are set: `notes` or `author-date` (Chicago's two styles), or
    `NAME.csl` of the book's folder."""
    corrections_list: bool = True
    """Print a list of corrections at the back, where any were applied."""
    corrections_linked: bool = False
    """Link each corrected place to its line in the list."""
    line_number_every: int = 5
    """Which numbers of lines are shown: those that this divides; none where it is 0."""
    translation: str = "after"
    """A translation beside its original: `after` it; passage by passage, in two `columns`, or on
    `facing` pages. An EPUB sets each passage behind the one that it translates."""
    translation_shown: str = ""
    """Which of several translations goes in step: its language (`de`), `xml:id`, `n` or place
    (`2`); where empty, that in the book's own language, or the first. The others follow behind."""
    section_numbers: str = "line"
    """Where numbers of sections and verses stand: in the `line`, in the `margin` (of an EPUB, in
    the line), or `none`."""
    sections: str = "auto"
    """Sections and verses of a text that is cited by number `run-on` in a paragraph, or stand
    `apart`, each a paragraph; `auto` has short ones run on."""
    note_series: tuple[str, ...] = ()
    """Notes that count apart, by `@type` or `@resp`: `["authorial: symbols", "#ed: letters"]`, or
    `numbers`. Symbols begin anew on each printed page."""
    apparatus: str = "auto"
    """A critical apparatus as numbered `notes`, or at the `foot` of the page as critical editions
    have it: no marks in the text, entries run on, keyed to the lines of the page. `auto` takes
    the foot for a critical edition of ten entries or more."""
    apparatus_by: str = "line"
    """What entries at the foot are keyed to: the `line` of the printed page, or the `section`, as
    texts are cited that have numbers."""
    page_witnesses: str = "auto"
    """Pages name the witnesses that they have at the head of their apparatus: `always`, `never`;
    `auto` does where the text says where witnesses begin, end or break off."""
    stages: tuple[OwnStage, ...] = ()


class Style(Struct, frozen=True, kw_only=True):
    """House typography; every rule can be switched off."""

    quotes: str = "curl"
    """`curl` straight quotation marks by language, or `keep` the text's own."""
    dashes: str = "convert"
    """`convert` hyphens that stand for dashes; `em` sets spaced en dashes as closed em dashes
    (Chicago 6.85), `en` the reverse; `keep`."""
    ellipses: bool = True
    spaces: bool = True
    """Bind with no-break spaces what must not part at a line end."""


class Contents(Struct, frozen=True, kw_only=True):
    """Which heads the contents list, and which indexes stand at the back."""

    depth: int = 3
    print_depth: int = 2
    indexes: tuple[IndexOf, ...] = (IndexOf.AUTO,)
    """Indexes of names: `persons`, `places`, `organizations`, `works`, `correspondents`,
    `shelfmarks`; `auto`: those that the kind of text has; `none`."""


class Epub(Struct, frozen=True, kw_only=True):
    """Choices of the EPUB."""

    page_list: str = "auto"
    """`pb`: the source's pages; `pdf`: this run's PDF; `auto`: pdf when built together, else pb;
    `none`."""
    translation: str = "passages"
    """A translation that goes in step with its original: each of its `passages` behind the one that
    it translates, or `chapters` of their own, with links from passage to passage."""
    passage_list: bool = False
    """A second list beside that of pages: the books, chapters, verses by which a text is cited."""
    embed_fonts: bool = True
    """Bring along the faces that the text needs, cut to its characters, with their licences."""
    search_keys: str = "auto"
    """For reading systems to find entries of a dictionary by (EPUB Dictionaries 1.0): `none`, or
    the languages of headwords and explanations, such as `la en`; `auto` as they are marked."""
    max_part_kb: int = 300
    """Longer parts are split for old reading systems."""
    font: str = ""
    """The family of the text: one that ships, or one whose files are in `fonts/` of the book."""
    recompress_images: bool = False
    """Make pictures lighter: at most 2000 pixels wide or high, JPEG at quality 82."""
    theme: str = "classic"
    """`classic`, `modern`, `ornate`, `spacious`, or `styles/themes/NAME.css` of the book's own."""
    accessibility: str = "1.1"
    """Which EPUB Accessibility is claimed, where the evidence carries a claim: `1.1`, which shops
    test for, or `1.2`."""
    suggestions: int = 0
    """For a proof: mark so many places that may be wrong as annotations (EPUB Annotations 1.0),
    the likeliest; `publish errata import` takes those back that a reader has kept."""
    accessibility_page: bool = False
    """Tell readers at the back what the book does for them, in a page of its own."""


class Cover(Struct, frozen=True, kw_only=True):
    """The cover: an image of the book's own, or a typographic design."""

    image: str = ""
    """A JPEG or PNG, its path from the book's folder; best 1600 x 2560 pixels."""
    alt: str = ""
    """What the picture shows, for those who do not see it; title and author where empty."""
    design: str = "rule"
    """`rule`, `band`, `plain`, `letter`, `label`, or `styles/covers/NAME.css` of the book's own."""
    colour: str = ""
    """The ground as a CSS colour; where empty the design's own, or round a printed book with a
    picture on its front that of the picture's edge at the spine."""
    logo: str = ""
    """The publisher's logo on spine and back in print: a JPEG, PNG or SVG in the book's folder."""


class Print(Struct, frozen=True, kw_only=True):
    """Choices of the printed page; measures carry their units in the value (`5.5x8.5in`)."""

    printer: str = "generic"
    """Who prints it: `kdp`, `ingramspark`, `lulu`, `bod`; `generic` for any. What it takes (trim,
    bleed, variant ...) goes before the house's defaults, and the files are checked for it."""
    paper: str = ""
    """One of the printer's papers, such as `cream`; its usual one where empty."""
    theme: str = "classic"
    """`classic`, `modern`, `ornate`, `spacious`, or `styles/themes/print/NAME.css` of the book's
    own: looks, the face of the text, and sizes that suit it where none are stated."""
    trim: str = "5.5x8.5in"
    """The finished leaf: width and height, or a name of the trade such as `A5`, `royal`. `6x9`
    without a unit is in inches."""
    bleed: str = "3mm"
    """How far pictures run over the trim, for the knife."""
    marks: bool = False
    """Print crop marks, and round a booklet's sheets the folds too."""
    margins: str = ""
    """inner, top, outer, bottom, such as `18mm 17mm 15mm 22mm`; from `canon` where empty."""
    canon: str = "house"
    """`house`, `van-de-graaf`, `tschichold`, `twelfths`, `compact`, or `1/9 1/9 2/9 2/9`."""
    font_size: str = "11pt"
    leading: str = "14pt"
    """From one line of text to the next."""
    chapter_opens: str = "auto"
    """`recto`: every chapter on a right page, however short; `page`: every one on a page of its
    own, left or right; `any`: on either, and short chapters run on; `auto`: on a right page, and
    short chapters run on."""
    font: str = ""
    """The family of the text: one that ships, `serif`, `sans-serif` or `monospace`, or one whose
    files are in `fonts/` of the book; the theme's where empty."""
    heading_font: str = ""
    """The same for headings; the text's, or the theme's, where empty."""
    initials: int = 0
    """Lines that the first letter of a chapter is high: 2 or 3, or 0 for none."""
    microtypography: bool = True
    """Lines may space their letters by up to -1.5 and 3 percent of an em, and small signs stand out
    over the edges."""
    half_title: bool = True
    float_figures: bool = True
    """A figure or a small table that would leave a hole at a page's foot waits for the head of the
    next page."""
    notes: str = "foot"
    """`foot`, or `end` for end notes by chapter."""
    note_numbers: str = "chapter"
    """Footnotes count by `chapter` or by `page`."""
    line_numbers: str = "beside"
    """Numbers of lines: `beside` verse as the source counts, in the text's width; `margin`, those
    of prose too (`lb`), in the outer margin; counted anew on each `page`, in each `section`."""
    entry_columns: int = 2
    """Columns of the entries of a dictionary: 1 to 4."""
    newspaper_columns: int = 2
    """Columns of a newspaper: 1 to 4."""
    guide_words: bool = True
    """Pages of a dictionary bear their first and last headwords as running heads."""
    link_pages: str = "auto"
    """The page behind words that are linked to a place in the book: `all`, `none`; `auto` leaves
    them out where there are more than 300."""
    link_addresses: str = "auto"
    """The address behind words that are linked to the web, in brackets: `all`, `none`; `auto`
    leaves them out where there are more than 60."""
    pages_multiple: int = 2
    """Pad with blank pages to a multiple: 2, or the printer's signature (4, 8, 16, 32)."""
    variant: str = "pdf/x-4"
    """For the press: `pdf/x-4`, `pdf/x-3` or `pdf/x-1a`."""
    screen_variant: str = "pdf/ua-1"
    """For readers: `pdf/ua-1`, or `pdf/ua-2` with the tags of PDF 2.0."""
    archive_variant: str = "pdf/a-2u"
    """For libraries that keep it (`archive`): `pdf/a-2u` or `pdf/a-4`."""
    second_opinion: bool = False
    """Have the validator `page` read PDF/UA-1 and PDF/A-2u too; it comes with the extra
    `validation`."""
    icc_profile: str = ""
    """The press's profile: a path, or the name of one that the machine has; FOGRA39 if empty."""
    ink_limit: int = 240
    """The most ink that the press lays on one spot, all four together, in percent."""
    paper_caliper_mm: float = 0.1
    """Thickness of one leaf; the spine's width follows from it, and creep."""
    imposition: str = "2-up"
    """Pages on a side of a booklet's sheets: `2-up`, `4-up` or `8-up` (1, 2, 3 folds)."""
    signature: int = 0
    """Pages in each gathering of a booklet (8, 16, 32 ...), for sewing; 0 puts all in one."""
    creep: bool = False
    """Move a booklet's inner pages toward the spine by the thickness of the leaves around them."""


class Onix(Struct, frozen=True, kw_only=True):
    """What the shop is told besides (`publish onix`): who supplies, for how much, to whom."""

    release: str = "3.0"
    """Of ONIX for Books: `3.0`, which all shops take, or `3.1`."""
    supplier: str = ""
    """Who supplies shops, such as a distributor; the publisher where empty."""
    email: str = ""
    """Where shops write to, and Crossref says what has become of a deposit."""
    imprint: str = ""
    """The brand the book comes out under; the publisher's name where empty."""
    binding: str = "paperback"
    """`paperback` or `hardback`."""
    price_epub: str = ""
    """Such as `4.99`; `0` where it is free; shops have to ask where empty."""
    price_print: str = ""
    currency: str = ""
    """Of the prices: three letters of ISO 4217, such as `EUR`."""
    tax_included: bool = True
    """Whether the prices are those with tax that readers pay."""
    availability: str = "available"
    """`available`, `in-stock`, `to-order`, `print-on-demand`, or `not-yet` for a book to come."""
    audience: str = "general"
    """`general`, `children`, `teenage`, `schools`, `university` or `scholarly`."""
    countries: tuple[str, ...] = ()
    """Where it is for sale, by two letters of ISO 3166 (`["DE", "AT"]`); the world where empty."""
    exclusive_rights: bool = False
    """Whether nobody else may publish it there; a text in the public domain is anybody's."""


class Edition(Struct, frozen=True, kw_only=True):
    """All that a build is told besides the manuscript."""

    book: Book = field(default_factory=Book)
    text: Text = field(default_factory=Text)
    style: Style = field(default_factory=Style)
    contents: Contents = field(default_factory=Contents)
    epub: Epub = field(default_factory=Epub)
    cover: Cover = field(default_factory=Cover)
    print: Print = field(default_factory=Print)
    onix: Onix = field(default_factory=Onix)
    outputs: tuple[str, ...] = ("epub", "screen", "press")
    """What `publish build` makes: `epub`, `kobo`, `screen`, `archive`, `press`, `booklet`,
    `cover`, `onix`, `marc`, `marcxml`, `crossref`, `datacite`, `csl`."""
    manuscript: str = ""
    """The TEI file's name in manuscript/, or `*.xml` for a book of all that are there, each a text
    of a corpus; the only XML file there where empty."""
    slug: str = ""
    """The stem of output names; from the title where empty."""
    folder: Path = field(default_factory=Path)
    """Where images and styles are looked up; set by the reader, not by the author."""
    repairs: tuple[Repair, ...] = ()
    """Paragraphs that print spaces a little, from repairs.toml; set by the reader as well."""
    answers: tuple[Answer, ...] = ()
    """What an editor has answered on accessibility, from access.toml; set by the reader as well."""
    places: Mapping[Keys, Place] = field(default_factory=dict)
    """Where keys and tables stand in edition.toml, and under `()` where one may be added."""

    def __eq__(self, other: object) -> bool:
        """Take two editions that say the same for one, wherever their keys stand."""
        return isinstance(other, Edition) and self._said() == other._said()

    def __hash__(self) -> int:
        return hash(self._said())

    def _said(self) -> tuple[object, ...]:
        return astuple(self)[:-1]  # all but the places

    def place(self, *keys: str | int) -> Place | None:
        """Tell where a key stands, or else its table, or else the file that it may be added to."""
        while keys and keys not in self.places:
            keys = keys[:-1]
        return self.places.get(keys)

    def stated(self, table: str) -> frozenset[str]:
        """List the keys of a table that stand in edition.toml."""
        return frozenset(str(keys[1]) for keys in self.places if len(keys) > 1 and keys[0] == table)

    def authors(self) -> list[str]:
        """Name those who wrote the book, in order."""
        return [person.name for person in self.book.contributors if person.role == "aut"]

    def doi(self) -> str:
        """Return the DOI: the book's own, or the one that its identifier is."""
        found = re.fullmatch(r"https?://doi\.org/(10\.\S+)", self.book.identifier)
        return self.book.doi or (found[1] if found else "")

    def language(self) -> str:
        """Return the book's language; empty where it is said that nobody knows it (`und`)."""
        return "" if self.book.language == "und" else self.book.language

    def modified_at(self) -> datetime.datetime:
        """Date every output: the edition's last change, else its date, else 2000-01-01 (UTC)."""
        for text in (self.book.modified, self.book.date):
            match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
            if match:
                year, month, day = (int(part or 1) for part in match.groups())
                return datetime.datetime(year, month, day, tzinfo=datetime.UTC)
        return datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def slug_of(title: str) -> str:
    """Make a file name's stem of a title: ASCII, lower case, hyphens; `book` if nothing is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-")
    return safe_stem(stem)
