"""Tags say in which language their words are, and what a table's header heads.

WeasyPrint 70 writes neither: a voice would read Greek as English (ISO 14289-1 clause 7.2),
and a header over several rows as one over a column (ISO 32000-1 table 349).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pydyf
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags

from publish.engine.boxes import Box, is_inline
from publish.engine.tree_names import GROUP_OF_ROWS

if TYPE_CHECKING:
    from publish.engine.pydyf_types import StructElement

SCOPES = {
    "col": "/Column",
    "colgroup": "/Column",
    "row": "/Row",
    "rowgroup": f"/{GROUP_OF_ROWS}",
}

_build_box_tree = tags._build_box_tree
_around: list[str] = []
"""The languages of the boxes that are being gone through, from the outermost to the innermost."""


def build_box_tree_with_languages(
    box: Box, parent: StructElement, *rest: object
) -> Iterator[StructElement]:
    """Build the tags of a box as WeasyPrint does, with the language where it changes."""
    real: Box = box._box if isinstance(box, AbsolutePlaceholder) else box
    around = _around[-1] if _around else ""
    language = real.style["lang"] or around
    _around.append(language)
    try:
        made: list[StructElement] = list(_build_box_tree(box, parent, *rest))
    finally:
        _around.pop()
    for element in made:
        if language != around:
            _say_language(element, language, real)
        scope = SCOPES.get(real.element.get("scope", "")) if real.element is not None else None
        if scope and element["S"] == "/TH":
            element["A"]["Scope"] = scope
    yield from made


def _say_language(element: StructElement, language: str, box: Box) -> None:
    """Say it once; a run of words is then no longer without a structure."""
    if "Lang" not in element.keys():  # noqa: SIM118 - all that its type has
        element["Lang"] = pydyf.String(language)
    if element["S"] == "/NonStruct" and is_inline(box):
        element["S"] = "/Span"
