"""Fill the lists that a manuscript gives a place (`divGen`), when all parts are made.

Contents, lists of figures and tables, the index, the notes. The division's own head stays the
only one, and neither writer makes such a list a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from publish.house.words_kept import text_of
from publish.model.document import XML_LANG
from publish.model.edition import Edition
from publish.model.publication import EPUB, Entry, Matter, NotePlace, Part
from publish.model.tree import take_out
from publish.typeset.headings import HEADING_TAGS, plain_title
from publish.typeset.render import EPUB_TYPE, Typesetter
from publish.typeset.rules.generated import MARK, tell_empty
from publish.typeset.xhtml import H, has_content

_NSMAP = {"epub": EPUB}


class Lists:
    """The blocks that wait for lists, and what they can be filled with."""

    def __init__(self, typesetter: Typesetter, edition: Edition, body: list[Part]) -> None:
        """Find the blocks that are in the book; one in a note or a lost part is not."""
        self.typesetter = typesetter
        self.edition = edition
        self.body = body
        inside = {id(e) for part in body for e in part.body.iter(H + "div")}
        self.blocks = [pair for pair in typesetter.out.generated if id(pair[1]) in inside]

    def wants(self, kind: str) -> bool:
        """Return whether the manuscript gives a list of this kind a place."""
        return any(block.get(MARK) == kind for _, block in self.blocks)

    def fill(self, kind: str, items: Iterable[etree._Element]) -> None:
        """Put a list into the first block of its kind; the others stay empty."""
        pair = self._first(kind)
        if pair is not None:
            pair[1].extend(list(items))

    def _first(self, kind: str) -> tuple[etree._Element, etree._Element] | None:
        return next((pair for pair in self.blocks if pair[1].get(MARK) == kind), None)

    def fill_contents(self, entries: list[Entry]) -> None:
        """Write the contents, without the division that they stand in.

        Where they stand in a chapter that has more to say, it is listed, too, or else its sections.
        """
        own, pair = self._part_of("contents"), self._first("contents")
        if own is None or pair is None:
            return
        rest = [entry for entry in entries if entry.target != own.body.get("id")]
        if own.matter is Matter.BODY and not _is_bare(own.body):
            rest = entries if rest else [below for entry in entries for below in entry.children]
        else:
            own.epub_type = "toc"
            own.body.set(EPUB_TYPE, "toc")
            own.body.set("role", "doc-toc")
        depth = max(1, self.edition.contents.print_depth)
        self.fill("contents", [entries_list(rest, 1, depth)] if rest else [])
        if not rest:
            tell_empty(pair[0], self.typesetter)
            take_out(pair[1])

    def _part_of(self, kind: str) -> Part | None:
        for part in self.body:
            if any(e.get(MARK) == kind for e in part.body.iter(H + "div")):
                return part
        return None

    def fill_index(self, parts: list[Part]) -> list[Part]:
        """Take the indexes into the manuscript's own division; give the other parts back."""
        indexes = [part for part in parts if part.epub_type == "index"]
        if not indexes or not self.wants("index"):
            return parts
        for part in indexes:
            self.fill("index", [child for child in part.body if child.tag != H + "h1"])
        return [part for part in parts if part not in indexes]

    def fill_figures(self) -> None:
        """List the captions of figures and of tables."""
        for kind, tag, name in (
            ("figures", "figure", "figcaption"),
            ("tables", "table", "caption"),
        ):
            if self.wants(kind):
                found = list(self._captioned(tag, name))
                self.fill(kind, [entries_list(found, 1, 1)] if found else [])

    def _captioned(self, tag: str, name: str) -> Iterator[Entry]:
        for part in self.body:
            for element in part.body.iter(H + tag):
                caption = element.find(H + name)
                first = caption.find(H + "p") if caption is not None else None
                caption = first if first is not None else caption
                if caption is None or not plain_title(caption):
                    continue
                if not element.get("id"):
                    element.set("id", self.typesetter.out.ids.fresh(f"{part.name}-{tag}"))
                yield Entry(plain_title(caption), element.get("id") or "")

    def fill_notes(self) -> None:
        """Move the notes into their division, below the titles of the parts they belong to."""
        if not self.wants("notes"):
            return
        holder = self._part_of("notes")
        groups = [(part, _taken(part)) for part in self.body]
        groups = [(part, notes) for part, notes in groups if notes]
        for part, notes in groups:
            if len(groups) > 1 and part is not holder and part.title:
                heading = etree.Element(H + "p", {"class": "head"})
                heading.text = part.title
                self.fill("notes", [heading])
            self.fill("notes", notes)

    def drop_empty(self) -> list[Part]:
        """Leave out divisions that hold a head and an empty list only; give the parts that stay.

        The contents are written last, when it is known what stays.
        """
        contents = self._first("contents")
        for element, block in self.blocks:
            if has_content(block) or (contents is not None and block is contents[1]):
                continue
            tell_empty(element, self.typesetter)
            section = block.getparent()
            take_out(block)
            while section is not None and section.tag == H + "section" and _is_bare(section):
                self.typesetter.walk.ledger.unsaid.append(text_of(section))
                for inner in section.iter(etree.Element):
                    self.typesetter.out.ids.taken.discard(inner.get("id") or "")
                around = section.getparent()
                if around is None:
                    section.clear()
                    break
                take_out(section)
                section = around
        return [part for part in self.body if has_content(part.body)]


def unmark(parts: Iterable[Part]) -> None:
    """Take the marks away that say which list a block waited for."""
    for part in parts:
        for block in part.body.iter(H + "div"):
            if MARK in block.attrib:
                del block.attrib[MARK]


def _is_bare(section: etree._Element) -> bool:
    """Return whether nothing but a heading is left of a section."""
    heads = set(HEADING_TAGS) | {H + "span"}
    return not (section.text or "").strip() and not any(
        (child.tail or "").strip() or (child.tag not in heads and has_content(child))
        for child in section
    )


def entries_list(entries: list[Entry], level: int, depth: int) -> etree._Element:
    """Write a list as print has its contents: the title, and the page that only print shows."""
    made = etree.Element(H + "ol", {"class": f"level-{level}"})
    for entry in entries:
        item = etree.SubElement(made, H + "li")
        line = etree.SubElement(item, H + "p")
        for cls in ("entry", "page-ref"):
            link = etree.SubElement(line, H + "a", {"class": cls, "href": f"#{entry.target}"})
            link.text = entry.title
            if entry.lang and cls == "entry":
                link.set("lang", entry.lang)
                link.set(XML_LANG, entry.lang)
        if entry.children and level < depth:
            item.append(entries_list(entry.children, level + 1, depth))
    return made


def _taken(part: Part) -> list[etree._Element]:
    """Take a part's notes out of it, but those that belong into the margin."""
    moved = [note for note in part.notes if note.place is not NotePlace.MARGIN]
    part.notes = [note for note in part.notes if note.place is NotePlace.MARGIN]
    made = []
    for note in moved:
        block = etree.Element(H + "div", {"class": "endnote", "id": note.id}, nsmap=_NSMAP)
        for name, value in note.body.attrib.items():
            block.set(str(name), f"endnote {value!s}" if name == "class" else str(value))
        block.set(EPUB_TYPE, "endnote")
        block.text = note.body.text
        block.extend(list(note.body))
        _label(block, note.label, note.ref_id)
        made.append(block)
    return made


def _label(block: etree._Element, label: str, reference: str) -> None:
    link = etree.Element(H + "a", {"class": "note-label", "href": f"#{reference}"})
    link.set("role", "doc-backlink")
    link.text = label
    holder = block
    if not (block.text or "").strip() and len(block) and block[0].tag == H + "p":
        holder = block[0]
    link.tail = f" {(holder.text or '').lstrip()}"
    holder.text = None
    holder.insert(0, link)
