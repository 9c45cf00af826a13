"""The message to the shop: who sends it, and a record of each form of the book. Read this first.

Authority: ONIX for Books Product Information Format Specification 3.0 and 3.1 (EDItEUR), reference
names; code lists issue 75 (October 2026).
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from publish.house.language.tag import bibliographic_code
from publish.model.access import Standing
from publish.model.edition import Edition
from publish.model.printing import Printing
from publish.model.publication import Publication
from publish.write.onix.description import descriptive_detail
from publish.write.onix.elements import node, serialize, words
from publish.write.onix.forms import Form, forms_of, product_identifiers
from publish.write.onix.trade import (
    NOT_YET,
    product_supply,
    publishing_detail,
    related_material,
)

ADVANCE, CONFIRMED = "02", "03"
"""List 1: a book still to come, and one that is out."""


def write_onix(
    publication: Publication,
    edition: Edition,
    epub: bytes,
    printing: Printing | None,
    standing: Standing | None = None,
) -> bytes:
    """Write the records of what the edition sells.

    `epub` is the finished EPUB, whose claims the record repeats (empty where none is sold), and
    `standing` what is proved of its accessibility; `printing` has the pages of the press PDF. The
    edition lacks nothing that `check_trade` asks for.
    """
    forms = forms_of(publication, edition)
    records = [
        _product(form, forms, publication, edition, epub, printing, standing) for form in forms
    ]
    return serialize(node("ONIXMessage", _header(edition), records, release=edition.onix.release))


def _header(edition: Edition) -> etree._Element:
    """Name the sender and the day; the day is the edition's, so that the bytes stay the same."""
    return node(
        "Header",
        node(
            "Sender",
            node("SenderName", edition.book.publisher),
            words("EmailAddress", edition.onix.email),
        ),
        node("SentDateTime", f"{edition.modified_at():%Y%m%dT%H%M%SZ}"),
        node("DefaultLanguageOfText", bibliographic_code(edition.book.language)),
    )


def _product(
    form: Form,
    forms: Sequence[Form],
    publication: Publication,
    edition: Edition,
    epub: bytes,
    printing: Printing | None,
    standing: Standing | None,
) -> etree._Element:
    forthcoming = edition.onix.availability == NOT_YET
    return node(
        "Product",
        node("RecordReference", form.reference),
        node("NotificationType", ADVANCE if forthcoming else CONFIRMED),
        node("RecordSourceType", "01"),
        product_identifiers(form, edition),
        descriptive_detail(form, publication, edition, epub, printing, standing),
        _collateral_detail(edition),
        publishing_detail(edition),
        related_material(form, forms, edition),
        product_supply(form, edition),
    )


def _collateral_detail(edition: Edition) -> etree._Element | None:
    """Write block 2: what the edition says of the book, for everybody."""
    if not edition.book.description.strip():
        return None
    return node(
        "CollateralDetail",
        node(
            "TextContent",
            node("TextType", "03"),
            node("ContentAudience", "00"),
            node("Text", edition.book.description, textformat="06"),
        ),
    )
