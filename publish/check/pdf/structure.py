"""The tag tree: headings in steps, whole tables and lists, nothing untagged (ISO 14289-1, 7)."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from publish.check.pdf.under_test import PdfUnderTest
from publish.model.finding import Finding, warning
from publish.model.lazy_pattern import lazy_pattern

_HEADING = lazy_pattern(r"/H([1-6])")
_OPERATOR = lazy_pattern(rb"[\0\t\n\f\r ](?:(B[DM]C)|(EMC)|T[jJ]|Do)(?!\S)")
"""Where marked content begins or ends, and what shows something.

Each of them has operands or a space before it; sought by that, they are found in half the time.
"""
_BEGINS, _ENDS = b"\nBDC\n", b"\nEMC\n"
"""Marked content begins and ends so in most files, each operator in a line of its own."""

OF_LISTS, OF_ENTRIES = ("/LI", "/L", "/Caption"), ("/Lbl", "/LBody")
GROUPS = ("/THead", "/TBody", "/TFoot", "/Caption", "/TR")


def check_headings(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand that headings go down by one level at a time (7.4.2)."""
    before = 0
    for tag in tested.tags:
        found = _HEADING.fullmatch(tag.kind)
        if found and int(found[1]) > before + 1:
            what = f"a heading of level {found[1]} stands below one of level {before}"
            yield warning(
                "WRI-065", what if before else f"the first heading is of level {found[1]}"
            )
        before = int(found[1]) if found else before


def check_tables(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand rows of cells in tables, and headers that say what they head (7.5)."""
    for tag in tested.tags_of("/Table", "/TR", "/TH"):
        inside = set(tag.inside)
        match tag.kind:
            case "/Table" if not inside <= set(GROUPS):
                yield warning("WRI-065", f"a table holds {_named(inside, GROUPS)}")
            case "/TR" if not inside <= {"/TH", "/TD"}:
                yield warning("WRI-065", f"a table's row holds {_named(inside, ('/TH', '/TD'))}")
            case "/TH" if str(_scope(tag.element)) not in ("/Row", "/Column"):
                yield warning("WRI-065", "a table's header does not say what it heads")


def check_lists(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand entries in a list, and a label and a body in each of them (7.6)."""
    for tag in tested.tags_of("/L", "/LI"):
        inside = set(tag.inside)
        match tag.kind:
            case "/L" if not inside <= set(OF_LISTS):
                yield warning("WRI-065", f"a list holds {_named(inside, OF_LISTS)}")
            case "/LI" if not inside <= set(OF_ENTRIES):
                yield warning("WRI-065", f"an entry of a list holds {_named(inside, OF_ENTRIES)}")


def check_marked(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand that all content is tagged, or marked as an artifact of the page (7.1)."""
    for name, _, drawing in tested.unread_pages:
        if _shows_unmarked(_behind_plain_marks(drawing)):
            yield warning("WRI-065", f"{name} shows something that is neither tagged nor artifact")


def _behind_plain_marks(drawing: bytes) -> bytes:
    """Return what is left to look at behind passages that are marked, if one look tells so.

    Each is to hold one beginning and one end, with nothing shown before it begins.
    """
    *passages, rest = drawing.split(_ENDS)
    marked = drawing[: len(drawing) - len(rest)]
    if not marked.count(b"BDC") == marked.count(b"EMC") == len(passages) or b"BMC" in marked:
        return drawing
    for passage in passages:
        before, begins, _ = passage.partition(_BEGINS)
        if not begins or _OPERATOR.search(before):
            return drawing
    return rest


def _shows_unmarked(drawing: bytes) -> bool:
    depth = 0
    for found in _OPERATOR.finditer(drawing):
        depth += (found[1] is not None) - (found[2] is not None)
        if depth == 0 and found.lastindex is None:
            return True
    return False


def _scope(header: pikepdf.Object) -> str:
    return str(header.get("/A", pikepdf.Dictionary()).get("/Scope", ""))


def _named(found: set[str], allowed: tuple[str, ...]) -> str:
    return ", ".join(sorted(name.lstrip("/") for name in found.difference(allowed)))
