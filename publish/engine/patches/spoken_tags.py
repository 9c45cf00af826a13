"""Tags say what WeasyPrint 70 leaves out of them.

In which language their words are: a voice would read Greek as English (ISO 14289-1 clause 7.2).
What a table's header heads (ISO 32000-1 table 349), how a list is numbered (table 347). That a
formula is one, and what it says (14289-1, 7.7). What a file with the tags of PDF 2.0 needs besides
is written into keys of our own, which `write/pdf/assemble/tags/` takes out again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import pydyf
from msgspec import Struct, field
from weasyprint.pdf import tags

from publish.engine.boxes import Box, is_inline, placed
from publish.engine.tree import classes
from publish.engine.tree_names import (
    ANCHOR_KEY,
    ENDNOTE,
    FORMULA,
    GROUP_OF_ROWS,
    KIND_KEY,
    LINKED,
    MATHML,
    MATHML_KEY,
    NEW_KIND,
    NEW_TAGS,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from publish.engine.pydyf_types import Pdf, StructElement

SCOPES = {
    "col": "/Column",
    "colgroup": "/Column",
    "row": "/Row",
    "rowgroup": f"/{GROUP_OF_ROWS}",
}
NUMBERINGS = {
    "decimal": "/Decimal",
    "lower-roman": "/LowerRoman",
    "upper-roman": "/UpperRoman",
    "lower-alpha": "/LowerAlpha",
    "lower-latin": "/LowerAlpha",
    "upper-alpha": "/UpperAlpha",
    "upper-latin": "/UpperAlpha",
    "circle": "/Circle",
    "square": "/Square",
    "disc": "/Disc",
}
"""What PDF calls the list styles of CSS; of others it has no name."""

ONCE = frozenset(f"/{name}" for name in "P H1 H2 H3 H4 H5 H6 Sect BlockQuote Art Link".split())
"""Tags of which a box that WeasyPrint puts between an element's own has none."""

_build_box_tree = tags._build_box_tree


class _Page(Struct):
    """What is known of the page whose tags are being built."""

    languages: list[str] = field(default_factory=list)
    """Of the boxes that are being gone through, from the outermost to the innermost."""
    sources: list[Element | None] = field(default_factory=list)
    """What these boxes were made of; a box that WeasyPrint puts between has the element again."""
    formulas: dict[Element, StructElement] = field(default_factory=dict)
    """The tags of formulas that may go on in the next line."""
    anchors: set[str] = field(default_factory=set)
    """Ids that have their tag."""
    is_new: bool = False


_page = _Page()


def build_box_tree_in_full(
    box: Box,
    parent: StructElement,
    pdf: Pdf,
    page_number: int,
    nums: dict[int, bytes],
    *rest: object,
) -> Iterator[StructElement]:
    """Build the tags of a box as WeasyPrint does, and say in them what it does not."""
    real = placed(box)
    if not _page.languages:
        _page.formulas.clear()
    if real.is_for_root_element and real.element is not None:
        _page.is_new = NEW_TAGS in real.element.attrib
        _page.anchors.clear()
    around = _page.languages[-1] if _page.languages else ""
    language = real.style["lang"] or around
    is_own = (
        real.element is not None
        and real.element not in _page.sources[-1:]
        and "::" not in (real.element_tag or "")
    )
    _page.languages.append(language)
    _page.sources.append(real.element)
    try:
        made: list[StructElement] = list(
            _build_box_tree(box, parent, pdf, page_number, nums, *rest)
        )
    finally:
        _page.languages.pop()
        _page.sources.pop()
    for element in made:
        if language != around:
            _say_language(element, language, real)
        if real.element is None or real.element_tag in {"html", "body"}:
            yield element  # it has no tag itself; these are of what it holds
        elif _say_all(element, real, real.element, is_own, pdf, nums):
            yield element


def _say_all(
    element: StructElement,
    box: Box,
    source: Element,
    is_own: bool,
    pdf: Pdf,
    nums: dict[int, bytes],
) -> bool:
    """Say of a tag what it is; False where it only goes on with another one."""
    if not is_own:
        if element["S"] in ONCE:
            element["S"] = "/NonStruct"
        return True
    if _page.is_new and element["S"] == "/NonStruct":
        element[KIND_KEY[1:]] = "/Span" if is_inline(box) else "/Div"
    _say_structure(element, box, source)
    return FORMULA not in source.attrib or _begin_formula(element, source, pdf, nums)


def _say_language(element: StructElement, language: str, box: Box) -> None:
    """Say it once; a run of words is then no longer without a structure."""
    if "Lang" not in element.keys():  # noqa: SIM118 - all that its type has
        element["Lang"] = pydyf.String(language)
    if element["S"] == "/NonStruct" and is_inline(box):
        element["S"] = "/Span"


def _say_structure(element: StructElement, box: Box, source: Element) -> None:
    kind = element["S"]
    scope = SCOPES.get(source.get("scope", ""))
    if kind == "/TH" and scope:
        element["A"]["Scope"] = scope
    elif kind == "/L" and source.tag in {"ol", "ul"}:
        numbering = NUMBERINGS.get(box.style["list_style_type"])
        if numbering:
            element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
    is_note = source.tag == "aside" and "note" in classes(source)
    is_at_foot = is_note and _page.sources[-1:] == [None]
    if is_note and not is_at_foot and kind == "/NonStruct":
        element["S"] = "/Note"
    if not _page.is_new:
        return
    identifier = source.get("id", "")
    if LINKED in source.attrib and identifier not in _page.anchors:
        _page.anchors.add(identifier)
        element[ANCHOR_KEY[1:]] = pydyf.String(identifier)
    name = ("FENote" if is_at_foot else ENDNOTE) if is_note else source.get(NEW_KIND, "")
    if name and not is_inline(box):
        element[KIND_KEY[1:]] = f"/{name}"


def _begin_formula(
    element: StructElement, source: Element, pdf: Pdf, nums: dict[int, bytes]
) -> bool:
    """Tag a formula as one; False for what only goes on with it in another line."""
    begun = _page.formulas.get(source)
    if begun is not None:
        _go_on(begun, element, pdf, nums)
        return False
    _page.formulas[source] = element
    element["S"] = "/Formula"
    element["Alt"] = pydyf.String(source.get(FORMULA, ""))
    if _page.is_new and MATHML in source.attrib:
        element[MATHML_KEY[1:]] = pydyf.String(source.get(MATHML, ""))
    return True


def _go_on(begun: StructElement, element: StructElement, pdf: Pdf, nums: dict[int, bytes]) -> None:
    """Hand what a tag holds to another one of the same page."""
    for kid in element["K"]:
        begun["K"].append(kid)
        if isinstance(kid, int):
            nums[kid] = begun.reference
        else:
            held = cast("StructElement", pdf.objects[int(kid.split()[0])])
            held["P"] = begun.reference
