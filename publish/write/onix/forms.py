"""The forms in which a book is sold, and by what numbers the trade knows them.

Authority: ONIX for Books 3.0 groups P.1 to P.3; code lists 5, 150 and 175.
"""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from publish.house.isbn import thirteen_figures
from publish.model.edition import Edition
from publish.model.publication import Publication
from publish.model.purpose import Purpose
from publish.write.identifier import identifier_of
from publish.write.onix.elements import node

EPUB, PAPERBACK, HARDBACK = "ED", "BC", "BB"
"""List 150: a download, a paperback, a hardback."""

EPUB_FILE = "E101"
"""List 175."""

PROPRIETARY, GTIN_13, DOI, ISBN_13, URN = "01", "03", "06", "15", "22"
"""List 5. What has an ISBN is sent as a GTIN as well: to a shop's till they are one number."""


class Form(Struct, frozen=True):
    """One thing that is sold: its form, its numbers by kind, its price as the edition has it."""

    code: str
    numbers: tuple[tuple[str, str], ...]
    price: str
    doi: str = ""

    @property
    def is_epub(self) -> bool:
        """Tell the EPUB from the printed book."""
        return self.code == EPUB

    @property
    def reference(self) -> str:
        """Name its record, for ever: a later record of the same name replaces this one."""
        return f"{self.numbers[-1][1]}.{'epub' if self.is_epub else 'print'}"


def forms_of(publication: Publication, edition: Edition) -> list[Form]:
    """List the forms that the edition asks for and that have a number to be ordered by."""
    forms = []
    if Purpose.EPUB in edition.outputs:
        numbers = _isbn(edition.book.isbn_epub) or _own_number(publication, edition)
        forms.append(Form(EPUB, numbers, edition.onix.price_epub, edition.doi()))
    if Purpose.PRESS in edition.outputs and edition.book.isbn_print:
        code = HARDBACK if edition.onix.binding == "hardback" else PAPERBACK
        forms.append(Form(code, _isbn(edition.book.isbn_print), edition.onix.price_print))
    return forms


def _isbn(text: str) -> tuple[tuple[str, str], ...]:
    figures = thirteen_figures(text)
    return ((GTIN_13, figures), (ISBN_13, figures)) if figures else ()


def _own_number(publication: Publication, edition: Edition) -> tuple[tuple[str, str], ...]:
    identifier = identifier_of(publication, edition)
    return ((URN if identifier.startswith("urn:") else PROPRIETARY, identifier),)


def product_identifiers(form: Form, edition: Edition) -> list[etree._Element]:
    """Write the numbers; one of the publisher's own names whose it is."""
    numbers = [*form.numbers, *([(DOI, form.doi)] if form.doi else [])]
    return [
        node(
            "ProductIdentifier",
            node("ProductIDType", kind),
            node("IDTypeName", edition.book.publisher) if kind == PROPRIETARY else None,
            node("IDValue", number),
        )
        for kind, number in numbers
    ]
