"""What we use of WeasyPrint's boxes and of what layout hands on, as types: it has none of its own.

Places and measures are in CSS pixels; `position_x` and `position_y` are those of a margin's corner.
A box that was taken out of the flow has left a placeholder behind, which answers as the box does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Literal, Protocol, Self, TypeAlias, TypeGuard
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from publish.engine.computed_style import Style
from publish.engine.glyphs import TextLayout
from publish.engine.pydyf_types import Pdf

SkipStack: TypeAlias = "dict[int, SkipStack | None]"
"""Where a box is to be gone on with: the number of a child, and where in that."""


PageState: TypeAlias = "tuple[SkipStack | None, object, object, object, dict[str, object]]"
"""Where a page begins, the break before it, its side, its counters' state, and whether it is to be
made once more."""

HYPHENS = ("\u2010", "-")
"""What a line ends with that ends within a word: a hyphen put there, or a compound's own."""


class Box(Protocol):
    """Any box; of those without children the list of them is empty."""

    element: Element | None
    """What the box was made of; None of a page's own boxes."""
    element_tag: str | None
    style: Style
    children: Sequence[Box]
    footnote: Box | None
    """Of the mark of a footnote, the box of the note."""
    position_x: float
    position_y: float
    width: float
    height: float
    margin_left: float
    margin_right: float
    margin_top: float
    margin_bottom: float
    padding_left: float
    padding_right: float
    padding_top: float
    border_left_width: float
    border_right_width: float
    border_top_width: float
    is_for_root_element: bool
    is_table_wrapper: bool
    is_leader: bool
    """Whether it is what leads to a page's number."""

    def descendants(self) -> Iterator[Box]: ...
    def is_in_normal_flow(self) -> bool: ...
    def is_floated(self) -> bool: ...
    def is_absolutely_positioned(self) -> bool: ...
    def translate(self, dx: float = 0, dy: float = 0, ignore_floats: bool = False) -> None: ...
    def margin_width(self) -> float: ...
    def margin_height(self) -> float: ...
    def border_height(self) -> float: ...
    def border_box_y(self) -> float: ...
    def content_box_x(self) -> float: ...
    def content_box_y(self) -> float: ...
    def process_whitespace(self) -> bool: ...
    def process_text_transform(self) -> None: ...


class ParentBox(Box, Protocol):
    """A box that may have boxes in it."""

    def copy_with_children(self, children: Sequence[Box]) -> Self: ...
    def remove_decoration(self, *, start: bool, end: bool) -> None: ...


class LineBox(ParentBox, Protocol):
    """A line; `baseline` is below its top."""

    baseline: float
    text_indent: float
    resume_at: SkipStack | None
    """Where the next line of the paragraph begins."""
    background: object
    """None where nothing is behind it."""
    text_overflow: str
    block_ellipsis: object


class TextBox(Box, Protocol):
    """A text in one style on one line."""

    text: str
    baseline: float
    justification_spacing: float
    pango_layout: TextLayout
    glyphs: int
    """Of a piece of a line that was chosen, how many glyphs it has."""
    spaces: int
    """How many spaces, those at which no line ends among them."""
    may_space: bool
    """And whether its letters may be spaced."""
    word_space: float
    """By how much each of its spaces is wider, in CSS pixels."""
    letter_space: float
    """And what its letters are spaced by, where they are."""

    def copy(self) -> TextBox: ...
    def copy_with_text(self, text: str) -> TextBox: ...


class PageType(Protocol):
    """What pages are told apart by (CSS Paged Media 3 clause 6.1)."""

    side: str
    blank: bool
    name: str
    index: int


class PageBox(Box, Protocol):
    """The box of a page, around all others."""

    page_type: PageType


class FootnoteArea(Protocol):
    """The foot of a page while the page is laid out."""

    children: Sequence[Box]
    height: float | Literal["auto"]
    max_height: float
    page: PageBox

    def margin_height(self) -> float: ...
    def deepcopy(self) -> FootnoteArea: ...


class Page(Protocol):
    """A laid-out page: its boxes, and what PDF shall know of them."""

    _page_box: PageBox
    width: float
    height: float
    anchors: dict[str, tuple[float, float, float, float]]
    links: list[tuple[str, str, object, Box]]


class Tree(Protocol):
    """The tree that a document is made of."""

    etree_element: Element


class Document(Protocol):
    """What WeasyPrint makes of a tree: pages, and what a PDF of them needs."""

    pages: list[Page]
    metadata: object
    fonts: object
    font_config: object

    def write_pdf(
        self, *, finisher: Callable[[object, Pdf], None], pdf_tags: bool, pdf_version: str
    ) -> bytes: ...


class Context(Protocol):
    """What WeasyPrint hands on through the layout of a document."""

    footnotes: list[Box]
    """Notes that are still to come."""
    current_page_footnotes: list[Box]
    reported_footnotes: list[Box]
    """Notes put off to the next page."""
    current_footnote_area: FootnoteArea
    rendered_notes: list[Box]
    page_bottom: float
    in_column: bool
    excluded_shapes: Sequence[Box]
    """What lines flow around."""
    broken_out_of_flow: dict[Box, object]
    dictionaries: dict[object, object]
    """For hyphenation, by language and limits."""
    page_maker: list[PageState]
    style_for: Styles
    get_image_from_uri: partial[object]
    note_paragraph: object
    """Where pages are planned, hears of each paragraph whose lines were chosen."""
    early: dict[int, float]
    """By how much pages are planned to end early, by their numbers from 1."""
    current_page: int
    is_stiff: bool
    """Whether lines are filled by word spaces alone, and end at the edge."""
    report_footnote: Callable[[Box], None]
    """Puts a note off to the next page."""

    def layout_footnote(self, note: Box) -> bool: ...
    def _update_footnote_area(self) -> bool: ...


class PageSelector(Protocol):
    """Which pages a rule is for."""

    index: object
    """Their numbers; None where it does not matter."""


PageRule: TypeAlias = tuple[
    object, Iterable[tuple[object, str | None, PageSelector]], Iterable[tuple[str, object]]
]
"""A rule for pages: where it is from, its selectors with the kind of each, its declarations."""


class Styles(Protocol):
    """The styles of a document, before layout asks for them."""

    _sheets: Iterable[tuple[StyleSheet, str, object]]
    font_config: object
    """The fonts of the document."""

    def get_cascaded_styles(self) -> dict[tuple[Element, str | None], object]: ...
    def get_computed_styles(self) -> dict[tuple[object, str | None], Style]: ...


class CascadedStyle(Protocol):
    """A style as it is computed: what was declared by the names of properties, and the parent's."""

    cascaded: Mapping[str, object]
    parent_style: Mapping[str, object] | None

    def __setitem__(self, name: str, value: object, /) -> None: ...


class StyleSheet(Protocol):
    """A parsed sheet; of each rule for pages, its selectors and its declarations."""

    page_rules: Iterable[PageRule]


def placed(box: Box) -> Box:
    """Return the box itself that has left a placeholder; any other box as it is."""
    found: Box = box._box if isinstance(box, AbsolutePlaceholder) else box
    return found


def is_placeholder(box: Box) -> bool:
    """Tell whether this is what a box has left that was taken out of the flow."""
    return isinstance(box, AbsolutePlaceholder)


def is_text(box: Box) -> TypeGuard[TextBox]:
    """Tell whether a box is a text."""
    return isinstance(box, boxes.TextBox)


def is_line(box: Box) -> TypeGuard[LineBox]:
    """Tell whether a box is a line."""
    return isinstance(box, boxes.LineBox)


def is_inline(box: Box) -> TypeGuard[ParentBox]:
    """Tell whether a box is an element in a line, with its content."""
    return isinstance(box, boxes.InlineBox)


def is_object(box: Box) -> bool:
    """Tell whether a box stands in a line as one letter does."""
    return isinstance(box, boxes.AtomicInlineLevelBox)


def is_parent(box: Box) -> bool:
    """Tell whether a box may have boxes in it."""
    return isinstance(box, boxes.ParentBox)


def is_margin_box(box: Box) -> bool:
    """Tell whether a box is one of the sixteen in a page's margins."""
    return isinstance(box, boxes.MarginBox)


def is_footnote_area(box: Box) -> bool:
    """Tell whether a box is the foot of a page, around its notes."""
    return isinstance(box, boxes.FootnoteAreaBox)


def is_table_row(box: Box) -> bool:
    """Tell whether a box is a row of a table."""
    return isinstance(box, boxes.TableRowBox)


def is_table(box: Box) -> bool:
    """Tell whether a box is a table with its caption, or a table."""
    return isinstance(box, boxes.TableBox) or bool(box.is_table_wrapper)


def header_boxes(page_box: PageBox) -> Iterator[Box]:
    """Yield the heads of a page's tables, which come on each page of theirs."""
    pending: list[Box] = [page_box]
    while pending:
        box = pending.pop()
        if isinstance(box, boxes.TableRowGroupBox) and box.is_header:
            yield box
        if not (is_line(box) or is_placeholder(box)):
            pending += box.children


def is_replaced(box: Box) -> bool:
    """Tell whether a box is a picture."""
    return isinstance(box, boxes.ReplacedBox)


def line_boxes(box: Box) -> Iterator[LineBox]:
    """Yield the lines below a box in reading order; those inside lines count with these."""
    return _below(box, boxes.LineBox)


def texts_below(box: Box) -> Iterator[TextBox]:
    """Yield the texts below a box in reading order."""
    return _below(box, boxes.TextBox)


def _below(box: Box, kind: type[object]) -> Iterator[Any]:
    """Yield the boxes of a kind below a box in reading order, and none inside these."""
    pending = [box]
    while pending:
        node = pending.pop()
        if isinstance(node, kind):
            yield node
        elif isinstance(node, AbsolutePlaceholder):
            pending.append(node._box)
        elif isinstance(node, boxes.ParentBox) and not isinstance(node, boxes.MarginBox):
            pending += node.children[::-1]


def has_note_marks(paragraph: LineBox) -> bool:
    """Tell whether a paragraph has marks of notes; its lines, which are made later, know it too."""
    kept: dict[str, bool] = paragraph.__dict__
    if "has_notes" not in kept:
        kept["has_notes"] = any(box.footnote is not None for box in paragraph.descendants())
    return kept["has_notes"]


def notes_of(line: LineBox) -> Iterator[Box]:
    """Yield the boxes of the notes whose marks are in a line."""
    if not line.__dict__.get("has_notes", True):
        return iter(())
    return (box.footnote for box in line.descendants() if box.footnote is not None)


def last_text(line: LineBox) -> str:
    """Return the last text of a line; nothing where it ends with something else."""
    box: Box = line
    while is_parent(box) and box.children:
        box = box.children[-1]
    return box.text if is_text(box) else ""
