"""The tag tree: headings in steps, whole tables and lists, nothing untagged (ISO 14289-1, 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

from publish.finding import Finding, warning
from publish.write.pdf.preflight.copy import Copy

_HEADING = re.compile(r"/H([1-6])")
_TOKEN = re.compile(rb"(?:^|\s)(BMC|BDC|EMC|Tj|TJ|Do)(?=\s|$)")
OF_LISTS, OF_ENTRIES = ("/LI", "/L", "/Caption"), ("/Lbl", "/LBody")
GROUPS = ("/THead", "/TBody", "/TFoot", "/Caption", "/TR")


def check_headings(copy: Copy) -> Iterator[Finding]:
    """Demand that headings go down by one level at a time (7.4.2)."""
    before = 0
    for element in _elements(copy):
        found = _HEADING.fullmatch(str(element.S))
        if found and int(found[1]) > before + 1:
            what = f"a heading of level {found[1]} stands below one of level {before}"
            yield warning(
                "WRI-065", what if before else f"the first heading is of level {found[1]}"
            )
        before = int(found[1]) if found else before


def check_tables(copy: Copy) -> Iterator[Finding]:
    """Demand rows of cells in tables, and headers that say what they head (7.5)."""
    for element in _elements(copy):
        inside = [str(kid.S) for kid in _kids(element)]
        match str(element.S):
            case "/Table" if not set(inside) <= set(GROUPS):
                yield warning("WRI-065", f"a table holds {_named(inside, GROUPS)}")
            case "/TR" if not set(inside) <= {"/TH", "/TD"}:
                yield warning("WRI-065", f"a table's row holds {_named(inside, ('/TH', '/TD'))}")
            case "/TH" if str(_scope(element)) not in ("/Row", "/Column"):
                yield warning("WRI-065", "a table's header does not say what it heads")


def check_lists(copy: Copy) -> Iterator[Finding]:
    """Demand entries in a list, and a label and a body in each of them (7.6)."""
    for element in _elements(copy):
        inside = [str(kid.S) for kid in _kids(element)]
        match str(element.S):
            case "/L" if not set(inside) <= set(OF_LISTS):
                yield warning("WRI-065", f"a list holds {_named(inside, OF_LISTS)}")
            case "/LI" if not set(inside) <= set(OF_ENTRIES):
                yield warning("WRI-065", f"an entry of a list holds {_named(inside, OF_ENTRIES)}")


def check_marked(copy: Copy) -> Iterator[Finding]:
    """Demand that all content is tagged, or marked as an artifact of the page (7.1)."""
    for name, page in copy.pages():
        contents = page.obj.get("/Contents")
        if contents is None:
            continue
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        depth = 0
        for token in _TOKEN.findall(b"\n".join(part.read_bytes() for part in parts)):
            depth += {b"BMC": 1, b"BDC": 1, b"EMC": -1}.get(token, 0)
            if depth == 0 and token in (b"Tj", b"TJ", b"Do"):
                yield warning(
                    "WRI-065", f"{name} shows something that is neither tagged nor artifact"
                )
                break


def _scope(header: pikepdf.Object) -> str:
    return str(header.get("/A", pikepdf.Dictionary()).get("/Scope", ""))


def _named(found: list[str], allowed: tuple[str, ...]) -> str:
    return ", ".join(sorted({name.lstrip("/") for name in found if name not in allowed}))


def _elements(copy: Copy) -> Iterator[pikepdf.Object]:
    root = copy.pdf.Root.get("/StructTreeRoot")
    pending = [] if root is None else _kids(root)[::-1]
    while pending:
        element = pending.pop()
        yield element
        pending += _kids(element)[::-1]


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    held = element.get("/K")
    found = list(held) if isinstance(held, pikepdf.Array) else [held]
    return [kid for kid in found if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
