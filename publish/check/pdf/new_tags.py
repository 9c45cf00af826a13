"""The tags of PDF 2.0 as ISO 14289-2 asks for them (PDF/UA-2), clause by clause.

The rules are those that a machine can check, as veraPDF's profile of the standard lists them, and
table 5 of ISO/TS 32005, which says what may stand in what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pikepdf
import tomli
from pikepdf import Array, Dictionary

from publish.check.pdf.under_test import PdfUnderTest, Tag
from publish.model.finding import Finding, error
from publish.model.lazy_pattern import lazy_pattern

NEW, OLD = "http://iso.org/pdf2/ssn", "http://iso.org/pdf/ssn"
KINDS = {
    NEW: frozenset(
        """
        Document DocumentFragment Part Sect Div Aside NonStruct P H1 H2 H3 H4 H5 H6 Title FENote Sub
        Lbl Span Em Strong Link Annot Form Ruby RB RT RP L LI LBody Table TR TH TD THead TBody TFoot
        Caption Figure Formula Artifact
        """.split()
    ),
    OLD: frozenset("Art BlockQuote TOC TOCI Index Quote Reference BibEntry Code".split()),
}
"""The kinds of tags that each namespace has, of the old one those that are let in."""

_LANGUAGE = lazy_pattern(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_PASSED_OVER = frozenset(["/NonStruct", "/Div"])


def check_new_tags(tested: PdfUnderTest) -> Iterator[Finding]:
    """Check by all clauses a file whose tags are to be those of PDF 2.0."""
    if tested.variant is not None and tested.variant.is_new:
        for clause in CLAUSES:
            yield from clause(tested)


def _check_claim(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand the version of PDF, and the year beside the claim (clause 5)."""
    if tested.pdf.pdf_version != "2.0":
        yield _fault(f"PDF {tested.pdf.pdf_version} has no tags of PDF 2.0")
    said = re.search(r"<pdfuaid:part>(\d)</pdfuaid:part>(<pdfuaid:rev>\d{4}<)?", tested.metadata)
    if said is not None and (said[1] != "2" or not said[2]):
        yield _fault("the claim names another part of the standard, or no year")
    if "<dc:title>" not in tested.metadata:
        yield _fault("the metadata have no title (8.11.1)")


def _check_namespaces(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand one Document of PDF 2.0, and that each tag is of the namespace it says (8.2.4)."""
    if "/StructTreeRoot" not in tested.pdf.Root:
        return
    top = [tag for tag in tested.tags if tag.element.get("/P") == tested.pdf.Root.StructTreeRoot]
    if [tag.kind for tag in top] != ["/Document"] or _namespace(top[0]) != NEW:
        yield _fault("the tags are not in one Document of PDF 2.0 (8.2.5.2)")
    astray = {tag.kind for tag in tested.tags if tag.kind[1:] not in KINDS.get(_namespace(tag), ())}
    for kind in sorted(astray):
        yield _fault(f"{kind[1:]} is no tag of the namespace that it names (8.2.4)")
    for tag in tested.tags:
        language = tag.element.get("/Lang")
        if language is not None and not _LANGUAGE.fullmatch(str(language)):
            yield _fault(f"{str(language)!r} is no language (8.4.4)")


def _check_containment(tested: PdfUnderTest) -> Iterator[Finding]:
    """Find tags in others that may not hold them (ISO/TS 32005, table 5)."""
    never, wordless = _containment()
    astray: dict[str, None] = {}
    for tag in tested.tags:
        held, kind = _holder(tag.element), _general(tag.kind)
        if kind in never.get(held, ()):
            astray[f"{held} holds {kind}"] = None
        if kind in wordless and any(isinstance(kid, int) for kid in _held(tag.element)):
            astray[f"{kind} holds words"] = None
        places = [n for n, one in enumerate(tag.inside) if one == "/Caption"]
        if any(0 < place < len(tag.inside) - 1 for place in places):
            astray[f"{kind} has a caption in its midst (8.2.5.27)"] = None
    for said in astray:
        yield _fault(said)


def _check_lists(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand that a list with labels says so (8.2.5.25)."""
    for tag in tested.tags:
        if tag.kind == "/L":
            items = [kid for kid in _held(tag.element) if isinstance(kid, Dictionary)]
            has_labels = any("/Lbl" in _kinds_in(item) for item in items)
            numbering = _attribute(tag.element, "/ListNumbering")
            if has_labels and numbering in ("", "/None"):
                yield _fault("a list with labels does not say how it is numbered")


def _check_notes(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand that notes say what they are, and that they and their marks name each other."""
    for tag in tested.tags:
        refers = [one for one in tag.element.get("/Ref", [])]
        if tag.kind == "/FENote":
            if _attribute(tag.element, "/NoteType") not in ("/Footnote", "/Endnote", "/None"):
                yield _fault("a note does not say of which kind it is (8.2.5.14)")
            if any(tag.element not in list(one.get("/Ref", [])) for one in refers):
                yield _fault("a note names a mark that does not name the note (8.2.5.14)")
        else:
            notes = [one for one in refers if str(one.get("/S", "")) == "/FENote"]
            if any(tag.element not in list(note.get("/Ref", [])) for note in notes):
                yield _fault("a mark names a note that does not name the mark (8.2.5.14)")


def _check_links(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand that links and bookmarks lead to tags (8.8), in the order of the tags (8.9.3.3)."""
    for name, page in tested.pages():
        links = list(page.obj.get("/Annots", []))
        if links and str(page.obj.get("/Tabs", "")) not in ("/A", "/W", "/S"):
            yield _fault(f"{name} does not say in which order its links come")
        if any(not _leads_to_tag(link) for link in links):
            yield _fault(f"a link on {name} leads to a place and to no tag")
    for item in _bookmarks(tested.pdf.Root.get("/Outlines")):
        if not _leads_to_tag(item):
            yield _fault(f"the bookmark {str(item.get('/Title', ''))!r} leads to no tag")


CLAUSES = (
    _check_claim,
    _check_namespaces,
    _check_containment,
    _check_lists,
    _check_notes,
    _check_links,
)


def check_formulas(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand words for each formula, and its MathML beside it where files may be attached."""
    variant = tested.variant
    if variant is None:
        return
    for tag in tested.tags:
        if tag.kind != "/Formula":
            continue
        if not str(tag.element.get("/Alt", "")).strip():
            yield _fault("a formula does not say what it is", "WRI-065")
        if variant.is_new and not variant.archive:
            files = list(tag.element.get("/AF", []))
            is_math = [str(one.get("/AFRelationship", "")) == "/Supplement" for one in files]
            if not any(is_math):
                yield _fault("a formula has no MathML beside it (8.2.5.29)")
            if any("/Desc" not in one for one in files):
                yield _fault("an attached file does not say what it is (8.14.1)")


def _fault(message: str, code: str = "WRI-231") -> Finding:
    return error(code, message)


def _namespace(tag: Tag) -> str:
    return str(tag.element.get("/NS", Dictionary()).get("/NS", OLD))


def _held(element: pikepdf.Object) -> list[pikepdf.Object]:
    held = element.get("/K", Array([]))
    return list(held) if isinstance(held, Array) else [held]


def _kinds_in(element: pikepdf.Object) -> list[str]:
    return [str(kid.get("/S", "")) for kid in _held(element) if isinstance(kid, Dictionary)]


def _attribute(element: pikepdf.Object, name: str) -> str:
    held = element.get("/A", Dictionary())
    sets = list(held) if isinstance(held, Array) else [held]
    return next((str(one[name]) for one in sets if name in one), "")


def _general(kind: str) -> str:
    return re.sub(r"H[1-6]", "Hn", kind[1:])


def _holder(element: pikepdf.Object) -> str:
    """Name what an element stands in, past what only groups."""
    around = element.get("/P")
    while around is not None and str(around.get("/S", "")) in _PASSED_OVER:
        around = around.get("/P")
    return _general(str(around.get("/S", "/")) if around is not None else "/")


def _leads_to_tag(item: pikepdf.Object) -> bool:
    action = item.get("/A", Dictionary())
    if "/Dest" in item:
        return False
    return str(action.get("/S", "")) != "/GoTo" or "/SD" in action


def _bookmarks(item: pikepdf.Object | None) -> Iterator[pikepdf.Object]:
    below = item.get("/First") if item is not None else None
    while below is not None:
        yield below
        yield from _bookmarks(below)
        below = below.get("/Next")


@cache
def _containment() -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    table = tomli.loads(Path(__file__).with_name("containment.toml").read_text("utf-8"))
    never = {kind: frozenset(kinds.split()) for kind, kinds in table["never"].items()}
    return never, frozenset(table["wordless"])
