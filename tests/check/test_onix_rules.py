"""Every rule finds the record that was made wrong on purpose."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from publish.check import onix as checking
from publish.check.onix import check_onix
from tests.write.onix.records import AIDED, OUT, TO_COME, edition, message, read

RULES = tomllib.loads(Path(checking.__file__).with_name("onix_rules.toml").read_text("utf-8"))
NAMESPACE = "{http://ns.editeur.org/onix/3.0/reference}"


def spoilt(name: str, spoil: Callable[[etree._Element], None]) -> set[str]:
    """Spoil the first element of this name in a good message and tell which codes say so."""
    for about in (OUT, TO_COME, AIDED):
        root = etree.fromstring(message(about))
        element = next(root.iter(NAMESPACE + name), None)
        if element is not None:
            spoil(element)
            return {finding.code for finding in check_onix(etree.tostring(root))}
    raise AssertionError(f"no message of the tests has <{name}>")


def write(text: str) -> Callable[[etree._Element], None]:
    def spoil(element: etree._Element) -> None:
        element.text = text

    return spoil


def intrude(element: etree._Element) -> None:
    etree.SubElement(element, NAMESPACE + "Intruder")


@pytest.mark.parametrize("name", RULES["elements"])
def test_a_stranger_is_seen_in_every_element(name: str) -> None:
    assert "WRI-081" in spoilt(name, intrude)


NEEDED = [
    (name, child)
    for name, model in RULES["elements"].items()
    for child in model.split()
    if "|" not in child and child[-1] not in "?*"
]


@pytest.mark.parametrize(("name", "child"), NEEDED, ids=" ".join)
def test_what_must_be_there_is_missed(name: str, child: str) -> None:
    def take_out(element: etree._Element) -> None:
        for found in element.findall(NAMESPACE + child.rstrip("+")):
            element.remove(found)

    assert "WRI-081" in spoilt(name, take_out)


@pytest.mark.parametrize("name", [name for name, model in RULES["elements"].items() if model])
def test_order_counts(name: str) -> None:
    def turn_round(element: etree._Element) -> None:
        if len({child.tag for child in element}) > 1:
            element[:] = list(element)[::-1]
        else:
            element[:] = []

    assert "WRI-081" in spoilt(name, turn_round)


@pytest.mark.parametrize("name", RULES["codes"])
def test_codes_outside_their_list_are_seen(name: str) -> None:
    assert "WRI-082" in spoilt(name, write("9Z"))


@pytest.mark.parametrize("name", RULES["forms"])
def test_malformed_values_are_seen(name: str) -> None:
    assert "WRI-083" in spoilt(name, write("? !"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("IDValue", "9783161484101"),
        ("IDValue", "316148410X"),
        ("IDValue", "978-3-16-148410-0"),
        ("PriceAmount", "0.00"),
        ("Date", "20261332"),
        ("TitleWithoutPrefix", " "),
        ("Text", ""),
        ("CountriesIncluded", "de"),
    ],
)
def test_values_of_the_right_look_but_wrong_are_seen(name: str, text: str) -> None:
    assert "WRI-083" in spoilt(name, write(text))


def change(path: str, text: str) -> Callable[[etree._Element], None]:
    def spoil(root: etree._Element) -> None:
        root.findall(path)[-1].text = text

    return spoil


def drop(path: str) -> Callable[[etree._Element], None]:
    def spoil(root: etree._Element) -> None:
        for found in root.findall(path):
            parent = found.getparent()
            assert parent is not None
            parent.remove(found)

    return spoil


def same_name(root: etree._Element) -> None:
    names = root.findall("Product/RecordReference")
    names[1].text = names[0].text


def same_number(root: etree._Element) -> None:
    for number in root.findall("Product/ProductIdentifier/IDValue"):
        number.text = "9783161484100"


def lock_print(root: etree._Element) -> None:
    detail = root.findall("Product/DescriptiveDetail")[1]
    at = list(detail).index(detail.findall("Measure")[-1]) + 1
    detail.insert(at, copy.deepcopy(root.find(".//EpubTechnicalProtection")))


def lie_flat(root: etree._Element) -> None:
    for kind in root.findall(".//Measure/MeasureType"):
        kind.text = "03"


def second_title(root: etree._Element) -> None:
    title = root.find("Product/DescriptiveDetail/TitleDetail")
    assert title is not None
    title.addnext(copy.deepcopy(title))


def second_main(root: etree._Element) -> None:
    subject = root.find(".//Subject")
    assert subject is not None
    subject.addnext(copy.deepcopy(subject))


def related_to_itself(root: etree._Element) -> None:
    for number in root.findall("Product/RelatedMaterial//IDValue")[:2]:
        number.text = "9783161484100"


def helped_first(root: etree._Element) -> None:
    detail = root.find("Product/DescriptiveDetail")
    assert detail is not None
    first = detail.findall("Contributor")[0]
    detail.remove(first)


def release(root: etree._Element) -> None:
    root.set("release", "2.1")


WRONG: dict[str, Callable[[etree._Element], None]] = {
    "the message does not name its release": release,
    "two records go by one name": same_name,
    "two forms have one number": same_number,
    "a proprietary number does not tell whose it is": drop(".//IDTypeName"),
    "an e-book does not tell its format and whether it is locked": drop(
        ".//EpubTechnicalProtection"
    ),
    "a printed book has no height and width": lie_flat,
    "a printed book has what only an e-book has": lock_print,
    "a product has one distinctive title": second_title,
    "a product's title has no words": drop(
        "Product/DescriptiveDetail/TitleDetail/TitleElement/TitleWithoutPrefix"
    ),
    "contributors are not numbered from 1 in their order": change(".//SequenceNumber", "5"),
    "help is said of nobody": helped_first,
    "a subject has neither a code nor words": drop(".//SubjectHeadingText"),
    "a BISAC or Thema subject has no code": drop(".//SubjectCode"),
    "a scheme has two main subjects": second_main,
    "a book still to come is sold as if it were out, or without its expected date": drop(
        ".//SupplyDate"
    ),
    "a book that is out is said to be not yet available": change(".//ProductAvailability", "10"),
    "a product is related to itself": related_to_itself,
}


@pytest.mark.parametrize("rule", [rule["says"] for rule in RULES["assert"]])
def test_contradictions_are_seen(rule: str) -> None:
    about = TO_COME if "proprietary" in rule or "still to come" in rule else OUT
    about = AIDED if "help" in rule else about
    root = read(message(about))
    WRONG[rule](root)
    said = [finding.message for finding in check_onix(etree.tostring(root))]
    assert rule in said


@pytest.mark.parametrize("release", ["3.0", "3.1"])
def test_a_message_of_another_namespace_than_its_releases_is_seen(release: str) -> None:
    data = message(edition(OUT, onix={"release": release}))
    assert check_onix(data) == []
    other = "3.1" if release == "3.0" else "3.0"
    data = data.replace(f"onix/{release}/".encode(), f"onix/{other}/".encode())
    assert {finding.code for finding in check_onix(data)} == {"WRI-084"}


def test_a_finding_names_the_line() -> None:
    root = etree.fromstring(message(OUT))
    code = next(root.iter(NAMESPACE + "ProductForm"))
    code.text = "ZZ"
    line = code.sourceline
    found = check_onix(etree.tostring(root, xml_declaration=True), "storm-onix.xml")
    assert str(found[0]).startswith(f"storm-onix.xml:{line}: error WRI-082 <ProductForm> is 'ZZ'")
