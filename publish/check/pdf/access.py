"""Access: tags, language, title, alternative text, links (ISO 14289-1, PDF/UA-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

from publish.check.pdf.under_test import PdfUnderTest
from publish.check.undescribed import undescribed
from publish.model.finding import Finding, error, warning

_NO_UA = "describe them in <figDesc>: without it the file is no PDF/UA and does not claim it"


def check_title(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand a title, which viewers show in their title bar (7.1)."""
    said = re.search(r"<dc:title>.*?<rdf:li[^>]*>([^<]*)<", tested.metadata, re.DOTALL)
    title = said[1] if said else ""
    if tested.pdf.pdf_version < "2.0":  # which has it in its metadata alone (ISO 32000-2, 14.3.3)
        title = str(tested.pdf.trailer.get("/Info", pikepdf.Dictionary()).get("/Title", ""))
    if not title.strip():
        yield error("WRI-066", "the PDF has no title", hint="give book.title in edition.toml")


def check_shown_title(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand that the title is shown in place of the file's name (7.1)."""
    preferences = tested.pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary())
    if not preferences.get("/DisplayDocTitle", False):
        yield error("WRI-066", "viewers are not told to show the title")


def check_language(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand a language, without which a reader cannot be read aloud (7.2)."""
    if not str(tested.pdf.Root.get("/Lang", "")).strip():
        yield error("WRI-066", "the PDF names no language", hint="give book.language")


def check_tags(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand a tag tree that reaches every page's content, and words for every picture."""
    root = tested.pdf.Root
    marked = root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False)
    if "/StructTreeRoot" not in root or not marked:
        yield error("WRI-065", "the PDF is not tagged")
        return
    for name, page in tested.pages():
        if "/Contents" in page.obj and "/StructParents" not in page.obj:
            yield error("WRI-065", f"{name} is not reached by the tags")
    figures = [tag.element for tag in tested.tags_of("/Figure")]
    without_words = sum(not str(figure.get("/Alt", "")).strip() for figure in figures)
    if without_words:
        yield undescribed(without_words, tested.pictures.values(), _NO_UA)


def check_links(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand that every link inside the book arrives somewhere, and says where (7.18.5)."""
    names = tested.pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    known: set[str] = set()
    if names is not None:
        known = {str(name) for name in list(names.Names)[::2]}
    for name, page in tested.pages():
        for link in page.obj.get("/Annots", []):
            if not str(link.get("/Contents", "")).strip():
                yield warning("WRI-065", f"a link on {name} does not say where it leads")
            target = link.get("/Dest")
            if isinstance(target, pikepdf.String) and str(target) not in known:
                yield warning(
                    "WRI-058", f"a link on {name} points at {str(target)!r}, which is nowhere"
                )
