"""Leave lines out of the tag tree: a paragraph holds its content itself (ISO 32000-1, 14.7.4).

WeasyPrint makes an element of every line of text, three of four in a novel. Those who listen are
served by paragraphs; lines only keep whoever reads the file waiting.
"""

from __future__ import annotations

import pydyf

from publish.engine.pydyf_types import Pdf, StructElement

HOLDERS = frozenset(
    f"/{name}" for name in "P H1 H2 H3 H4 H5 H6 NonStruct Span LBody TD TH Caption".split()
)
"""Elements that may hold content beside other elements."""


def drop_line_tags(pdf: Pdf) -> None:
    """Hand the content of line elements to those around them; drop elements that hold nothing.

    `pdf` is a pydyf.PDF with all its objects, before it is written.
    """
    elements: dict[bytes, StructElement] = {
        item.reference: item
        for item in pdf.objects
        if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem"
    }
    replaced = {}
    for reference, element in elements.items():
        holder = elements.get(element["P"])
        if holder is not None and _is_line(element) and holder["S"] in HOLDERS:
            replaced[reference] = element
    for element in elements.values():
        if replaced.keys() & set(element["K"]):
            element["K"][:] = [_content(kid, replaced) for kid in element["K"]]
    _rewrite_parents(pdf, {reference: each["P"] for reference, each in replaced.items()})
    for element in replaced.values():
        _free(element)
    _drop_empty(elements)


def _is_line(element: StructElement) -> bool:
    """Tell whether an element says no more than that its content is here."""
    held = element["K"]
    is_plain = element["S"] == "/Span" and element.keys() == {"Type", "S", "K", "Pg", "P"}
    return is_plain and len(held) == 1 and isinstance(held[0], int)


def _content(kid: bytes | int, replaced: dict[bytes, StructElement]) -> bytes | int:
    return replaced[kid]["K"][0] if isinstance(kid, bytes) and kid in replaced else kid


def _rewrite_parents(pdf: Pdf, holders: dict[bytes, bytes]) -> None:
    """Write into the parent tree which elements now hold what the lines held."""
    for item in pdf.objects:
        if isinstance(item, dict) and "Nums" in item:
            for content in item["Nums"][1::2]:
                if isinstance(content, list):
                    content[:] = [holders.get(held, held) for held in content]


def _drop_empty(elements: dict[bytes, StructElement]) -> None:
    for reference, element in reversed(elements.items()):  # those inside before those around them
        holder = elements.get(element["P"])
        if holder is not None and element["S"] == "/NonStruct" and not element["K"]:
            holder["K"].remove(reference)
            _free(element)


def _free(element: StructElement) -> None:
    """Free an object's number for another generation (ISO 32000-1 clause 7.5.4).

    pydyf counts an object of generation 0 among those in the object stream, where a free one is
    not: the counts went wrong by it, and beyond 65,536 did not fit into the cross-references. By
    its number, which its place in the list tells too, pydyf writes whether an object is in use.
    """
    element.free, element.generation, element.number = "f", 1, 0
