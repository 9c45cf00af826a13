"""Messages to the shop about one small book: out in both forms, still to come, without an ISBN."""

from __future__ import annotations

from functools import cache
from typing import Any

from lxml import etree
from msgspec import structs

from publish.check.trade import check_trade
from publish.model.edition import Book, Contributor, Edition, Onix, Series, Subject
from publish.model.printing import PrintedPage, Printing
from publish.write.epub import write_epub
from publish.write.onix import write_onix
from tests.write.epub.books import small_book

N = "{http://ns.editeur.org/onix/3.0/reference}"

OUT = Edition(
    book=Book(
        title="The Storm and the Calm",
        subtitle="A Tale of the Sea",
        contributors=(
            Contributor(
                name="Ada Vale",
                file_as="Vale, Ada",
                identifiers=(
                    "https://orcid.org/0000-0002-1825-0097",
                    "https://d-nb.info/gnd/118540238",
                ),
            ),
            Contributor(name="Otto Lang", role="trl", file_as="Lang, Otto"),
            Contributor(name="Ada Vale", role="ill", file_as="Vale, Ada"),
            Contributor(name="Ink & Sons", role="prt"),
        ),
        language="de-AT",
        publisher="Small Press",
        publisher_place="Bremen",
        date="2026-11-24",
        isbn_epub="978-3-16-148410-0",
        isbn_print="0-306-40615-2",
        doi="10.5555/storm",
        edition_statement="Second edition",
        tdm="reserved",
        tdm_policy="https://press.example/tdm.json",
        licence="https://creativecommons.org/licenses/by-sa/4.0/",
        description="Two chapters at sea.",
        subjects=(
            Subject(term="Sea stories", scheme="BISAC", code="FIC047000"),
            Subject(term="Seefahrt", scheme="Thema", code="FJM"),
            Subject(term="Storms", scheme="LCSH"),
            Subject(term="Sturm"),
            Subject(term="Meer"),
        ),
        series=Series(name="Die Meere", position="2", issn="2049-3630"),
    ),
    onix=Onix(
        email="trade@example.org",
        price_epub="0",
        price_print="14.90",
        currency="EUR",
        countries=("AT", "DE"),
    ),
    outputs=("epub", "press"),
    slug="storm",
)


def edition(base: Edition = OUT, **changes: dict[str, Any]) -> Edition:
    """Change keys of an edition's tables."""
    tables = {name: structs.replace(getattr(base, name), **keys) for name, keys in changes.items()}
    return structs.replace(base, **tables)


TO_COME = edition(
    book={"isbn_epub": "", "identifier": "SP-17", "isbn_print": "", "contributors": ()},
    onix={"availability": "not-yet", "supplier": "Big House", "price_epub": "", "countries": ()},
)

AIDED = edition(
    book={
        "contributors": (
            Contributor(name="Ada Vale", file_as="Vale, Ada", ai="assisted"),
            Contributor(name="WordMill 3", role="trl", ai="made"),
        ),
    },
)

PRINTING = Printing("1", tuple(PrintedPage(folio) for folio in ["i", "ii", "1", "2", "3", "4"]))


@cache
def message(about: Edition = OUT) -> bytes:
    """Write the message about a book of two chapters, from an EPUB and a printing of it."""
    book = small_book()
    epub, _ = write_epub(book, about, printing=None)
    assert not [finding for finding in check_trade(about) if finding.severity == "error"]
    return write_onix(book, about, epub, PRINTING)


def read(data: bytes) -> etree._Element:
    """Read a message with the namespace taken off its names."""
    root = etree.fromstring(data)
    for element in root.iter(etree.Element):
        element.tag = str(element.tag).replace(N, "")
    return root
