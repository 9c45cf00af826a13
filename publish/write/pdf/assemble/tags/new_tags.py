"""The tags of PDF 2.0, as ISO 14289-2 asks for them (PDF/UA-2).

Each tag says whether it is one of PDF 2.0 or of 1.7 (clause 8.2.4). Notes are `FENote`, and they
and their marks name each other (8.2.5.14). A formula has its MathML as an associated file
(8.2.5.29; ISO 32000-2 clause 14.13). What links and bookmarks lead to is a tag (8.8).
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from publish.engine.tree_names import ANCHOR_KEY, ENDNOTE, KIND_KEY, MATHML_KEY
from publish.write.pdf.assemble.tags.paragraphs import set_paragraphs
from publish.write.pdf.assemble.tags.tree import elements, kids

NEW, OLD = "http://iso.org/pdf2/ssn", "http://iso.org/pdf/ssn"
"""The namespaces of tags (ISO 32000-2 clause 14.8.6)."""

ONLY_OLD = frozenset("Art BlockQuote TOC TOCI Index Private Quote Reference BibEntry Code".split())
"""Kinds that PDF 2.0 has no more, with none in their place."""

CAPTIONED = frozenset(f"/{name}" for name in "Figure Table Formula L".split())
"""What may have a caption."""

Anchors = dict[str, tuple[int, float, float]]
"""The page on which each id stands, counted from 0, and its place there."""


Key = tuple[tuple[int, int], float, float]
"""A page, by its object's number, and a place on it."""


class NewTags(Struct):
    """The tags of one book as they become those of PDF 2.0."""

    pdf: Pdf
    anchors: Anchors
    tags: dict[str, Object] = field(default_factory=dict)
    """The first tag of each id that a link leads to."""
    first_of_page: dict[tuple[int, int], Object] = field(default_factory=dict)

    def note(self, target: str) -> Object | None:
        """Return the note that a link leads to; None where it leads to anything else."""
        tag = self.tags.get(target)
        return tag if tag is not None and str(tag.S) == "/FENote" else None

    def destination(self, target: str) -> Dictionary | None:
        """Say where a link leads: to a place on a page, and to a tag (ISO 32000-2, 12.3.2.3)."""
        if target not in self.anchors:
            return None
        index, x, y = self.anchors[target]
        page = self.pdf.pages[index].obj
        first = self.first_of_page.get(page.objgen, kids(self.pdf.Root.StructTreeRoot)[0])
        place = [Name.XYZ, round(x, 2), round(y, 2), 0]
        tag = self.tags.get(target, first)
        return Dictionary(D=Array([page, *place]), SD=Array([tag, *place]))


def renew_tags(pdf: Pdf, anchors: Anchors, *, attach_formulas: bool) -> NewTags:
    """Make a tree of tags one of PDF 2.0; formulas get their MathML where files may be attached."""
    root, found = pdf.Root.StructTreeRoot, NewTags(pdf, anchors)
    new, old = (
        pdf.make_indirect(Dictionary(Type=Name.Namespace, NS=String(each))) for each in (NEW, OLD)
    )
    root.Namespaces = Array([new, old])
    for element in elements(kids(root)):
        _renew_kind(element)
    _part_links(root)
    _place_captions(root)
    set_paragraphs(pdf, root)
    number = 0
    for element in elements(kids(root)):
        kind = str(element.S).lstrip("/")
        element.NS = old if kind in ONLY_OLD else new
        page = element.get("/Pg")
        if page is not None:
            found.first_of_page.setdefault(page.objgen, element)
        target = str(element.get(ANCHOR_KEY, ""))
        if target:
            found.tags.setdefault(target, element)
            del element[ANCHOR_KEY]
        mathml = str(element.get(MATHML_KEY, ""))
        if mathml:
            del element[MATHML_KEY]
            if attach_formulas:
                number += 1
                element.AF = Array([_attached(pdf, mathml, number)])
    return found


def _part_links(root: Object) -> None:
    """Put a link behind the one that it stands in: a page's number behind its entry."""
    for link in list(elements(kids(root))):
        inner = [kid for kid in kids(link) if str(kid.S) == "/Link"]
        if not inner or str(link.S) != "/Link":
            continue
        link.K = Array([kid for kid in link.K if kid not in inner])
        around = link.P
        place = list(around.K).index(link) + 1
        around.K = Array([*list(around.K)[:place], *inner, *list(around.K)[place:]])
        for each in inner:
            each.P = around


def _place_captions(root: Object) -> None:
    """Have captions stand in what they are of, first or last (8.2.5.27)."""
    for caption in [each for each in elements(kids(root)) if str(each.S) == "/Caption"]:
        around = caption.P
        if str(around.S) in CAPTIONED:
            continue
        others = [each for each in elements([around]) if str(each.S) in CAPTIONED]
        if not others:
            caption.S = Name.Div
            continue
        around.K = Array([each for each in around.K if each != caption])
        caption.P = others[0]
        held = others[0].get("/K", Array([]))
        others[0].K = Array([*(held if isinstance(held, Array) else [held]), caption])


def _renew_kind(element: Object) -> None:
    """Give a tag the kind that it has in PDF 2.0."""
    was = str(element.S).lstrip("/")
    asked = str(element.get(KIND_KEY, "")).lstrip("/")
    if asked:
        del element[KIND_KEY]
    kind = asked or ("FENote" if was == "Note" else was)
    if kind in {"FENote", ENDNOTE}:
        where = Name.Footnote if kind == "FENote" else Name.Endnote
        kind = "FENote"
        element.A = Dictionary(O=Name.FENote, NoteType=where)
    elif kind == "L":
        _number(element)
    element.S = Name(f"/{kind}")


def _number(element: Object) -> None:
    """Say of a list with labels that it is one, though nobody knows how it counts (8.2.5.25)."""
    has_labels = any(str(kid.S) == "/Lbl" for item in kids(element) for kid in kids(item))
    if has_labels and "/A" not in element:
        element.A = Dictionary(O=Name.List, ListNumbering=Name.Unordered)


def _attached(pdf: Pdf, mathml: str, number: int) -> Object:
    """Write a formula as a file beside its tag (ISO 32000-2 clause 14.13.5)."""
    data = pdf.make_stream(
        mathml.encode(), Type=Name.EmbeddedFile, Subtype=Name("/application/mathml+xml")
    )
    name = String(f"formula-{number}.mml")
    file = Dictionary(
        Type=Name.Filespec,
        F=name,
        UF=name,
        Desc=String("MathML"),
        AFRelationship=Name.Supplement,
        EF=Dictionary(F=data, UF=data),
    )
    return pdf.make_indirect(file)


def aim_links(tags: NewTags, owners: dict[int, Object]) -> None:
    """Have links lead to tags, and the marks of notes and the notes name each other.

    `owners` are the tags of annotations by their keys in the tree of parents.
    """
    for page in tags.pdf.pages:
        for link in page.obj.get("/Annots", []):
            target = str(link.get("/Dest", ""))
            place = tags.destination(target) if target else None
            if place is None:
                continue
            del link["/Dest"]
            link.A = Dictionary(Type=Name.Action, S=Name.GoTo, D=place.D, SD=place.SD)
            note, owner = tags.note(target), owners.get(int(link.get("/StructParent", -1)))
            if note is not None and owner is not None and note not in list(_around(owner)):
                _refer(owner, note)
                _refer(note, owner)


def _around(element: Object) -> Iterator[Object]:
    while "/P" in element and "/S" in element:
        element = element.P
        yield element


def _refer(element: Object, other: Object) -> None:
    listed = list(element.get("/Ref", []))
    if other not in listed:
        element.Ref = Array([*listed, other])


def aim_names(tags: NewTags) -> None:
    """Have bookmarks and named places lead to tags too."""
    places: dict[Key, Dictionary] = {}
    for name in tags.anchors:
        place = tags.destination(name)
        if place is not None:
            places.setdefault(_key(place.D), place)
    for item in _outline(tags.pdf.Root.get("/Outlines")):
        place = places.get(_key(item.Dest)) if "/Dest" in item else None
        if place is not None:
            del item["/Dest"]
            item.A = Dictionary(Type=Name.Action, S=Name.GoTo, D=place.D, SD=place.SD)
    names = tags.pdf.Root.get("/Names", Dictionary()).get("/Dests")
    if names is not None:
        listed = list(names.Names)
        names.Names = Array(
            [
                each if number % 2 == 0 else places.get(_key(each), each)
                for number, each in enumerate(listed)
            ]
        )


def _key(place: Object) -> Key:
    return place[0].objgen, round(float(place[2]), 2), round(float(place[3]), 2)


def _outline(item: Object | None) -> Iterator[Object]:
    """Yield all bookmarks below one."""
    below = item.get("/First") if item is not None else None
    while below is not None:
        yield below
        yield from _outline(below)
        below = below.get("/Next")
