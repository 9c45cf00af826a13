"""The manuscript in memory: its tree, the places of its elements, its text across inline markup."""

from __future__ import annotations

import copy
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from lxml import etree
from msgspec import Struct, field

from publish.model.erratum import Erratum, Resolution
from publish.model.finding import Place

TEI = "http://www.tei-c.org/ns/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
XML_ID = f"{{{XML}}}id"
XML_LANG = f"{{{XML}}}lang"

AT = "{urn:publish:place}at"
"""The private attribute in which the reader records `line:column` or `file:line:column`."""

INLINE = frozenset(
    """
    abbr actor add addName am anchor app att author bibl biblScope bloc c caesura cb choice
    cit cl code corr country damage date del distinct district ditto docAuthor docDate
    editor email emph ex expan foreign forename formula fw g gap genName geogName gi gloss
    handShift hi hyph ident idno index institution lb lem m measure mentioned metamark
    milestone name nameLink num orgName orig pb pc persName phr placeName ptr publisher
    pubPlace q quote rb rdg redo ref reg region restore rhyme role roleDesc roleName rs rt
    rtc ruby s said secl seg settlement sic soCalled space span subst supplied surname
    surplus tag term time title unclear undo unit val w
    """.split()
)
"""Elements that begin no run of text; a note begins one of its own wherever it stands."""

HIDDEN_BESIDE = {"sic": ("corr",), "orig": ("reg",), "abbr": ("expan", "reg")}
"""Inside `choice`, the reading that a run leaves out and those that stand for it."""

OUT_OF_TEXT = frozenset(
    "teiHeader fw rdg rdgGrp index facsimile sourceDoc standOff figDesc".split()
)
"""Elements whose words are not part of the running text of the reading text."""


def local_name(element: etree._Element) -> str:
    """Return the name without its namespace; empty for a comment or processing instruction."""
    return _name_of(element.tag)


@lru_cache(maxsize=1000)
def _name_of(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def tei(name: str) -> str:
    """Write a TEI element name in Clark notation."""
    return f"{{{TEI}}}{name}"


_ANNOTATIONS = frozenset(
    "standOff listAnnotation annotation annotationBlock noteGrp listApp".split()
)


def standoff_notes(root: etree._Element) -> list[etree._Element]:
    """List the notes on a text, and the entries of its apparatus, that `standOff` keeps.

    What is said there of a person, a place or a book describes that, and is no note on the text
    (TEI chapters 13.2 and 17.10).
    """
    found: list[etree._Element] = []
    for holder in root.iter(tei("standOff")):
        for note in holder.iter(tei("note"), tei("app")):
            around = {local_name(ancestor) for ancestor in _up_to(note, holder)}
            if around <= _ANNOTATIONS:
                found.append(note)
    return found


def _up_to(element: etree._Element, holder: etree._Element) -> Iterator[etree._Element]:
    for ancestor in element.iterancestors():
        if ancestor is holder:
            return
        yield ancestor


def reading_texts(root: etree._Element) -> Iterator[etree._Element]:
    """Yield what a reader meets: every outermost `text`, then the notes that stand off."""
    for text in root.iter(tei("text")):
        if next(text.iterancestors(tei("text")), None) is None:
            yield text
    yield from standoff_notes(root)


class Segment(Struct, frozen=True):
    """One text node: the `text` of `element`, or its `tail`; `start` counts within its run."""

    element: etree._Element
    is_tail: bool
    start: int
    text: str

    def write(self, text: str) -> None:
        """Put another text in the place of this node's."""
        if self.is_tail:
            self.element.tail = text
        else:
            self.element.text = text


class TextRun(Struct):
    """The text of one block as a reader meets it, across inline markup.

    Notes, hidden readings and milestones inside the block are transparent: they contribute no
    characters, and each note is a run of its own. Text is exact (white space is not folded).
    """

    block: etree._Element
    segments: list[Segment] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Join the text nodes."""
        return "".join(segment.text for segment in self.segments)

    def segment_at(self, offset: int) -> Segment:
        """Find the text node that holds the character at `offset`."""
        if len(self._starts) != len(self.segments):
            self._starts = [segment.start for segment in self.segments]
        return self.segments[max(0, bisect_right(self._starts, offset) - 1)]

    def edit(self, changes: Iterable[tuple[int, int, str]]) -> None:
        """Replace `text[start:end]` for each change; they must not overlap.

        A change that spans several text nodes puts its words into the node where it begins.
        The run is spent afterwards: collect it again before another edit.
        """
        ordered = sorted(changes)
        begin = 0
        for segment in self.segments:
            last = segment.start + len(segment.text)
            here = []
            while begin < len(ordered) and ordered[begin][0] < last:
                here.append(ordered[begin])
                if ordered[begin][1] > last:  # it goes on in the next node
                    break
                begin += 1
            if here:
                segment.write(_changed(segment, here))


def _changed(segment: Segment, changes: list[tuple[int, int, str]]) -> str:
    """Return a text node's words with changes made that begin or go on in it, in their order."""
    pieces, done = [], 0
    for start, end, words in changes:
        first = max(0, start - segment.start)
        pieces += [segment.text[done:first], words if start >= segment.start else ""]
        done = max(done, end - segment.start)
    return "".join([*pieces, segment.text[done:]])


def text_runs(root: etree._Element) -> Iterator[TextRun]:
    """Yield the runs of prose below `root`: one for each block and one for each note."""
    pending = [root]
    while pending:
        block = pending.pop()
        run, inner = _collect(block)
        if run.segments:
            yield run
        pending.extend(reversed(inner))


def run_of(block: etree._Element) -> TextRun:
    """Collect the run of one block, or of one note."""
    return _collect(block)[0]


def _collect(block: etree._Element) -> tuple[TextRun, list[etree._Element]]:
    """Gather the block's own text nodes, and the blocks and notes that lie inside it."""
    run, inner = TextRun(block), list[etree._Element]()
    start = _append(run, block, is_tail=False, start=0)
    if not len(block):
        return run, inner
    stack = [iter(block)]
    open_elements = [block]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            left = open_elements.pop()
            if stack:
                start = _append(run, left, is_tail=True, start=start)
            continue
        name = local_name(child)
        if not name or name in OUT_OF_TEXT or _is_hidden(child, name):
            start = _append(run, child, is_tail=True, start=start)
        elif name in INLINE:
            start = _append(run, child, is_tail=False, start=start)
            stack.append(iter(child))
            open_elements.append(child)
        else:
            inner.append(child)
            start = _append(run, child, is_tail=True, start=start)
    return run, inner


def _append(run: TextRun, element: etree._Element, *, is_tail: bool, start: int) -> int:
    text = element.tail if is_tail else element.text
    if not text:
        return start
    if not is_tail and not local_name(element):
        return start
    run.segments.append(Segment(element, is_tail, start, text))
    return start + len(text)


def _is_hidden(element: etree._Element, name: str) -> bool:
    """Return whether a reading of `choice` gives way to a sibling in the corrected view."""
    stands_for_it = HIDDEN_BESIDE.get(name)
    parent = element.getparent()
    if stands_for_it is None or parent is None or local_name(parent) != "choice":
        return False
    return any(local_name(sibling) in stands_for_it for sibling in parent)


class Document(Struct):
    """A manuscript: TEI P5 in the TEI namespace, whatever the file was, and its errata."""

    root: etree._Element
    path: Path
    file_name: str
    """The file as findings name it."""
    errata: tuple[Erratum, ...] = ()
    resolutions: list[Resolution] = field(default_factory=list)
    """What became of each erratum; the errata stage fills it."""
    read_source: Callable[[str], str] | None = None
    """Reads a file of the author's again by the name that places give it; empty if it is gone."""
    files: Mapping[str, Path] = field(default_factory=dict)
    """The author's files by the names that places give them."""

    def copy(self) -> Document:
        """Copy the tree, so that stages can edit it and the caller's stays as it was."""
        return Document(
            copy.deepcopy(self.root),
            self.path,
            self.file_name,
            self.errata,
            list(self.resolutions),
            self.read_source,
            self.files,
        )

    def place(self, element: etree._Element) -> Place:
        """Tell where the element, or the nearest element around it, stands in the author's file."""
        node: etree._Element | None = element
        while node is not None:
            at = node.get(AT) if isinstance(node.tag, str) else None
            if at:
                return self._read_place(at)
            node = node.getparent()
        return Place(self.file_name)

    def place_of_words(self, words: str) -> Place | None:
        """Find where words of the output stand: the text node nearest to them in their letters."""
        wanted = "".join(words.split())
        best: tuple[int, etree._Element] | None = None
        for element in self.root.iter(etree.Element):
            behind = element.getparent()
            for text, holder in ((element.text, element), (element.tail, behind)):
                own = "".join((text or "").split())
                if not own or holder is None:
                    continue
                if wanted in own:
                    return self.place(holder)
                if own in wanted and (best is None or len(own) > best[0]):
                    best = (len(own), holder)
        return self.place(best[1]) if best else None

    def _read_place(self, at: str) -> Place:
        file, line, column = at.rsplit(":", 2) if at.count(":") > 1 else ("", *at.split(":"))
        return Place(file or self.file_name, int(line), int(column))


def without_places(root: etree._Element) -> etree._Element:
    """Copy the tree without the reader's private attributes, as it may be written to a file."""
    clean = copy.deepcopy(root)
    for element in clean.iter(etree.Element):
        if AT in element.attrib:
            del element.attrib[AT]
    return clean


def serialize(root: etree._Element) -> bytes:
    """Write the tree as UTF-8 XML without private attributes."""
    clean = without_places(root)
    etree.cleanup_namespaces(clean)
    return etree.tostring(clean, encoding="UTF-8", xml_declaration=True) + b"\n"
