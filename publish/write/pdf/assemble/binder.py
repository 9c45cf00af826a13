"""Divisions drawn apart -> one file: pages in order, fonts once, links and tags joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

import pikepdf
from msgspec import Struct
from pikepdf import Array, Dictionary, Name, Pdf, String

from publish.engine.drawn import DrawnDivision, FontShelf, FontUse
from publish.run.cache import Cache
from publish.write.pdf.assemble.fonts_merged import embed, merge_uses


class BoundPage(Struct):
    """A page of the bound book: its page object, and which page of which division it is."""

    page: pikepdf.Page
    division: int
    number: int
    """Counts from 0 in its division; -1 for a blank page put between divisions."""


class Opened(Struct):
    """A division's file, ready to be copied from."""

    drawn_division: DrawnDivision
    first: Source

    def files(self) -> Iterator[Source]:
        """Yield the files; the further ones of a long division are opened one after another.

        A window's objects may take fifty megabytes.
        """
        yield self.first
        for data in self.drawn_division.more:
            yield _open(data, self.drawn_division)


Source = tuple[Pdf, list[str]]
"""A file, with the entries of its font dictionary that the bound fonts must fill."""


def open_drawn_division(drawn_division: DrawnDivision) -> Opened:
    """Open a division's file, the first of several, and read all that is in it."""
    first = _open(drawn_division.data, drawn_division)
    for _ in first[0].objects:
        pass
    return Opened(drawn_division, first)


def _open(data: bytes, drawn_division: DrawnDivision) -> Source:
    source = Pdf.open(BytesIO(data))
    return source, _empty_fonts(source, {use.key for use in drawn_division.fonts})


class Copied(Struct):
    """A file of a division, whose pages are in the book without their numbers and fonts."""

    pages: list[pikepdf.Page]
    font_names: list[str]
    structure: pikepdf.Object | None
    """The root of its tags."""


class Taken(Struct):
    """A division whose pages are in the book; a long one has several files."""

    drawn_division: DrawnDivision
    files: list[Copied]

    def page_count(self) -> int:
        """Count its pages."""
        return sum(len(copied.pages) for copied in self.files)


class Binder:
    """Puts a book together, division by division."""

    def __init__(self, shelf: FontShelf, *, tagged: bool) -> None:
        """Begin with an empty file."""
        self._is_tagged = tagged
        self.pdf = Pdf.new()
        self.pages: list[BoundPage] = []
        self._shelf = shelf
        self._uses: list[FontUse] = []
        self._font_slots: list[tuple[pikepdf.Object, str]] = []
        self._structure: list[pikepdf.Object] = []
        self.structures: list[pikepdf.Object] = []
        """The tags at the head of the divisions that have lists, tables or pictures."""
        self._parents: list[tuple[int, pikepdf.Object]] = []
        self._next_key = 0

    def take(self, opened: Opened, at: int) -> Taken:
        """Copy a division's pages behind `at` others, and close its files."""
        taken = Taken(opened.drawn_division, [])
        for source, font_names in opened.files():
            taken.files.append(self._copy(source, font_names, at + taken.page_count()))
        return taken

    def _copy(self, source: Pdf, font_names: list[str], at: int) -> Copied:
        pages = []
        with source:
            for index, page in enumerate(source.pages, start=at):
                self.pdf.pages.insert(index, page)
                pages.append(self.pdf.pages[index])
            is_tagged = self._is_tagged and "/StructTreeRoot" in source.Root
            root = self.pdf.copy_foreign(source.Root.StructTreeRoot) if is_tagged else None
        return Copied(pages, font_names, root)

    def add(self, taken: Taken, number: int) -> None:
        """Bind a division that was taken behind what is bound."""
        record = 0
        for copied in taken.files:
            self._add_structure(copied, has_structures=taken.drawn_division.has_structures)
            bound = [BoundPage(page, number, record + n) for n, page in enumerate(copied.pages)]
            self.pages += bound
            record += len(bound)
            if copied.font_names:
                fonts = copied.pages[0].obj.Resources.Font
                self._font_slots += [(fonts, name) for name in copied.font_names]
        self._uses += taken.drawn_division.fonts

    def add_blank(self, number: int) -> None:
        """Put an empty page behind what is bound."""
        blank = self.pdf.make_indirect(Dictionary(Type=Name.Page, Resources=Dictionary()))
        self.pdf.pages.insert(len(self.pages), pikepdf.Page(blank))
        self.pages.append(BoundPage(self.pdf.pages[len(self.pages)], number, -1))

    def _add_structure(self, copied: Copied, *, has_structures: bool) -> None:
        """Take over a division's tags (ISO 32000-1 clause 14.7): parents get new keys."""
        root = copied.structure
        if root is None:
            return
        nums = list(root.ParentTree.Nums)
        tree = {int(nums[i]): nums[i + 1] for i in range(0, len(nums), 2)}
        for page in copied.pages:
            self._rekey(page.obj, "/StructParents", tree)
            for annotation in page.obj.get("/Annots", []):
                self._rekey(annotation, "/StructParent", tree)
        self._structure += list(root.K[0].K)
        if has_structures:
            self.structures += list(root.K[0].K)

    def _rekey(self, owner: pikepdf.Object, name: str, tree: dict[int, pikepdf.Object]) -> None:
        if name in owner:
            self._parents.append((self._next_key, tree[int(owner[name])]))
            owner[name] = self._next_key
            self._next_key += 1

    def take_fonts(self, uses: Sequence[FontUse], fonts: pikepdf.Object) -> None:
        """Have a dictionary of resources filled with bound fonts too."""
        self._uses += uses
        self._font_slots += [(fonts, use.key) for use in uses]

    def finish_fonts(self, cache: Cache) -> None:
        """Store each font once, with the glyphs that the whole book shows."""
        fonts = embed(self.pdf, merge_uses(self._uses), self._shelf, cache)
        for slots, name in self._font_slots:
            slots[f"/{name}"] = fonts[name]

    def finish_structure(self) -> None:
        """Join the divisions' tags under one Document element."""
        if not self._structure:
            return
        root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array(self._structure))
        )
        for element in self._structure:
            element.P = document
        nums = [item for key, value in self._parents for item in (key, value)]
        root.K = Array([document])
        root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(nums)))
        root.ParentTreeNextKey = self._next_key
        self.pdf.Root.StructTreeRoot = root
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)

    def owners(self) -> dict[int, pikepdf.Object]:
        """Return the tags of annotations by their keys; of a page's content there are several."""
        return {key: held for key, held in self._parents if not isinstance(held, Array)}

    def finish_names(self, anchors: dict[str, tuple[int, float, float]]) -> None:
        """Write the named destinations (ISO 32000-1 12.3.2.3): page index and point of each."""
        names: list[String | Array] = []
        for key, name in sorted((name_bytes(name), name) for name in anchors):
            index, x, y = anchors[name]
            page = self.pages[index].page.obj
            names += [String(key), Array([page, Name.XYZ, round(x, 2), round(y, 2), 0])]
        if names:
            tree = self.pdf.make_indirect(Dictionary(Names=Array(names)))
            self.pdf.Root.Names = Dictionary(Dests=tree)


def _empty_fonts(source: Pdf, shared: set[str]) -> list[str]:
    """Take the placeholder fonts out of a division's file before its pages are copied."""
    if not source.pages:
        return []
    fonts = source.pages[0].obj.Resources.get("/Font", Dictionary())
    names = sorted(shared & {name[1:] for name in fonts.keys()})  # noqa: SIM118
    for name in names:
        fonts[f"/{name}"] = Name.Placeholder
    return names


def name_bytes(name: str) -> bytes:
    """Encode a destination's name as WeasyPrint does where it links to it."""
    return name.encode() if name.isascii() else b"\xfe\xff" + name.encode("utf-16-be")
