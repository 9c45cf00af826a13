"""What the shop is told, and that the trade's own schemas take it."""

from __future__ import annotations

import importlib.resources
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from publish.check.onix import check_onix
from publish.check.trade import check_trade
from publish.house.language.tag import bibliographic_code
from publish.model.edition import Edition
from publish.model.finding import Severity
from tests.write.onix.records import AIDED, OUT, TO_COME, edition, message, read

RELEASES = ("3.0", "3.1")


@cache
def schema(kind: str, release: str) -> etree.RelaxNG | etree.XMLSchema:
    """EDItEUR's own RELAX NG or XSD with the code lists of October 2026."""
    folder = Path(str(importlib.resources.files("onixcheck"))) / "schema" / f"{kind}{release}"
    tree = etree.parse(folder / f"ONIX_BookProduct_{release}_reference.{kind}")
    return etree.RelaxNG(tree) if kind == "rng" else etree.XMLSchema(tree)


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("kind", ["rng", "xsd"])
@pytest.mark.parametrize("about", [OUT, TO_COME, AIDED], ids=["out", "to come", "aided"])
def test_the_trades_own_schemas_and_our_rules_take_it(
    about: Edition, kind: str, release: str
) -> None:
    data = message(edition(about, onix={"release": release}))
    trade = schema(kind, release)
    trade.validate(etree.fromstring(data))
    assert [str(error) for error in trade.error_log] == []
    assert check_onix(data) == []


def test_a_release_has_its_own_namespace() -> None:
    for release in RELEASES:
        root = etree.fromstring(message(edition(OUT, onix={"release": release})))
        assert root.get("release") == release
        assert etree.QName(root).namespace == f"http://ns.editeur.org/onix/{release}/reference"


def test_the_same_book_gives_the_same_bytes() -> None:
    first = message(OUT)
    message.cache_clear()
    assert message(OUT) == first
    assert b"<SentDateTime>20261124T000000Z<" in first


def test_each_form_has_a_record_that_names_the_other() -> None:
    epub, printed = read(message(OUT)).iter("Product")
    assert [each.findtext("DescriptiveDetail/ProductForm") for each in (epub, printed)] == [
        "ED",
        "BC",
    ]
    assert texts(epub, "ProductIdentifier/IDValue") == [*["9783161484100"] * 2, "10.5555/storm"]
    assert texts(printed, "ProductIdentifier/IDValue") == ["9780306406157"] * 2
    related = "RelatedMaterial/RelatedProduct"
    assert texts(epub, f"{related}/ProductIdentifier/IDValue") == ["9780306406157"] * 2
    assert texts(epub, f"{related}/ProductRelationCode") == ["06", "13"]
    assert texts(printed, f"{related}/ProductRelationCode") == ["06", "27"]
    assert texts(printed, f"{related}/ProductIdentifier/ProductIDType") == ["03", "15", "06"]


def test_mining_is_reserved_for_the_file_with_the_terms_under_which_it_may_be_had() -> None:
    epub, printed = read(message(OUT)).iter("Product")
    constraint = "DescriptiveDetail/EpubUsageConstraint"
    assert epub.findtext(f"{constraint}/EpubUsageType") == "11"
    assert epub.findtext(f"{constraint}/EpubUsageStatus") == "03"
    links = "DescriptiveDetail/EpubLicense/EpubLicenseExpression/EpubLicenseExpressionLink"
    assert texts(epub, links)[1] == "https://press.example/tdm.json"
    assert printed.find(constraint) is None
    allowed = first(edition(OUT, book={"tdm": "allowed", "tdm_policy": ""}))
    assert allowed.findtext(f"{constraint}/EpubUsageStatus") == "01"


def test_people_are_told_once_with_all_they_did_and_makers_are_left_out() -> None:
    record = first(OUT)
    people = list(record.iter("Contributor"))
    assert texts(people[0], "ContributorRole") == ["A01", "A12"]
    assert people[0].findtext("PersonNameInverted") == "Vale, Ada"
    assert texts(people[0], "NameIdentifier/NameIDType") == ["21", "25"]
    assert texts(people[0], "NameIdentifier/IDValue") == ["0000000218250097", "118540238"]
    assert [person.findtext("PersonName") for person in people] == ["Ada Vale", "Otto Lang"]
    assert texts(people[1], "ContributorRole") == ["B06"]


def test_a_program_stands_behind_who_had_its_help_and_in_the_place_of_who_had_none() -> None:
    people = [
        (
            texts(each, "ContributorRole"),
            each.findtext("PersonName"),
            each.findtext("UnnamedPersons"),
        )
        for each in first(AIDED).iter("Contributor")
    ]
    assert people == [
        (["A01"], "Ada Vale", None),
        (["Z01"], None, "09"),
        (["B06"], None, "09"),
    ]
    assert texts(first(AIDED), ".//AlternativeName/CorporateName") == ["WordMill 3"]


def test_title_series_and_language() -> None:
    detail = first(OUT).find("DescriptiveDetail")
    assert detail is not None
    assert (
        detail.findtext("TitleDetail/TitleElement/TitleWithoutPrefix") == "The Storm and the Calm"
    )
    assert detail.findtext("TitleDetail/TitleElement/Subtitle") == "A Tale of the Sea"
    series = detail.findall("Collection/TitleDetail/TitleElement")
    assert [part.findtext("PartNumber") for part in series] == ["2", None]
    assert series[1].findtext("TitlePrefix") == "Die"
    assert series[1].findtext("TitleWithoutPrefix") == "Meere"
    assert detail.findtext("Language/LanguageCode") == "ger"
    assert detail.findtext("Collection/CollectionIdentifier/IDValue") == "20493630"


def test_subjects_by_scheme_and_one_line_of_keywords() -> None:
    subjects = [
        (each.findtext("SubjectSchemeIdentifier"), each.findtext("SubjectCode"))
        for each in first(OUT).iter("Subject")
    ]
    assert subjects == [("10", "FIC047000"), ("93", "FJM"), ("04", None), ("20", None)]
    assert "Sturm; Meer" in texts(first(OUT), ".//SubjectHeadingText")


def test_extent_and_size_come_from_the_pages() -> None:
    epub, printed = read(message(OUT)).iter("Product")
    assert extents(printed) >= {("00", "4", "03"), ("06", "6", "03")}
    assert ("08", "6", "03") in extents(epub)
    measures = [
        (m.findtext("MeasureType"), m.findtext("Measurement")) for m in printed.iter("Measure")
    ]
    assert measures == [("01", "216"), ("02", "140"), ("03", "1")]


def extents(record: etree._Element) -> set[tuple[str | None, ...]]:
    return {tuple(child.text for child in each) for each in record.iter("Extent")}


def test_what_the_epub_claims_of_access_is_told_and_nothing_else() -> None:
    codes = {
        each.findtext("ProductFormFeatureValue")
        for each in first(OUT).iter("ProductFormFeature")
        if each.findtext("ProductFormFeatureType") == "09"
    }
    assert {"00", "10", "11", "13", "52"} <= codes
    assert "17" not in codes, "there is no formula in it"
    assert "04" not in codes, "nobody has tried it by the whole specification"


def test_prices_licence_and_market() -> None:
    epub, printed = read(message(OUT)).iter("Product")
    assert epub.findtext("ProductSupply/SupplyDetail/UnpricedItemType") == "01"
    price = printed.find("ProductSupply/SupplyDetail/Price")
    assert price is not None
    assert [price.findtext(name) for name in ("PriceType", "PriceAmount", "CurrencyCode")] == [
        "02",
        "14.90",
        "EUR",
    ]
    assert epub.findtext("DescriptiveDetail/EpubLicense/EpubLicenseName") == "CC BY-SA 4.0"
    assert epub.findtext("DescriptiveDetail/EditionStatement") == "Second edition"
    assert printed.findtext("ProductSupply/Market/Territory/CountriesIncluded") == "AT DE"


def test_a_book_to_come_is_announced_with_its_date() -> None:
    record = first(TO_COME)
    assert record.findtext("NotificationType") == "02"
    assert record.findtext("PublishingDetail/PublishingStatus") == "02"
    supply = record.find("ProductSupply/SupplyDetail")
    assert supply is not None
    assert supply.findtext("ProductAvailability") == "10"
    assert supply.findtext("SupplyDate/Date") == "20261124"
    assert supply.findtext("UnpricedItemType") == "04"
    assert supply.findtext("Supplier/SupplierName") == "Big House"
    assert record.findtext("ProductIdentifier/IDTypeName") == "Small Press"


def test_what_is_lacking_is_told_by_its_key() -> None:
    bare = edition(Edition(), onix={"price_print": "9.99"})
    said = [str(f) for f in check_trade(bare) if f.severity is Severity.ERROR]
    assert [each.partition(" [")[2].partition("]")[0] for each in said] == ["book"] * 4 + ["onix"]
    for key in ("publisher", "title", "language", "date", "currency"):
        assert any(f"add {key} = " in each for each in said), key


def test_a_printed_book_alone_needs_its_isbn() -> None:
    lone = edition(book={"isbn_print": ""})
    said = check_trade(
        Edition(book=lone.book, onix=lone.onix, outputs=("press",)),
    )
    assert [f.severity for f in said] == [Severity.ERROR]
    assert "isbn_print" in said[0].hint


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-GB", "eng"),
        ("de", "ger"),
        ("fr", "fre"),
        ("zh-Hant", "chi"),
        ("hr", "hrv"),
        ("sr-Cyrl", "srp"),
        ("yi", "yid"),
        ("grc", "grc"),
        ("el", "gre"),
        ("ro", "rum"),
    ],
)
def test_languages_by_the_trades_codes(tag: str, code: str) -> None:
    assert bibliographic_code(tag) == code


def first(about: Edition) -> etree._Element:
    record = read(message(about)).find("Product")
    assert record is not None
    return record


def texts(element: etree._Element, path: str) -> list[str | None]:
    return [found.text for found in element.findall(path)]
