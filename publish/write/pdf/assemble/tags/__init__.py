"""The tag tree as ISO 14289-1 asks for it, where WeasyPrint's is not.

`tree.py` walks it; `headings.py`, `lists_and_notes.py` and `tables.py` put them right.
"""

from __future__ import annotations

from pikepdf import Object, Pdf

from publish.write.pdf.assemble.tags.headings import level_headings
from publish.write.pdf.assemble.tags.lists_and_notes import mend_list, tag_notes
from publish.write.pdf.assemble.tags.tables import mend_table
from publish.write.pdf.assemble.tags.tree import Names, elements

__all__ = ["has_formulas", "has_words_for_all_pictures", "level_headings", "mend_structure"]


def mend_structure(pdf: Pdf, structures: list[Object]) -> None:
    """Put lists, tables and notes right.

    `structures` are the tags in which there may be lists or tables.
    """
    names = Names()
    for element in list(elements(structures)):
        if str(element.S) == "/LI":
            mend_list(pdf, element)
        elif str(element.S) == "/Table":
            mend_table(pdf, element, names)
        elif str(element.S) == "/Note":
            names.name(element)
    tag_notes(pdf.Root.StructTreeRoot, names)
    names.write(pdf)


def has_formulas(structures: list[Object]) -> bool:
    """Return whether any of these tags is a formula."""
    return any(str(element.S) == "/Formula" for element in elements(structures))


def has_words_for_all_pictures(structures: list[Object]) -> bool:
    """Return whether every figure says what it shows (7.3), as only the author can."""
    figures = (element for element in elements(structures) if str(element.S) == "/Figure")
    return all(str(figure.get("/Alt", "")).strip() for figure in figures)
