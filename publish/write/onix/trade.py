"""Who publishes the thing, what goes with it and who supplies it (ONIX blocks 4 to 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from publish.model.edition import Edition
from publish.write.onix.elements import node, words
from publish.write.onix.forms import EPUB_FILE, Form, product_identifiers

FORTHCOMING, ACTIVE = "02", "04"
"""List 64."""

DATE_FORMATS = {4: "05", 6: "01", 8: "00"}
"""List 55 by the figures of a date: a year, a month, a day."""

NOT_YET = "not-yet"

AVAILABILITY = {
    NOT_YET: "10",
    "available": "20",
    "in-stock": "21",
    "to-order": "22",
    "print-on-demand": "23",
}
"""List 65 by the words that an edition uses."""

EPUB_OF, HAS_EPUB, OTHER_FORM = "13", "27", "06"
"""List 51."""

FREE, ASK = "01", "04"
"""List 57: what stands in a price's place."""


def publishing_detail(edition: Edition) -> etree._Element:
    """Write block 4: imprint, publisher, place, status, date, where it may be sold."""
    book, onix = edition.book, edition.onix
    forthcoming = onix.availability == NOT_YET
    return node(
        "PublishingDetail",
        node("Imprint", node("ImprintName", onix.imprint or book.publisher)),
        node("Publisher", node("PublishingRole", "01"), node("PublisherName", book.publisher)),
        words("CityOfPublication", book.publisher_place),
        node("PublishingStatus", FORTHCOMING if forthcoming else ACTIVE),
        node("PublishingDate", node("PublishingDateRole", "01"), _date(book.date)),
        node(
            "SalesRights",
            node("SalesRightsType", "01" if onix.exclusive_rights else "02"),
            _territory(edition),
        ),
    )


def _date(date: str) -> etree._Element:
    figures = date.replace("-", "")
    return node("Date", figures, dateformat=DATE_FORMATS[len(figures)])


def _territory(edition: Edition) -> etree._Element:
    if edition.onix.countries:
        return node("Territory", node("CountriesIncluded", " ".join(edition.onix.countries)))
    return node("Territory", node("RegionsIncluded", "WORLD"))


def related_material(form: Form, forms: Iterable[Form], edition: Edition) -> etree._Element | None:
    """Write block 5: the other form of the same book."""
    others = [other for other in forms if other != form]
    if not others:
        return None
    return node("RelatedMaterial", [_related(form, other, edition) for other in others])


def _related(form: Form, other: Form, edition: Edition) -> etree._Element:
    return node(
        "RelatedProduct",
        node("ProductRelationCode", OTHER_FORM),
        node("ProductRelationCode", EPUB_OF if form.is_epub else HAS_EPUB),
        product_identifiers(other, edition),
        node("ProductForm", other.code),
        node("ProductFormDetail", EPUB_FILE) if other.is_epub else None,
    )


def product_supply(form: Form, edition: Edition) -> etree._Element:
    """Write block 6: the market, the supplier, whether it is to be had, and its price."""
    availability = edition.onix.availability
    if form.is_epub and availability != NOT_YET:
        availability = "available"
    return node(
        "ProductSupply",
        node("Market", _territory(edition)),
        node(
            "SupplyDetail",
            _supplier(edition),
            node("ProductAvailability", AVAILABILITY[availability]),
            _expected(edition) if availability == NOT_YET else None,
            _price(form, edition),
        ),
    )


def _supplier(edition: Edition) -> etree._Element:
    """Name the supplier: the publisher, or its distributor where the edition has one."""
    publisher = edition.book.publisher
    supplier = edition.onix.supplier or publisher
    return node(
        "Supplier",
        node("SupplierRole", "01" if supplier == publisher else "06"),
        node("SupplierName", supplier),
        words("EmailAddress", edition.onix.email),
    )


def _expected(edition: Edition) -> etree._Element:
    return node("SupplyDate", node("SupplyDateRole", "08"), _date(edition.book.date))


def _price(form: Form, edition: Edition) -> Iterator[etree._Element]:
    if not form.price or float(form.price) == 0:
        yield node("UnpricedItemType", FREE if form.price else ASK)
        return
    yield node(
        "Price",
        node("PriceType", "02" if edition.onix.tax_included else "01"),
        node("PriceAmount", form.price),
        node("CurrencyCode", edition.onix.currency),
        _territory(edition),
    )
